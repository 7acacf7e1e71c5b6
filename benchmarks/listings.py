"""`make bench`: how listings do in a large archive, on SQLite and on PostgreSQL (see measuring.py)."""

import os
import subprocess
import sys
import tempfile

from tools import environment

MEASURE = [str(environment.PYTHON), "-m", "benchmarks.measuring"]
ON_POSTGRESQL = [str(environment.PYTHON), "-m", "tools.postgres", *MEASURE]


def main() -> int:
    """Measure on both, each in a process and a database of its own."""
    environment.install(environment.TESTING)
    os.chdir(environment.ROOT)
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        variables = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
            "NEWSROOM_DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/newsroom.sqlite3",
        }
        without_server = {name: value for name, value in variables.items() if name != "TEST_DATABASE_URL"}
        results = [
            subprocess.run(MEASURE, env=without_server, check=False).returncode,
            subprocess.run(ON_POSTGRESQL, env=variables, check=False).returncode,
        ]
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
