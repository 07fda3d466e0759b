"""The job runner's queue, and the dead-letter queue."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.rules import accept

# How long the runner may work on one message: finding a record that hangs the worker takes minutes of waiting for it.
WORK_TIMEOUT = Duration.minutes(15)
# Lambda's own advice: six times as long, so that throttled messages come back before they are given up.
_INVISIBLE = Duration.minutes(6 * 15)
TRIES = 5


class JobQueue(Construct):
    """A standard queue: messages carry only ids, and processing one twice changes nothing.

    Fair by user: the sender says the user's id as message group, and SQS then serves a quiet user's messages before
    the thousandth of a busy one. That needs no setting here.
    """

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.dead_letters = sqs.Queue(
            self,
            "DeadLetters",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            visibility_timeout=_INVISIBLE,
            removal_policy=RemovalPolicy.DESTROY,
        )
        accept(self.dead_letters, {"Serverless-SQSRedrivePolicy": "Dead letters have nowhere further to go."})
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(4),
            visibility_timeout=_INVISIBLE,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=TRIES),
            removal_policy=RemovalPolicy.DESTROY,
        )
