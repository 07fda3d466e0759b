"""The web server on one machine: uvicorn, our bounds on connections, and places in front of the application."""

import contextlib
import logging
import os
import socket
import sys
import threading

import uvicorn

from dashboard.serving.connection import BoundedConnection
from dashboard.serving.front import Front
from dashboard.serving.wsgi import Application

KEEP_ALIVE_SECONDS = 75
"""Longer than browsers and proxies keep a connection: the server should not be the first to close it."""
CONNECTIONS = 4_000
OPEN_FILES = 8_192
LONGEST_HEAD = 65_536
"""Bytes; selections live in addresses."""
SWITCH_SECONDS = 0.001
"""After this long a computing thread lets the others run, so that a cheap request doesn't wait behind it."""
STOP_SECONDS = 3


def serve(application: Application, listener: int) -> None:
    """Serve a WSGI application on an inherited socket until SIGTERM."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _allow_open_files()
    front = Front(application)
    # Not by its number alone: uvicorn would take it for a Unix socket, which has no TCP_NODELAY.
    uvicorn.Server(configuration(front)).run(sockets=[socket.socket(fileno=listener)])
    front.close()
    _end(front)


def configuration(front: Front) -> uvicorn.Config:
    """How uvicorn serves: without a word about itself, and believing no header about who asks."""
    return uvicorn.Config(
        front,
        http=BoundedConnection,
        ws="none",
        lifespan="off",
        log_config=None,  # our own, as for every process
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )


def _allow_open_files() -> None:
    """Ask for as many open files as there may be connections; the usual soft limit is 1,024."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _end(front: Front) -> None:
    """End now if a thread still answers a question that has no reader: Python would wait for it."""
    if front.busy():
        logging.shutdown()
        threading.Timer(1.0, os._exit, args=(0,)).start()
