"""The two images, as assets: hashed here, built and pushed only when something is deployed."""

from pathlib import Path

from aws_cdk import IgnoreMode
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_lambda as lambda_

ROOT = Path(__file__).parents[1]
# An image changes with what goes into it and with nothing else.
_CONTENT = {
    "Dockerfile.worker": ("batchprot", "runtime", "worker", "requirements/worker.txt", "requirements/lambda.txt"),
    "Dockerfile.dashboard": (
        *("batchprot", "runtime", "models", "migrations", "jobs", "results", "accounts", "dashboard", "callbacks"),
        "examples",
        *("requirements/dashboard.txt", "requirements/lambda.txt"),
    ),
}


def image(file: str, handler: str) -> lambda_.DockerImageCode:
    """The code of a function: an image, and the handler that it starts.

    Args:
        file: `Dockerfile.worker` or `Dockerfile.dashboard`.
        handler: module and function, such as `jobs.lambda_handler.work`.
    """
    kept = [f"!{path}" for path in (file, *_CONTENT[file])]
    return lambda_.DockerImageCode.from_image_asset(
        str(ROOT),
        file=file,
        cmd=[handler],
        platform=ecr_assets.Platform.LINUX_AMD64,
        ignore_mode=IgnoreMode.DOCKER,
        exclude=["**", *kept, "**/__pycache__", "**/*.pyc"],
    )


def content(file: str) -> tuple[str, ...]:
    """What goes into an image, as paths from the top of the repository."""
    return _CONTENT[file]
