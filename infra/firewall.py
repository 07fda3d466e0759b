"""The firewall before CloudFront."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from dashboard.reader import LINK_HEADER
from dashboard.security import CSRF_HEADER
from infra.logs import retention
from infra.settings import StageSettings

# The application's own addresses; a test holds them equal to its public forms.
PASSWORD_FORMS = ("/sign-in", "/sign-up", "/forgot", "/reset/", "/verify/")
STATIC_PATHS = ("/_dash-component-suites/", "/assets/")
# As good as a password while it lives: a session, a token of the interface, a share link, a form token.
_CONFIDENTIAL_HEADERS = ("cookie", "authorization", LINK_HEADER.lower(), CSRF_HEADER.lower())


class Firewall(Construct):
    """Blocks known attackers and clients that send too many requests.

    AWS's common rule set is left out on purpose: it blocks bodies above 8 kB and what looks like markup, and Dash's
    callbacks are both.
    """

    def __init__(self, scope: Construct, name: str, settings: StageSettings) -> None:
        super().__init__(scope, name)
        acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="CLOUDFRONT",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible("all"),
            rules=[
                _managed(0, "AWSManagedRulesAmazonIpReputationList"),
                _managed(1, "AWSManagedRulesKnownBadInputsRuleSet"),
                _rate(2, "passwords", settings.sign_ins_per_five_minutes, _password_forms()),
                _rate(3, "requests", settings.requests_per_five_minutes, _for_the_application()),
            ],
        )
        self.arn = acl.attr_arn
        log = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"aws-waf-logs-{settings.prefix}",  # WAF insists on this beginning
            retention=retention(settings.log_days),
            removal_policy=RemovalPolicy.DESTROY,
        )
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.arn,
            log_destination_configs=[log.log_group_arn],
            # The path of a share link or of a reset holds its token, and a query may hold what somebody searched for.
            redacted_fields=[
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(uri_path={}),
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(query_string={}),
                *(
                    wafv2.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": name})
                    for name in _CONFIDENTIAL_HEADERS
                ),
            ],
        )


def _visible(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    # No sampled requests: they would show cookies.
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=f"batchprot-{name}", sampled_requests_enabled=False
    )


def _managed(priority: int, name: str) -> wafv2.CfnWebACL.RuleProperty:
    group = wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(vendor_name="AWS", name=name)
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        statement=wafv2.CfnWebACL.StatementProperty(managed_rule_group_statement=group),
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        visibility_config=_visible(name),
    )


def _rate(
    priority: int, name: str, limit: int, only: wafv2.CfnWebACL.StatementProperty | None
) -> wafv2.CfnWebACL.RuleProperty:
    statement = wafv2.CfnWebACL.RateBasedStatementProperty(
        limit=limit, aggregate_key_type="IP", evaluation_window_sec=300, scope_down_statement=only
    )
    block = wafv2.CfnWebACL.BlockActionProperty(
        custom_response=wafv2.CfnWebACL.CustomResponseProperty(response_code=429)
    )
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        statement=wafv2.CfnWebACL.StatementProperty(rate_based_statement=statement),
        action=wafv2.CfnWebACL.RuleActionProperty(block=block),
        visibility_config=_visible(name),
    )


def _for_the_application() -> wafv2.CfnWebACL.StatementProperty:
    """Requests that reach the application: static files cost nothing, and a page has dozens of them."""
    paths = [_matches(wafv2.CfnWebACL.FieldToMatchProperty(uri_path={}), path, "STARTS_WITH") for path in STATIC_PATHS]
    static = wafv2.CfnWebACL.StatementProperty(or_statement=wafv2.CfnWebACL.OrStatementProperty(statements=paths))
    return wafv2.CfnWebACL.StatementProperty(not_statement=wafv2.CfnWebACL.NotStatementProperty(statement=static))


def _password_forms() -> wafv2.CfnWebACL.StatementProperty:
    """Requests that send one of the forms with a password; inspecting them is free."""
    sent = _matches(wafv2.CfnWebACL.FieldToMatchProperty(method={}), "POST", "EXACTLY")
    paths = [
        _matches(wafv2.CfnWebACL.FieldToMatchProperty(uri_path={}), form, "STARTS_WITH") for form in PASSWORD_FORMS
    ]
    forms = wafv2.CfnWebACL.StatementProperty(or_statement=wafv2.CfnWebACL.OrStatementProperty(statements=paths))
    return wafv2.CfnWebACL.StatementProperty(
        and_statement=wafv2.CfnWebACL.AndStatementProperty(statements=[sent, forms])
    )


def _matches(field: wafv2.CfnWebACL.FieldToMatchProperty, text: str, how: str) -> wafv2.CfnWebACL.StatementProperty:
    return wafv2.CfnWebACL.StatementProperty(
        byte_match_statement=wafv2.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=field,
            positional_constraint=how,
            search_string=text,
            text_transformations=[wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")],
        )
    )
