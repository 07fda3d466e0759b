"""The drawing in docs/architecture.md shows what is there."""

from pathlib import Path

SHOWN = {
    "firewall": ("AWS::WAFv2::WebACL", "edge"),
    "CloudFront": ("AWS::CloudFront::Distribution", "app"),
    "HTTP API": ("AWS::ApiGatewayV2::Api", "app"),
    "Aurora PostgreSQL": ("AWS::RDS::DBCluster", "data"),
    "S3: static files": ("AWS::S3::Bucket", "app"),
    "S3: uploads": ("AWS::S3::Bucket", "data"),
    "SQS": ("AWS::SQS::Queue", "app"),
    "Function URL, AWS_IAM": ("AWS::Lambda::Url", "app"),
}


def test_every_part_drawn_is_deployed_and_every_function_is_drawn(stage):
    text = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text("utf-8")
    drawing = text.split("laid out by `infra/`")[1].split("```")[1]
    for words, (kind, stack) in SHOWN.items():
        assert words in drawing
        assert stage.all(kind, stack), words
    for handler in stage.functions:
        package, _, function = handler.partition(".lambda_handler.")
        name = {"dashboard": "web function", "worker": "worker function"}.get(package, function)
        assert (package if package == "migrations" else name) in drawing
