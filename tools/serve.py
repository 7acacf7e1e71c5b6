"""Bring the data up to date and serve, with what is installed already."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress

from tools import local_env
from tools.alone import alone

# Two processes for two cores; one that failed is started again.
SERVER = (
    *("--interface", "wsgi", "--http", "1", "--no-ws", "--respawn-failed-workers"),
    *("--workers-kill-timeout", "30", "--log-level", "warning"),
    # Whoever has not asked by then never will, be it the first time or the next on the same connection.
    *("--http1-header-read-timeout", "10000"),
)
WORKERS = 2
FEWEST_THREADS, MOST_THREADS = 2, 999
# An idle connection costs a file and little memory. What the server calls backpressure is how many
# connections it takes at all: each process as many as the system gives it files for, some left for itself.
MOST_CONNECTIONS = 4096
OWN_FILES = 200
# What is freed goes back to the system, and threads keep no stock of their own (glibc reads these).
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
# A worker told to stop finishes what it is at, for so many seconds; one that failed is started again.
WORKER_ENDS_IN = 5
WORKER_ANEW_AFTER = 3


def address() -> tuple[str, int]:
    """Return the host and the port to listen on."""
    port = local_env.variable("PORT", "8000")
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        sys.exit(f"PORT is “{port}”: it must be a whole number from 1 to 65535.")
    return local_env.variable("HOST", "127.0.0.1"), int(port)


def threads() -> int:
    """Return how many requests each process answers at a time; one alone a slow upload could hold."""
    given = local_env.variable("THREADS", "4")
    if not (given.isascii() and given.isdigit() and FEWEST_THREADS <= int(given) <= MOST_THREADS):
        sys.exit(f"THREADS is “{given}”: it must be a whole number from {FEWEST_THREADS} to {MOST_THREADS}.")
    return int(given)


def connections() -> int:
    """Let the server open as many files as the system allows; return how many may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # Some systems name no limit and have one all the same.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    free = MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else soft - OWN_FILES
    return max(OWN_FILES, min(MOST_CONNECTIONS, free))


def command(python: str, *, host: str, port: int, workers: int = WORKERS) -> list[str]:
    """Return how the server is started."""
    numbers = {"workers": workers, "blocking-threads": threads(), "backpressure": connections(), "port": port}
    options = [part for name, number in numbers.items() for part in (f"--{name}", str(number))]
    return [python, "-m", "tools.server", *SERVER, *options, "--host", host, "newsroom.wsgi:application"]


def is_handed() -> bool:
    """Tell whether whoever started this process has handed it a socket that listens."""
    return os.environ.get("LISTEN_PID") == str(os.getpid()) and os.environ.get("LISTEN_FDS") == "1"


def check_address(host: str, port: int) -> None:
    """Stop with a sentence if the address cannot be listened on."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], socket.SOCK_STREAM) as listener:
            # Else a server stopped a moment ago would still seem to be there.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(found[4])
    except socket.gaierror:
        sys.exit(f"HOST is “{host}”, which is no address of this machine: leave it out to use 127.0.0.1.")
    except OSError as problem:
        sys.exit(_sentence(host, port, problem))


def _sentence(host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: choose another one, such as “make run PORT=9001”."
    if problem.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} needs more rights than you have: choose one above 1023, such as 8000."
    return f"Newsroom cannot listen on {host} port {port}: {problem.strerror}."


def main(python: str) -> int:
    """Check, prepare and serve until told to stop; return the server's exit status."""
    host, port = address()
    check_address(host, port)
    local_env.ensure()
    _keep(port)
    os.chdir(local_env.ROOT)
    # Told to both, so that another site served from this folder later does not change this one's links.
    variables = os.environ | {"PORT": str(port)}
    with alone(local_env.data_dir() / ".starting"):
        # Whoever was waited for may have taken it.
        check_address(host, port)
        if subprocess.run(
            [python, "manage.py", "prepare", "--serving"], env=variables, check=False
        ).returncode:
            return 1
    # Ctrl-C reaches every process of a terminal, and a worker that is told twice to stop (by the terminal and
    # by the server) can hang. So the server has a session of its own, and is told once.
    server = subprocess.Popen(
        command(python, host=host, port=port), env=MEMORY | variables, start_new_session=True
    )
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda _signal, _frame: server.terminate())
    ended = threading.Event()
    background = threading.Thread(target=_work, args=[python, variables, ended])
    background.start()
    try:
        return server.wait()
    finally:
        ended.set()
        background.join()


def _work(python: str, variables: Mapping[str, str], ended: threading.Event) -> None:
    """Have a worker do what waits while the site is served, started again if it ends."""
    command = [python, "manage.py", "worker", "--with-parent"]
    while not ended.is_set():
        worker = subprocess.Popen(command, env=variables, start_new_session=True)
        while worker.poll() is None and not ended.wait(0.2):
            pass
        if worker.poll() is None:
            worker.terminate()
            try:
                worker.wait(timeout=WORKER_ENDS_IN)
            except subprocess.TimeoutExpired:
                # What it was at is taken up again when the site is served next.
                worker.kill()
                worker.wait()
        else:
            ended.wait(WORKER_ANEW_AFTER)


def _keep(port: int) -> None:
    """Note the port for commands run later, which print links to the site."""
    path = local_env.data_dir() / "served-port"
    try:
        path.write_text(f"{port}\n", encoding="utf-8")
    except OSError as problem:
        sys.exit(
            f"Newsroom cannot write to {path} ({problem.strerror}): make that file writable, or delete it."
        )


if __name__ == "__main__":
    sys.exit(main(sys.executable))
