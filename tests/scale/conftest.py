"""A Slurm cluster of one node, and Snakemake: what the shards are run by."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEQUENCE = b"M" + b"ACDEFGHIKLNPQRSTVY" * 6 + b"W"
CONFIGURATION = """
ClusterName=batchprot
SlurmctldHost={host}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort={controller}
SlurmdPort={daemon}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmdTimeout=20
MinJobAge=300
JobRequeue=1
SchedulerParameters=requeue_delay=1
NodeName={host} CPUs={cores} RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    """Some seconds of work."""
    path = tmp_path / "many.fasta"
    path.write_bytes(b"".join(b">r%d of many\n%s\n" % (n, SEQUENCE[n % 60 :]) for n in range(60_000)))
    return path


@pytest.fixture(scope="session")
def snakemake() -> str:
    """The command, which has an environment of its own: `make test-scale` makes it."""
    command = os.environ.get("SNAKEMAKE") or shutil.which("snakemake")
    if not command:
        pytest.skip("Snakemake isn't installed")
    return command


@pytest.fixture
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which sbatch and squeue find a running cluster of this machine alone."""
    if not all(map(shutil.which, ("slurmctld", "slurmd", "munged", "mungekey", "sbatch"))) or os.geteuid() != 0:
        pytest.skip("needs Debian's slurmctld, slurmd and munge, and root to start them")
    folder = tmp_path_factory.mktemp("slurm")
    for name in ("state", "spool"):
        (folder / name).mkdir()
    key = folder / "munge.key"
    subprocess.run(["mungekey", "--create", "--keyfile", str(key)], check=True)
    options = {"host": socket.gethostname(), "folder": folder, "cores": os.cpu_count()}
    text = CONFIGURATION.format(**options, controller=_free_port(), daemon=_free_port())
    (folder / "slurm.conf").write_text(text)
    environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf"), "BATCHPROT": f"{sys.executable} -m cli"}
    files = (f"--{name}-file={folder}/munge.{name}" for name in ("log", "pid", "seed"))
    commands = (
        ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={folder}/munge.socket", *files],
        ["slurmctld", "-D"],
        ["slurmd", "-D", "-N", socket.gethostname()],
    )
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            log = (folder / f"{command[0]}.out").open("wb")
            processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
            log.close()
            if command[0] == "munged":
                _wait((folder / "munge.socket").exists, "munged", folder)
        _wait(lambda: "idle" in _sinfo(environment), "the node", folder)
        yield environment
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _sinfo(environment: dict[str, str]) -> str:
    found = subprocess.run(["sinfo", "-h", "-o", "%T"], env=environment, capture_output=True, text=True, check=False)
    return found.stdout


def _wait(ready, what: str, folder: Path, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            logs = "\n".join(f"{path.name}: {path.read_text()[-1500:]}" for path in folder.glob("*.[lo][ou]*"))
            raise AssertionError(f"{what} isn't there.\n{logs}")
        time.sleep(0.2)
