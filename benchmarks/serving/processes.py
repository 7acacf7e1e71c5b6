"""Start a server on a free port of this machine, wait until it answers, stop it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

WORKERS = 2
FOLDER = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def granian(application: str, port: int, *, python: str = sys.executable, threads: int = 2) -> list[str]:
    """Return how a WSGI program is served, all of them alike."""
    options = ["--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "warning"]
    sizes = ["--workers", str(WORKERS), "--blocking-threads", str(threads), "--port", str(port)]
    return [python, "-m", "granian", *options, *sizes, "--host", "127.0.0.1", application]


@contextmanager
def running(
    command: Sequence[str], port: int, *, variables: Mapping[str, str] | None = None, cwd: Path = FOLDER
) -> Iterator[int]:
    """Run a server while the block runs; give its process number."""
    environment = os.environ | dict(variables or {})
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=cwd,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"This server did not start: {' '.join(process.args)}")  # type: ignore[arg-type]


def memory_mib(pid: int) -> float | None:
    """Return the memory of a process and all its children, shared pages counted once (Linux only)."""
    total = 0
    for each in (pid, *_children(pid)):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            return None
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def installed(program: str) -> str | None:
    """Return where a program is, also where only an administrator's path leads."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
