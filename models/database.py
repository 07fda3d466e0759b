"""The way into PostgreSQL: one engine a process, sessions and bare connections from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from models.pulse import Pulse, WatchedConnection

CONNECT_SECONDS = 10
WAIT_FOR_CONNECTION_SECONDS = 10


class Database:
    """PostgreSQL behind a small pool that checks each connection before it is lent; no wait for it is without end.

    Nothing is opened before the first use, so that a process may fork after building one.

    Args:
        url: `postgresql://...`; psycopg 3 is used whatever driver the URL names.
        application_name: shown in `pg_stat_activity`: which part of BatchProt holds a connection.
        pool_size: connections kept; as many again may be opened under load.
        statement_timeout_ms: longest a statement may take; 0 is no limit.
        idle_seconds: longest a transaction may wait for its client. A process that was stopped must not hold its
            locks for longer.
        transaction_seconds: longest a transaction may take, where PostgreSQL (17 or newer) can limit it; 0 is no limit.
        connect_seconds: how long to wait for a server that doesn't answer.
        idle_session_seconds: PostgreSQL ends a connection unused for so long; 0 never. What a frozen Lambda function
            holds would keep a database awake that could pause.
        password: gives the password for each new connection, in place of the URL's.
    """

    def __init__(
        self,
        url: str,
        *,
        application_name: str = "batchprot",
        pool_size: int = 5,
        statement_timeout_ms: int = 0,
        idle_seconds: float = 60,
        transaction_seconds: float = 0,
        connect_seconds: int = CONNECT_SECONDS,
        idle_session_seconds: float = 0,
        password: Callable[[], str] | None = None,
    ) -> None:
        self.url = url
        self._patient = partial(
            Database,
            url,
            application_name=application_name,
            pool_size=1,
            idle_seconds=idle_seconds,
            connect_seconds=connect_seconds,
            password=password,
        )
        idle_ms = round(idle_seconds * 1000)
        settings = f"-c statement_timeout={statement_timeout_ms} -c idle_in_transaction_session_timeout={idle_ms}"
        if idle_session_seconds:
            settings += f" -c idle_session_timeout={round(idle_session_seconds * 1000)}"
        self._engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            pool_timeout=WAIT_FOR_CONNECTION_SECONDS,
            pool_recycle=1800,
            connect_args={
                "application_name": application_name,
                "connect_timeout": connect_seconds,
                "options": settings,
                # A plan is made for the values asked. A prepared statement goes over to one plan for all values after
                # a few uses, and analyses of very different sizes share a table: that plan can be 30 times slower.
                "prepare_threshold": None,
            },
        )
        if password is not None:
            event.listen(self._engine, "do_connect", _Password(password))
        event.listen(self._engine, "do_connect", _Watched(Pulse(libpq_url(url), connect_seconds)))
        if transaction_seconds:
            event.listen(self._engine, "connect", _TransactionLimit(transaction_seconds))
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for tools that want one."""
        return self._engine

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """One transaction on a bare connection, for statements that stream."""
        with self._engine.begin() as connection:
            yield connection

    def without_limits(self) -> "Database":
        """The same database for work in the background, whose transactions may take as long as they take."""
        return self._patient()

    def dispose(self) -> None:
        """Close every connection that isn't lent; the pool may be used again afterwards."""
        self._engine.dispose()


class _Password:
    """Puts a password into the arguments of each new connection."""

    def __init__(self, password: Callable[[], str]) -> None:
        self._password = password

    def __call__(self, _dialect: object, _record: object, _positional: object, arguments: dict[str, object]) -> None:
        arguments["password"] = self._password()


class _Watched:
    """Opens connections whose waits end when the server is frozen."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    def __call__(self, _dialect: object, _record: object, positional: Any, arguments: Any) -> WatchedConnection:  # noqa: ANN401 - psycopg's
        return self._pulse.connect(*positional, **arguments)


class _TransactionLimit:
    """Sets `transaction_timeout` on a new connection of a server that has it."""

    def __init__(self, seconds: float) -> None:
        self._milliseconds = f"{round(seconds * 1000)}"

    def __call__(self, connection: "psycopg.Connection[tuple[object, ...]]", _record: object) -> None:
        connection.execute(
            "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = 'transaction_timeout'",
            (self._milliseconds,),
        )
        connection.commit()


def libpq_url(url: str) -> str:
    """The same address without a SQLAlchemy driver name, as psycopg and libpq read it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def driver_connection(connection: Connection) -> "psycopg.Connection[tuple[object, ...]]":
    """The psycopg connection under a SQLAlchemy one, inside the same transaction: COPY needs it."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        msg = "BatchProt speaks to PostgreSQL through psycopg 3"
        raise TypeError(msg)
    return raw
