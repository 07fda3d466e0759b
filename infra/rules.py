"""AWS's own rules for templates (cdk-nag), and what we accept of their findings, each with its reason."""

from collections.abc import Mapping

from aws_cdk import Acknowledgment, App, Validations
from cdk_nag import AwsSolutionsChecks, ServerlessChecks
from constructs import IConstruct


def enforce_rules(app: App) -> None:
    """Stop the writing of templates that break a rule, with the place and the name of the rule."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))


def accept(construct: IConstruct, reasons: Mapping[str, str]) -> None:
    """Accept these findings of cdk-nag at a construct and below, for these reasons.

    Args:
        construct: where they arise.
        reasons: rule as cdk-nag names it, such as `AwsSolutions-IAM4`, and why it is all right here.
    """
    for rule, reason in reasons.items():
        pack = rule.partition("-")[0]
        Validations.of(construct).acknowledge(Acknowledgment(id=f"{pack}::{rule}", reason=reason))
