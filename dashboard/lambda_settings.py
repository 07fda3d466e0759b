"""The web application's settings on AWS Lambda: read once, by its entry point, and passed down."""

import urllib.parse
from dataclasses import dataclass

from accounts.github import PUBLIC as GITHUB
from accounts.github import PUBLIC_API as GITHUB_API
from dashboard.settings import check_origin, check_production
from jobs.intake.uniprot import PUBLIC as UNIPROT
from jobs.runners.lambda_settings import check_worker_url
from runtime.settings import SettingsError


@dataclass(frozen=True, slots=True)
class WebLambdaSettings:
    """What the web function must be told; the variable of `queue_url` is BATCHPROT_QUEUE_URL, and so on.

    Attributes:
        database_url: PostgreSQL with user, host, port and database, without a password: an IAM token takes its place.
        secret_key_arn: the Secrets Manager secret that signs cookies and form tokens; a text of 32 characters or more.
        edge_secret_arn: the Secrets Manager secret that CloudFront adds to each request; what lacks it is refused.
        worker_url: the worker's Function URL (`https://...`), or `lambda://NAME` to invoke the function by its name.
        bucket: the S3 bucket of uploads and exports.
        queue_url: the SQS queue of the job runner.
        origin: `https://` and the host under which people reach the site, when it has a domain of its own.
        origin_parameter: otherwise the Systems Manager parameter that holds it. The host that CloudFront makes up is
            known only after this function exists.
        mail_from: the sender of mail, verified in SES; without one no mail is sent.
        uniprot_url: where sequences are fetched by accession: UniProt's REST interface, or a mirror of it.
        github_client_id: of an OAuth application at GitHub, whose callback is `/sign-in/github/back` under the origin;
            without one, signing in with GitHub is not offered.
        github_secret_arn: the Secrets Manager secret that holds that application's secret as its text.
        github_url: GitHub, or one's own.
        github_api_url: its REST interface.
    """

    database_url: str
    secret_key_arn: str
    edge_secret_arn: str
    worker_url: str
    bucket: str
    queue_url: str
    origin: str = ""
    origin_parameter: str = ""
    mail_from: str = ""
    uniprot_url: str = UNIPROT
    github_client_id: str = ""
    github_secret_arn: str = ""
    github_url: str = GITHUB
    github_api_url: str = GITHUB_API

    def __post_init__(self) -> None:
        if bool(self.origin) == bool(self.origin_parameter):
            raise SettingsError("Exactly one of BATCHPROT_ORIGIN and BATCHPROT_ORIGIN_PARAMETER must be set.")
        if bool(self.github_client_id) != bool(self.github_secret_arn):
            raise SettingsError("BATCHPROT_GITHUB_CLIENT_ID and BATCHPROT_GITHUB_SECRET_ARN go together.")
        check_worker_url(self.worker_url)


@dataclass(frozen=True, slots=True)
class PublicSite:
    """The site as its pages know it, once the secret was read and the origin is known.

    Attributes:
        secret_key: signs cookies and form tokens.
        origin: `https://` and the host under which people reach the site.
    """

    secret_key: str
    origin: str

    def __post_init__(self) -> None:
        check_origin(self.origin)
        check_production(self)

    @property
    def https(self) -> bool:
        """Always; anything else is refused above."""
        return self.origin.startswith("https://")

    @property
    def hosts(self) -> tuple[str, ...]:
        """This one."""
        return (urllib.parse.urlsplit(self.origin).hostname or "",)

    @property
    def database_sleeps(self) -> bool:
        """Aurora Serverless pauses after a while without connections."""
        return True
