"""One migrated database a run: whoever needs it first makes it, and everybody works on a copy."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from filelock import FileLock
from psycopg import sql

from tests.environment import ON_POSTGRESQL, RUN_DIR

VENDOR = "postgresql" if ON_POSTGRESQL else "sqlite"


@contextmanager
def first_in_the_run(what: str) -> Iterator[bool]:
    """Tell whether something is still to be made; whoever comes meanwhile waits until it is."""
    RUN_DIR.mkdir(exist_ok=True)
    done = RUN_DIR / f"{what}.made"
    with FileLock(f"{done}.lock"):
        yield not done.exists()
        done.touch()


def migrated() -> str:
    """Return the place of the migrated database, made by the first process that asks."""
    place = place_of("migrated")
    with first_in_the_run(f"migrated-{VENDOR}") as is_first:
        if is_first:
            if ON_POSTGRESQL:
                make_database(place)
            use(place)
            call_command("migrate", interactive=False, verbosity=0)
            connection.close()
    return place


def use(place: str) -> None:
    """Have this process's connection lead there."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = place


def renew(place: str) -> None:
    """Put a fresh copy of the migrated database into a place this process uses."""
    copied_from = migrated()
    use(place)
    copy_database(copied_from, place)


def drop_shared() -> None:
    """Take away what the processes of this run have copied from."""
    for what in ("migrated", "site"):
        if (RUN_DIR / f"{what}-{VENDOR}.made").exists():
            drop_database(place_of(what))


def place_of(what: str) -> str:
    """Return where a database that all processes share is: the file, or the name on the server."""
    return f"newsroom_{what}" if ON_POSTGRESQL else str(RUN_DIR / f"{what}.sqlite3")


def url_of(place: str) -> str:
    """Return the DATABASE_URL of a database."""
    if not ON_POSTGRESQL:
        return f"sqlite:///{quote(place)}"
    parts = urlsplit(os.environ["TEST_DATABASE_URL"])
    return f"{parts.scheme}://{parts.netloc}/{place}?{parts.query}"


def copy_database(source: str, place: str) -> None:
    """Copy a database that nobody is connected to over whatever is in that place."""
    if ON_POSTGRESQL:
        make_database(place, template=source)
    else:
        drop_database(place)
        shutil.copy(source, place)


def make_database(name: str, *, template: str = "") -> str:
    """Make an empty PostgreSQL database, or a copy of another; return its URL."""
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    drop_database(name)
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)
    return url_of(name)


def drop_database(place: str) -> None:
    """Take a database away; on a server, with whoever still uses it."""
    if not ON_POSTGRESQL:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(place + ending).unlink(missing_ok=True)
        return
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(place)))
