"""What stands at the site's address: what is cached, who is turned away, what is said to browsers."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir

import pytest

from dashboard.app import create_app
from dashboard.edge import HOST_HEADER, SECRET_HEADER, VIEWER_HEADER
from dashboard.headers import FIXED_HEADERS, content_security_policy
from dashboard.local import build_services
from dashboard.reader import LINK_HEADER
from dashboard.routes import plotly
from dashboard.security import CSRF_HEADER, PUBLIC_ENDPOINTS
from dashboard.settings import Settings
from infra.firewall import PASSWORD_FORMS

EDGE_FUNCTIONS = Path(__file__).parents[2] / "infra" / "edge_functions"
NEVER_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CloudFront's own policy CachingDisabled
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"  # AllViewerExceptHostHeader


@pytest.fixture
def distribution(stage):
    return stage.one("AWS::CloudFront::Distribution")["DistributionConfig"]


@pytest.fixture(scope="module")
def site():
    """The application itself; it asks nobody."""
    settings = Settings(
        "postgresql://nobody@localhost/none", "x" * 32, "http://localhost", Path(gettempdir()), "https://a.example"
    )
    return create_app(settings, build_services(settings))


def at_the_edge(file, event):
    """Run an edge function as CloudFront would; the two write no syntax that Node.js doesn't know."""
    code = (EDGE_FUNCTIONS / file).read_text("utf-8")
    call = f"{code}\nprocess.stdout.write(JSON.stringify(handler({json.dumps(event)})))"
    return json.loads(subprocess.run(["node", "-e", call], capture_output=True, text=True, check=True).stdout)


def asked(uri, **headers):
    return {
        "viewer": {"ip": "203.0.113.9"},
        "request": {"method": "GET", "uri": uri, "headers": {name: {"value": text} for name, text in headers.items()}},
    }


def headers_of(stage, behaviour):
    policy = stage.all("AWS::CloudFront::ResponseHeadersPolicy")[behaviour["ResponseHeadersPolicyId"]["Ref"]]
    return policy["ResponseHeadersPolicyConfig"]


def test_the_application_is_never_cached_and_sees_everything_but_the_host(distribution):
    behaviour = distribution["DefaultCacheBehavior"]
    assert behaviour["CachePolicyId"] == NEVER_CACHED
    assert behaviour["OriginRequestPolicyId"] == ALL_BUT_HOST
    assert "POST" in behaviour["AllowedMethods"]
    assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"


def test_files_come_from_the_bucket_and_only_what_has_a_version_stays_in_browsers(stage, distribution):
    behaviours = distribution["CacheBehaviors"]
    assert [b["PathPattern"] for b in behaviours] == [
        "/_dash-component-suites/*.v*m*.*",
        "/assets/*",
        "/_dash-component-suites/*",
    ]
    said = []
    for behaviour in behaviours:
        assert set(behaviour["AllowedMethods"]) == {"GET", "HEAD"}
        items = headers_of(stage, behaviour)["CustomHeadersConfig"]["Items"]
        said += [item["Value"] for item in items if item["Header"] == "Cache-Control" and item["Override"]]
    assert said == ["public, max-age=31536000, immutable", "public, max-age=31536000, immutable", "public, no-cache"]


def test_the_secret_comes_from_its_keeper_and_only_over_tls(distribution):
    (origin,) = [o for o in distribution["Origins"] if "CustomOriginConfig" in o]
    (header,) = origin["OriginCustomHeaders"]
    assert header["HeaderName"] == SECRET_HEADER
    assert "{{resolve:secretsmanager:" in json.dumps(header["HeaderValue"])
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert origin["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]


def test_only_cloudfront_reads_the_bucket(stage, distribution):
    (origin,) = [o for o in distribution["Origins"] if "S3OriginConfig" in o]
    control = stage.one("AWS::CloudFront::OriginAccessControl")["OriginAccessControlConfig"]
    assert origin["OriginAccessControlId"]
    assert (control["SigningBehavior"], control["SigningProtocol"]) == ("always", "sigv4")
    policy = stage.all("AWS::S3::BucketPolicy")[stage.name("AWS::S3::BucketPolicy", "StaticFiles")]
    readers = [
        s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Allow" and s["Action"] == "s3:GetObject"
    ]
    assert [reader["Principal"] for reader in readers] == [{"Service": "cloudfront.amazonaws.com"}]
    assert "AWS:SourceArn" in json.dumps(readers[0]["Condition"])


def test_browsers_are_told_the_same_by_edge_and_application(stage, distribution):
    for behaviour in (distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]):
        config = headers_of(stage, behaviour)
        security = config["SecurityHeadersConfig"]
        items = config.get("CustomHeadersConfig", {}).get("Items", [])
        said = {item["Header"]: item["Value"] for item in items if item["Header"] != "Cache-Control"}
        said["X-Frame-Options"] = security["FrameOptions"]["FrameOption"]
        said["Referrer-Policy"] = security["ReferrerPolicy"]["ReferrerPolicy"]
        said["X-Content-Type-Options"] = "nosniff" if security["ContentTypeOptions"] else ""
        assert said == FIXED_HEADERS
        policy = security["ContentSecurityPolicy"]
        assert policy["ContentSecurityPolicy"] == content_security_policy(())
        assert policy["Override"] is False  # the application's own names the scripts of its pages
        assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000


def test_tls_and_domain(stage, distribution):
    if not stage.settings.domain:
        assert "Aliases" not in distribution
        return
    assert distribution["Aliases"] == [stage.settings.domain]
    assert distribution["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    certificate = stage.one("AWS::CertificateManager::Certificate", "edge")
    assert certificate["DomainName"] == stage.settings.domain
    kinds = {record["Type"] for record in stage.all("AWS::Route53::RecordSet").values()}
    assert kinds == {"A", "AAAA"}


def test_another_domain_has_another_certificate():
    """The app stack learns of it by its name: one that is replaced under the same name would never arrive there."""
    from aws_cdk import App
    from aws_cdk.assertions import Template

    from infra.edge_stack import EdgeStack
    from infra.settings import STAGES

    names = []
    for domain in ("a.example.org", "b.example.org"):
        stack = EdgeStack(App(analytics_reporting=False), "edge", replace(STAGES["trial"], domain=domain))
        names += Template.from_stack(stack).find_resources("AWS::CertificateManager::Certificate")
    assert len(set(names)) == 2


def test_whoever_asks_too_often_is_turned_away(stage, distribution):
    acl = stage.one("AWS::WAFv2::WebACL", "edge")
    assert acl["Scope"] == "CLOUDFRONT"
    assert distribution["WebACLId"]
    rates = {r["Name"]: r["Statement"]["RateBasedStatement"] for r in acl["Rules"] if "RateBased" in json.dumps(r)}
    assert rates["requests"]["Limit"] == stage.settings.requests_per_five_minutes
    assert rates["passwords"]["Limit"] == stage.settings.sign_ins_per_five_minutes
    assert "/sign-in" in json.dumps(rates["passwords"]["ScopeDownStatement"])
    # 25 people behind one address: 40 callbacks and 300 polls each in five minutes; static files don't count.
    assert rates["requests"]["Limit"] >= 25 * 340
    assert set(
        re.findall(r'"SearchString": "([^"]+)"', json.dumps(rates["requests"]["ScopeDownStatement"]["NotStatement"]))
    ) == {
        "/assets/",
        "/_dash-component-suites/",
    }
    assert all("Block" in r["Action"] for r in acl["Rules"] if r["Name"] in rates)


def test_every_form_that_takes_a_password_from_strangers_is_counted_by_the_firewall(site, stage):
    """Held equal to the application's own addresses, which change."""
    rules = site.server.url_map.iter_rules()
    forms = {rule.rule for rule in rules if rule.endpoint in PUBLIC_ENDPOINTS and "POST" in (rule.methods or ())}
    assert {form.partition("<")[0] for form in forms} == set(PASSWORD_FORMS)
    rules = {rule["Name"]: rule for rule in stage.one("AWS::WAFv2::WebACL", "edge")["Rules"]}
    counted = json.dumps(rules["passwords"]["Statement"]["RateBasedStatement"]["ScopeDownStatement"])
    assert all(f'"{form}"' in counted for form in PASSWORD_FORMS)


def test_no_log_before_the_application_holds_what_is_as_good_as_a_password(stage, distribution):
    """A path may be a share link or a reset, and CloudFront's own log can't leave it out."""
    assert "Logging" not in distribution
    struck_out = stage.one("AWS::WAFv2::LoggingConfiguration", "edge")["RedactedFields"]
    assert {"UriPath": {}} in struck_out
    assert {"QueryString": {}} in struck_out
    names = {field["SingleHeader"]["Name"] for field in struck_out if "SingleHeader" in field}
    assert names == {"cookie", "authorization", LINK_HEADER.lower(), CSRF_HEADER.lower()}


def test_the_api_is_slowed_down_and_logs_no_address(stage):
    api = stage.one("AWS::ApiGatewayV2::Stage")
    assert api["DefaultRouteSettings"]["ThrottlingRateLimit"] <= 1000
    assert "sourceIp" not in api["AccessLogSettings"]["Format"]
    assert "path" not in api["AccessLogSettings"]["Format"].lower()
    integration = stage.one("AWS::ApiGatewayV2::Integration")
    assert integration["PayloadFormatVersion"] == "2.0"
    assert (
        stage.functions["dashboard.lambda_handler.handler"]["Timeout"] * 1000 <= integration["TimeoutInMillis"] < 30_000
    )


def test_new_files_come_before_the_function_and_the_edge_forgets_after_it(stage):
    resources = stage.templates["app"]["Resources"]
    (web,) = [name for name in stage.all("AWS::Lambda::Function") if name.startswith("PagesWeb")]
    deployments = {name: r for name, r in resources.items() if r["Type"] == "Custom::CDKBucketDeployment"}
    (bring,) = [name for name, r in deployments.items() if "DistributionId" not in r["Properties"]]
    (forget,) = [name for name in deployments if name != bring]
    assert any(bring in name for name in resources[web]["DependsOn"])
    assert web in resources[forget]["DependsOn"]
    assert deployments[forget]["Properties"]["DistributionPaths"] == ["/_dash-component-suites/*"]
    assert deployments[forget]["Properties"]["WaitForDistributionInvalidation"] in (False, "false")
    assert not any(r["Properties"]["Prune"] for r in deployments.values())


def test_the_edge_says_who_asks_whatever_the_browser_says():
    forged = {VIEWER_HEADER: "198.51.100.1", HOST_HEADER: "evil.example", "host": "site.example"}
    headers = at_the_edge("app.js", asked("/", **forged))["headers"]
    assert headers[VIEWER_HEADER] == {"value": "203.0.113.9"}
    assert headers[HOST_HEADER] == {"value": "site.example"}


@pytest.mark.parametrize(
    ("uri", "found"),
    [
        (
            "/_dash-component-suites/dash/deps/polyfill@7.v4_4_1m1700000000.12.1.min.js",
            "/_dash-component-suites/dash/deps/polyfill@7.v4_4_1.12.1.min.js",
        ),
        ("/_dash-component-suites/dash/dcc/async-graph.js", "/_dash-component-suites/dash/dcc/async-graph.js"),
        ("/assets/theme.css", "/assets/theme.css"),
    ],
)
def test_a_time_stamp_in_an_address_does_not_matter(uri, found):
    assert at_the_edge("static.js", asked(uri))["uri"] == found


def test_every_file_that_a_page_asks_for_was_collected(site, static_files):
    """What the application's own server would send stands in the bucket, byte for byte, under the same address."""
    client = site.server.test_client()
    with site.server.test_request_context("/"):
        page = site._generate_scripts_html() + site._generate_css_dist_html()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) > 10
    later = [
        f"/_dash-component-suites/{name}/{path}" for name, paths in site.registered_paths.items() for path in paths
    ]
    wanted = [path for path in later if ("async-" in path and not path.endswith(".map")) or path == plotly.ADDRESS]
    assert plotly.ADDRESS in wanted
    assert any("async-graph" in path for path in wanted)
    for address in {*addresses, *wanted}:
        sent = client.get(address, base_url="https://a.example")
        assert sent.status_code == 200, address
        collected = static_files / at_the_edge("static.js", asked(address.partition("?")[0]))["uri"].lstrip("/")
        assert collected.read_bytes() == sent.data, address
        sent.close()
