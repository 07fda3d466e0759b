"""The smaller adapters: IAM tokens, mail, and the queue beside its local twin."""

import uuid
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import boto3
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from accounts.mail import MailNotSent
from accounts.ses_mail import SesMail
from jobs.adapters.aws_services import Aws
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.s3_storage import S3Storage
from models.database import Database, libpq_url
from models.iam_token import IamToken

URL = "postgresql://batchprot@db.example:5432/batchprot"


def test_a_token_is_for_one_user_at_one_host_and_is_made_anew_in_time(local_aws):
    clock = SimpleNamespace(now=1_000_000.0)
    token = IamToken(local_aws.session.client("rds"), URL, lambda: clock.now)
    made = urlsplit("https://" + token())
    asked = parse_qs(made.query)
    assert made.netloc == "db.example:5432"
    assert (asked["Action"], asked["DBUser"], asked["X-Amz-Expires"]) == (["connect"], ["batchprot"], ["900"])

    counted = []
    signing = SimpleNamespace(generate_db_auth_token=lambda **_where: counted.append(1) or f"token {len(counted)}")
    token = IamToken(signing, URL, lambda: clock.now)
    assert [token(), token()] == ["token 1", "token 1"]
    clock.now += 599
    assert token() == "token 1"
    clock.now += 2
    assert token() == "token 2"
    clock.now -= 3600  # a clock set back must not keep a token for an hour
    assert token() == "token 3"


def test_postgresql_is_given_the_present_token(postgres_url):
    """A real server that asks this one role for a password over its socket."""
    role, password = f"iam_{uuid.uuid4().hex[:8]}", "t" * 900
    with psycopg.connect(libpq_url(postgres_url), autocommit=True) as connection:
        create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        connection.execute(create)
        (path,) = connection.execute("SHOW hba_file").fetchone()
        rules = Path(path)
        before = rules.read_text()
        try:
            rules.write_text(f"local all {role} scram-sha-256\n{before}")
            connection.execute("SELECT pg_reload_conf()")
            url = make_url(postgres_url).set(username=role, password=None).render_as_string(hide_password=False)
            given = iter(["wrong", password, password])
            database = Database(url, password=lambda: next(given))
            with pytest.raises(Exception, match="password authentication failed"), database.session() as session:
                session.execute(text("SELECT 1"))
            with database.session() as session:
                assert session.execute(text("SELECT current_user")).scalar_one() == role
            database.dispose()
        finally:
            rules.write_text(before)
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_mail_goes_through_ses(aws_client):
    from moto.ses.models import ses_backends  # the server runs in this process

    client = aws_client("sesv2")
    client.create_email_identity(EmailIdentity="batchprot@example.org")
    mail = SesMail(client, "BatchProt <batchprot@example.org>")
    mail.send("ada@example.org", "Réinitialiser", "Open https://batchprot.example/x")
    message = ses_backends["123456789012"]["eu-central-1"].sent_messages[-1]
    assert message.subject == "Réinitialiser"
    assert message.destinations["ToAddresses"] == ["ada@example.org"]
    with pytest.raises(MailNotSent):
        SesMail(client, "stranger@unknown.example").send("ada@example.org", "x", "y")


def rolled_back(database, work):
    with Session(database.engine) as session:
        work(session)
        session.rollback()


@pytest.fixture(params=["postgres", "sqs"])
def queue(request, cloud):
    return PostgresQueue() if request.param == "postgres" else cloud.queue


def test_both_queues_keep_a_message_once_and_only_when_committed(queue, database, rows):
    waiting = "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
    job_id = uuid.uuid4()
    rolled_back(database, lambda session: queue.enqueue(session, "plan", job_id=job_id))
    assert rows(waiting) == []
    for _ in range(2):
        with database.session() as session:
            queue.enqueue(session, "plan", job_id=job_id)
            queue.enqueue(session, "chunk", delay=5.0, job_id=job_id, number=1)
            queue.enqueue(session, "chunk", job_id=job_id, number=2)
    arguments = [{"job_id": str(job_id), "number": number} for number in (1, 2)]
    assert rows(waiting) == [("plan", {"job_id": str(job_id)}), *(("chunk", found) for found in arguments)]


def test_sqs_hears_of_it_after_the_commit_and_once(cloud, database, drain, aws_client, queue_url):
    job_id = uuid.uuid4()
    rolled_back(database, lambda session: cloud.queue.enqueue(session, "plan", job_id=job_id))
    assert drain()["Records"] == []
    with database.session() as session:
        for number in range(1, 13):
            cloud.queue.enqueue(session, "chunk", job_id=job_id, number=number)
        cloud.queue.enqueue(session, "chunk", job_id=job_id, number=1)
        cloud.queue.enqueue(session, "chunk", job_id=job_id, number=99, delay=3600.0)
        assert drain()["Records"] == []
    assert len(drain()["Records"] + drain()["Records"]) == 12
    wanted = ["ApproximateNumberOfMessagesDelayed"]
    found = aws_client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=wanted)["Attributes"]
    assert found == {"ApproximateNumberOfMessagesDelayed": "1"}


def test_a_commit_stands_when_sqs_is_out_of_reach(database, rows):
    import boto3
    from botocore.config import Config

    from jobs.adapters.sqs_queue import SqsQueue

    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "eu-central-1"}
    once = Config(retries={"total_max_attempts": 1})
    lost = SqsQueue(boto3.client("sqs", endpoint_url="http://127.0.0.1:9", config=once, **keys), "http://127.0.0.1:9/q")
    with database.session() as session:
        lost.enqueue(session, "plan", job_id=uuid.uuid4())
    assert rows("SELECT count(*) FROM procrastinate_jobs") == [(1,)]


@pytest.mark.parametrize("region", ["eu-central-1", "eu-south-1", "ap-east-1"])
def test_browsers_are_sent_to_the_buckets_own_region(region):
    """The global address redirects while a bucket is new, and in newer regions for good: no form can follow it."""
    keys = {"aws_access_key_id": "AKIDTESTS", "aws_secret_access_key": "of the tests", "region_name": region}
    storage = S3Storage(Aws(boto3.session.Session(**keys)).client("s3"), "batchprot-files")
    host = f"https://batchprot-files.s3.{region}.amazonaws.com"
    assert storage.origin == host
    assert storage.upload_form(uuid.uuid4(), 10)[0].rstrip("/") == host
