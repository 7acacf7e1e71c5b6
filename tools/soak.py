"""`make soak`: whatever is tried at random tried very often, then load, then sabotage; it takes hours."""

import os
import subprocess
import sys

from tools import environment, sabotage, suite

MEASURED = (
    ("-m", "tools.postgres", "{python}", "-m", "benchmarks.migrating", "--articles", "200000"),
    ("-m", "benchmarks.load", "--long"),
)
"""What is promised of a machine that does nothing else; each ends with 1 where it does not hold."""


def main(arguments: list[str]) -> int:
    """Run the whole suite with the long counts, on both databases; then measure, and break the program."""
    os.environ["SOAK"] = "yes"
    if failed := suite.main(arguments):
        return failed
    del os.environ["SOAK"]
    return measured() or sabotage.main([])


def measured() -> int:
    """Measure what is promised under load and while migrating; return 1 if it does not hold."""
    python = str(environment.PYTHON)
    commands = [[python, *(part.format(python=python) for part in parts)] for parts in MEASURED]
    failed = [command for command in commands if subprocess.run(command, check=False).returncode]
    return int(bool(failed))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
