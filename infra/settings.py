"""What differs between the stages of a deployment, in one table."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

DIRECTORY = Path(__file__).parents[1] / "stages"
"""Where each deployment has its file, `STAGE.toml`: see stages/README.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSettings:
    """Everything that a deployment can be told; a field without a default has none that fits everybody.

    Attributes:
        stage: name of the deployment; stands in the names of its stacks.
        region: where data and functions live.
        domain: the site's own host name; empty: the one that CloudFront makes up.
        hosted_zone_id: the Route 53 zone that `domain` lies in; empty: certificate and name are confirmed by hand.
        hosted_zone_name: that zone's name.
        mail_from: sender of mail, such as `BatchProt <no-reply@batchprot.example>`; empty: no mail is sent.
        github_client_id: of an OAuth application at GitHub; empty: signing in with GitHub is not offered.
        github_secret_arn: the Secrets Manager secret, of this region, whose text is that application's secret.
        alarm_email: the address notified of alarms and of the budget; empty for none.
        monthly_budget_usd: what a month may cost before `alarm_email` is told.
        keep_data: refuse to delete the database and the files, and leave them behind with a last snapshot.
        database_min_acu: Aurora's smallest size; 0 lets it pause, and the first visitor then waits some 15 s.
        database_max_acu: Aurora's largest size; one unit is about 2 GB of memory.
        database_pause_minutes: idle time before a pause.
        database_readers: further instances in other zones that take over when the first fails.
        backup_days: how far back the database can be restored to any second.
        nat_gateways: ways out of the private subnets; two survive the loss of a zone.
        web_memory_mb: memory of the web function; its share of processor goes with it.
        web_concurrency: web requests answered at once; None: whatever the account allows.
        worker_memory_mb: memory of the worker; 1,769 MB is one whole processor.
        worker_concurrency: chunks computed at once.
        runner_memory_mb: memory of the job runner.
        runner_concurrency: queue messages worked on at once; at least 2, says SQS.
        sweep_minutes: how often stuck jobs are looked for. Each look wakes a paused database.
        requests_per_five_minutes: of one address to the application, static files not counted, before the firewall
            turns it away. A page that is being used asks about once a second, and a class of 25 shares one address.
        sign_ins_per_five_minutes: of one address to the forms for passwords; attempts per account are limited besides.
        log_days: how long logs are kept.
    """

    stage: str
    region: str = "eu-central-1"
    domain: str = ""
    hosted_zone_id: str = ""
    hosted_zone_name: str = ""
    mail_from: str = ""
    github_client_id: str = ""
    github_secret_arn: str = ""
    alarm_email: str = ""
    monthly_budget_usd: int = 100
    keep_data: bool = True
    database_min_acu: float = 0
    database_max_acu: float = 4
    database_pause_minutes: int = 10
    database_readers: int = 0
    backup_days: int = 14
    nat_gateways: int = 1
    web_memory_mb: int = 1769
    web_concurrency: int | None = 20
    worker_memory_mb: int = 1769
    worker_concurrency: int | None = 10
    runner_memory_mb: int = 1024
    runner_concurrency: int = 5
    sweep_minutes: int = 60
    requests_per_five_minutes: int = 20_000
    sign_ins_per_five_minutes: int = 300
    log_days: int = 30

    @property
    def prefix(self) -> str:
        """How the names of this deployment begin."""
        return f"batchprot-{self.stage}"

    @property
    def may_pause(self) -> bool:
        """Tell whether the database pauses when it is not used."""
        return self.database_min_acu == 0

    def to_json(self) -> dict[str, Any]:
        """Every field by its name."""
        return asdict(self)

    def __post_init__(self) -> None:
        if bool(self.hosted_zone_id) != bool(self.hosted_zone_name):
            raise ValueError("hosted_zone_id and hosted_zone_name go together.")
        if self.hosted_zone_id and not self.domain:
            raise ValueError("hosted_zone_id needs a domain.")
        if bool(self.github_client_id) != bool(self.github_secret_arn):
            raise ValueError("github_client_id and github_secret_arn go together.")


# `trial` costs next to nothing at rest and can be torn down without a trace; `production` keeps what people gave it.
STAGES = {
    "trial": StageSettings(
        stage="trial",
        keep_data=False,
        backup_days=1,
        database_max_acu=2,
        # A new account may run ten functions at once in all, and none of them can be reserved.
        web_concurrency=None,
        worker_concurrency=None,
        runner_concurrency=2,
        monthly_budget_usd=100,
    ),
    "production": StageSettings(
        stage="production",
        database_min_acu=0.5,
        database_max_acu=16,
        database_readers=1,
        backup_days=35,
        nat_gateways=2,
        web_concurrency=50,
        worker_concurrency=20,
        runner_concurrency=10,
        sweep_minutes=1,
        monthly_budget_usd=300,
        log_days=90,
    ),
}


def settings_of(stage: str, directory: Path = DIRECTORY) -> StageSettings:
    """The settings of a stage: its row above, with the fields that its file in `directory` says otherwise.

    Raises:
        ValueError: there is no such stage or field, a value is not of the field's kind, or the file is not TOML.
    """
    path = directory / f"{stage}.toml"
    try:
        fields = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from None
    return settings_for(stage, fields)


def settings_for(stage: str, fields: Mapping[str, object]) -> StageSettings:
    """The row of a stage with some fields said otherwise.

    Raises:
        ValueError: there is no such stage or field, or a value is not of the field's kind.
    """
    if stage not in STAGES:
        raise ValueError(f"There is no stage '{stage}'; there are {', '.join(STAGES)}.")
    values = STAGES[stage].to_json()
    for name, value in fields.items():
        if name not in values or name == "stage":
            raise ValueError(f"There is no setting '{name}'.")
        values[name] = _checked(name, value, values[name])
    return StageSettings(**values)


def _checked(name: str, value: object, kind: object) -> object:
    """A value, if it is what the table holds there; `"none"` lifts a limit, for which TOML has no word."""
    if name.endswith("_concurrency"):
        if value == "none":
            return None
        fits = type(value) is int
    elif isinstance(kind, float) or name.endswith("_acu"):
        fits = type(value) in (int, float)
    else:
        fits = type(value) is type(kind)
    if not fits:
        raise ValueError(f"{value!r} does not fit the setting {name}.")
    return value
