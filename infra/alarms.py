"""The alarms, and the address that is notified."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.database import Database
from infra.functions import ImageFunction
from infra.queue import JobQueue
from infra.rules import accept
from infra.runner import Runner
from infra.settings import StageSettings
from infra.web import Web
from infra.worker import Worker
from runtime.logs import Event

_FIVE = Duration.minutes(5)


class Alarms(Construct):
    """Each alarm says in its description what it means and where to look."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        *,
        database: Database,
        queue: JobQueue,
        runner: Runner,
        worker: Worker,
        web: Web,
    ) -> None:
        super().__init__(scope, name)
        self._settings = settings
        self.topic = sns.Topic(self, "Topic", enforce_ssl=True)
        # `enforce_ssl` replaces the topic's default policy, which let the account's alarms publish.
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"AWS:SourceAccount": Stack.of(self).account}},
            )
        )
        if settings.alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_email))
            accept(self.topic, {"Serverless-SNSRedrivePolicy": "Messages that a mailbox refuses are not read later."})
        self._queue(queue, runner)
        self._functions(web, worker, runner)
        self._database(database)
        if settings.alarm_email:
            self._budget()

    def _queue(self, queue: JobQueue, runner: Runner) -> None:
        self._alarm(
            "DeadLetters",
            runner.dead_letters.function.metric_invocations(period=_FIVE, statistic="Sum"),
            1,
            "A message was given up after five tries and its job was ended. The log of DeadLetters names the job.",
        )
        self._alarm(
            "DeadLettersLeft",
            queue.dead_letters.metric_approximate_age_of_oldest_message(period=_FIVE, statistic="Maximum"),
            900,
            "A dead letter was not worked off for 15 minutes: DeadLetters itself fails.",
        )
        self._alarm(
            "OldestMessage",
            queue.queue.metric_approximate_age_of_oldest_message(period=_FIVE, statistic="Maximum"),
            900,
            "A job has waited 15 minutes for the runner: raise runner_concurrency, or Work fails.",
        )

    def _functions(self, web: Web, worker: Worker, runner: Runner) -> None:
        self._alarm(
            "Answers5xx",
            web.api.metric_server_error(period=_FIVE, statistic="Sum"),
            5,
            "People saw errors. The log of Web says where.",
        )
        self._alarm(
            "WorkerThrottled",
            worker.function.metric_throttles(period=_FIVE, statistic="Sum"),
            50,
            "Chunks wait for the worker: raise worker_concurrency, or lower runner_concurrency.",
        )
        self._alarm(
            "ChunkFailures",
            self._counted("ChunksTriedAgain", runner.work, f'{{ $.event = "{Event.CHUNK_RETRIED}" }}'),
            20,
            "Chunks fail and are tried again. The log of Work says with which code.",
        )
        self._alarm(
            "JobFailures",
            self._counted("JobsFailed", runner.work, f'{{ $.event = "{Event.JOB_ENDED}" && $.state = "failed" }}'),
            1,
            "A job failed for good. The log of Work has its id and code; its owner sees a sentence and Resume.",
        )
        for part in (web.web, worker.image_function, *runner.functions):
            self._alarm(
                f"{part.node.id}Errors",
                part.function.metric_errors(period=_FIVE, statistic="Sum"),
                3,
                f"{part.node.id} ended with an exception or ran out of time. Its log says where.",
            )

    def _database(self, database: Database) -> None:
        self._alarm(
            "Connections",
            database.cluster.metric_database_connections(period=_FIVE, statistic="Maximum"),
            150,
            "More connections than the functions should need; how many there may be follows database_max_acu, 189 at 1 "
            "ACU. Lower web_concurrency or raise database_max_acu.",
        )
        self._alarm(
            "DatabaseBusy",
            database.cluster.metric_acu_utilization(period=_FIVE, statistic="Average"),
            90,
            "The database is at its largest size: raise database_max_acu.",
            periods=3,
        )

    def _counted(self, name: str, part: ImageFunction, pattern: str) -> cloudwatch.Metric:
        """Count the lines of a function's log; each is one JSON object with `event` (`runtime/logs.py`)."""
        counted = logs.MetricFilter(
            self,
            name,
            log_group=part.log,
            filter_pattern=logs.FilterPattern.literal(pattern),
            metric_namespace=self._settings.prefix,
            metric_name=name,
            metric_value="1",
        )
        return counted.metric(period=_FIVE, statistic="Sum")

    def _alarm(
        self, name: str, metric: cloudwatch.IMetric, threshold: float, description: str, *, periods: int = 1
    ) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=periods,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=description,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
        alarm.add_ok_action(actions.SnsAction(self.topic))

    def _budget(self) -> None:
        told = budgets.CfnBudget.SubscriberProperty(address=self._settings.alarm_email, subscription_type="EMAIL")
        budgets.CfnBudget(
            self,
            "Budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=self._settings.prefix,
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=self._settings.monthly_budget_usd, unit="USD"),
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        comparison_operator="GREATER_THAN", notification_type=kind, threshold=share
                    ),
                    subscribers=[told],
                )
                for kind, share in (("ACTUAL", 80), ("FORECASTED", 100))
            ],
        )
