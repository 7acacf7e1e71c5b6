"""`make test`: the whole suite on SQLite, then on PostgreSQL what a database can change."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import environment
from tools.scratch import folder_in_memory

NOTHING_COLLECTED = 5
# The tests of a module stay together, so that what they share is made once; the order is ours.
OPTIONS = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "10")

# Hundreds of processes are started: where each compiles the program anew, a third of their time goes there.
COMPILE_ANEW = "PYTHONDONTWRITEBYTECODE"


def main(arguments: list[str]) -> int:
    """Run the suite on both databases; SQLite first, and PostgreSQL only when that passed.

    So the last line is always the closing line of pytest that decides.
    """
    environment.install(environment.TESTING)
    os.chdir(environment.ROOT)
    python = str(environment.PYTHON)
    pytest = [python, "-m", "pytest", *OPTIONS, *arguments]
    memory = folder_in_memory()
    # Its name is short, as the path of a socket may be.
    with tempfile.TemporaryDirectory(prefix="newsroom-", dir=memory, ignore_cleanup_errors=True) as folder:
        # Where root runs this, some servers are started as somebody else, who has to get to their own.
        Path(folder).chmod(0o711)
        print("The tests on SQLite:", flush=True)
        on_sqlite = _run(pytest, folder, without="TEST_DATABASE_URL")
        if on_sqlite not in (0, NOTHING_COLLECTED):
            return on_sqlite
        print("The tests on PostgreSQL:", flush=True)
        on_postgresql = _run([python, "-m", "tools.postgres", *pytest], folder)
    # Where nothing chosen needs a database, or only a browser, nothing is left for here.
    return on_sqlite if on_postgresql == NOTHING_COLLECTED else on_postgresql


def _run(command: list[str], folder: str, without: str = "") -> int:
    variables = {name: value for name, value in os.environ.items() if name not in (without, COMPILE_ANEW)}
    variables |= {"TEST_RUN_DIR": folder, "TMPDIR": folder}
    return subprocess.run(command, env=variables, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
