"""`python -m benchmarks.counting`: what counting for METRICS costs an answer that was finished before.

The way through the program is gone without a server, in a process each with figures and without, in turn.
CPU time of the thread that answers, and of the whole process, which also writes the log and adds up.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

ANSWERS, ROUNDS, TURNS = 20_000, 7, 2
ADDRESS = "127.0.0.1:19177"
ASKED = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/",
    "QUERY_STRING": "",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_HOST": "127.0.0.1:8000",
    "HTTP_ACCEPT_ENCODING": "gzip",
    "REMOTE_ADDR": "127.0.0.1",
    "wsgi.url_scheme": "http",
    "wsgi.input": io.BytesIO(),
    "wsgi.errors": sys.stderr,
}


def measure() -> None:
    """Print the least of all rounds: microseconds of the thread and of the process, an answer."""
    from newsroom.wsgi import application

    said: list[str] = []
    for _time in range(2):
        application(dict(ASKED), lambda status, _headers: said.append(status))
    if said != ["200 OK"] * 2:
        sys.exit(f"The front page was not answered: {said}")
    rounds = []
    for _round in range(ROUNDS):
        process, thread = time.process_time(), time.thread_time()
        for _answer in range(ANSWERS):
            application(dict(ASKED), lambda _status, _headers: None)
        thread = time.thread_time() - thread
        # What is written and added up comes a little later.
        time.sleep(0.5)
        rounds.append((thread / ANSWERS * 1e6, (time.process_time() - process) / ANSWERS * 1e6))
    print(min(each[0] for each in rounds), min(each[1] for each in rounds), file=sys.stderr)


@contextmanager
def a_site() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="newsroom-counting-") as folder:
        variables = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_DATA_DIR": folder,
            "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
            "DEMO": "no",
        }
        command = [sys.executable, "manage.py", "prepare"]
        subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)
        yield variables


def main() -> int:
    """Measure in turn, and print both."""
    found: dict[str, list[tuple[float, float]]] = {"without figures": [], "with figures": []}
    with a_site() as variables:
        for _turn in range(TURNS):
            for name, of in found.items():
                own = {"METRICS": ADDRESS} if name == "with figures" else {}
                command = [sys.executable, "-m", "benchmarks.counting", "measure"]
                done = subprocess.run(
                    command,
                    env=variables | own,
                    check=True,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                thread, process = done.stderr.split()[-2:]
                of.append((float(thread), float(process)))
    print(f"{'CPU an answer, µs':<20}{'thread':>8}{'process':>9}")
    for name, of in found.items():
        print(f"{name:<20}{min(each[0] for each in of):>8.2f}{min(each[1] for each in of):>9.2f}")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        measure()
        # The thread that tells the figures ends with the process.
        sys.stderr.flush()
        os._exit(0)
    sys.exit(main())
