"""One local service in its own process: `python -m cli.serve worker|runner|web`, started by the supervisor.

Its settings come from the environment that cli/up.py sets. The sockets are inherited: the port was reserved before
anything started, and it survives a restart. In a container there is no supervisor, and
BATCHPROT_LISTEN says where to listen.
"""

import os
import signal
import socket
import sys
import threading

from runtime import logs

GRACE_SECONDS = 8.0


def main() -> None:
    """Run the service named on the command line until SIGTERM or until the supervisor is gone."""
    if "BATCHPROT_LIFELINE" in os.environ:
        _hold_lifeline(int(os.environ["BATCHPROT_LIFELINE"]))
    logs.configure(as_json=os.environ.get("BATCHPROT_STAGE") == "production", stream=sys.stderr)
    services = {"worker": _serve_worker, "runner": _serve_runner, "web": _serve_web}
    services[sys.argv[1].split("-")[0]]()


def _hold_lifeline(descriptor: int) -> None:
    """End this process when the supervisor's end of the pipe closes."""

    def wait() -> None:
        os.read(descriptor, 1)  # returns only at the end of the file
        timer = threading.Timer(GRACE_SECONDS, os._exit, args=(1,))
        timer.daemon = True
        timer.start()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def _listener(inherited: str) -> int:
    """The socket that the supervisor reserved; in a container one of our own, at the address BATCHPROT_LISTEN."""
    if inherited in os.environ:
        return int(os.environ[inherited])
    host, _, port = os.environ["BATCHPROT_LISTEN"].rpartition(":")
    return socket.create_server((host, int(port)), backlog=512).detach()


def _serve_worker() -> None:
    import uvicorn

    # The thread of a small request waits for the interpreter a few times: half a millisecond each, not five.
    sys.setswitchinterval(0.0005)
    uvicorn.run(
        "worker.app:create_app",
        factory=True,
        fd=_listener("BATCHPROT_WORKER_SOCKET"),
        log_config=None,  # our own, as for every process
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )


def _serve_runner() -> None:
    from jobs.runners.local import main as run_runner

    run_runner()


def _serve_web() -> None:
    from dashboard.local import create_application
    from dashboard.serving.server import serve

    serve(create_application(os.environ), _listener("BATCHPROT_WEB_SOCKET"))


if __name__ == "__main__":
    main()
