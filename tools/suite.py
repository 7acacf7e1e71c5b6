"""`make test`: the whole suite on SQLite, then on PostgreSQL."""

import os
import subprocess
import sys

from tools import environment

NOTHING_COLLECTED = 5


def main(arguments: list[str]) -> int:
    """Run the suite on both databases; SQLite first, and PostgreSQL only when that passed.

    So the last line is always the closing line of pytest that decides.
    """
    environment.install(environment.TESTING)
    os.chdir(environment.ROOT)
    python = str(environment.PYTHON)
    print("The tests on SQLite:", flush=True)
    on_sqlite = _run([python, "-m", "pytest", "-n", "2", *arguments], without="TEST_DATABASE_URL")
    if on_sqlite not in (0, NOTHING_COLLECTED):
        return on_sqlite
    print("The tests on PostgreSQL:", flush=True)
    on_postgresql = _run([python, "-m", "tools.postgres", python, "-m", "pytest", "-n", "2", *arguments])
    # Browser tests run on SQLite only, so a choice of nothing else leaves nothing here.
    return on_sqlite if on_postgresql == NOTHING_COLLECTED else on_postgresql


def _run(command: list[str], without: str = "") -> int:
    variables = {name: value for name, value in os.environ.items() if name != without}
    return subprocess.run(command, env=variables, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
