"""The job runner: three functions of one image and one set of settings."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda_event_sources as event_sources
from constructs import Construct

from infra.data_stack import DataStack
from infra.database import APPLICATION_ROLE
from infra.functions import ImageFunction
from infra.network import PRIVATE
from infra.queue import WORK_TIMEOUT, JobQueue
from infra.rules import accept
from infra.settings import StageSettings
from infra.worker import Worker

DISK_MB = 10_240
"""A workbook of a million proteins takes 3.5 GB while it is made."""


class Runner(Construct):
    """`work` answers the queue, `dead_letters` ends jobs whose messages were given up, `sweep` finds what got stuck."""

    def __init__(
        self, scope: Construct, name: str, settings: StageSettings, *, data: DataStack, queue: JobQueue, worker: Worker
    ) -> None:
        super().__init__(scope, name)
        self._settings, self._data, self._queue, self._worker = settings, data, queue, worker
        self.work = self._function("work", WORK_TIMEOUT, "Plans jobs and computes chunks")
        self.work.function.add_event_source(
            event_sources.SqsEventSource(
                queue.queue,
                batch_size=1,
                max_concurrency=settings.runner_concurrency,
                report_batch_item_failures=True,
            )
        )
        self.dead_letters = self._function(
            "dead_letters", Duration.seconds(60), "Ends jobs whose messages were given up"
        )
        self.dead_letters.function.add_event_source(
            event_sources.SqsEventSource(queue.dead_letters, batch_size=10, report_batch_item_failures=True)
        )
        accept(
            self,
            {
                "Serverless-LambdaEventSourceMappingDestination": (
                    "The queue itself moves what fails to its dead letters; those are tried until they succeed."
                )
            },
        )
        self.sweep = self._function(
            "sweep", Duration.seconds(120), "Finds jobs that got stuck, and deletes what expired"
        )
        rule = events.Rule(
            self,
            "Every",
            schedule=events.Schedule.rate(Duration.minutes(settings.sweep_minutes)),
            targets=[targets.LambdaFunction(self.sweep.function, retry_attempts=0)],
        )
        accept(rule, {"Serverless-EventBusDLQ": "A sweep that was lost is made good by the next one."})

    @property
    def functions(self) -> tuple[ImageFunction, ...]:
        """All three."""
        return self.work, self.dead_letters, self.sweep

    def _function(self, handler: str, timeout: Duration, description: str) -> ImageFunction:
        data = self._data
        made = ImageFunction(
            self,
            handler.title().replace("_", ""),
            self._settings,
            file="Dockerfile.dashboard",
            handler=f"jobs.lambda_handler.{handler}",
            vpc=data.network.vpc,
            subnets=PRIVATE,
            groups=[data.network.clients],
            memory_mb=self._settings.runner_memory_mb,
            timeout=timeout,
            disk_mb=DISK_MB if handler == "work" else 512,
            environment={
                "BATCHPROT_DATABASE_URL": data.database.address(APPLICATION_ROLE),
                "BATCHPROT_WORKER_URL": self._worker.url,
                "BATCHPROT_BUCKET": data.uploads.bucket.bucket_name,
                "BATCHPROT_QUEUE_URL": self._queue.queue.queue_url,
                "BATCHPROT_SWEEP_MINUTES": str(self._settings.sweep_minutes),
            },
            description=description,
        )
        data.database.let_connect(made.function)
        data.uploads.let_use(made.function)
        self._queue.queue.grant_send_messages(made.function)
        self._worker.let_call(made.function)
        return made
