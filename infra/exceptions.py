"""Findings of the auditing tools that we accept, each where it arises and with its reason."""

from collections.abc import Mapping

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def accept(construct: IConstruct, reasons: Mapping[str, str]) -> None:
    """Accept these findings of cdk-nag at a construct and below, for these reasons.

    Args:
        construct: where they arise.
        reasons: rule as cdk-nag names it, such as `AwsSolutions-IAM4`, and why it is all right here.
    """
    for rule, reason in reasons.items():
        pack = rule.partition("-")[0]
        Validations.of(construct).acknowledge(Acknowledgment(id=f"{pack}::{rule}", reason=reason))
