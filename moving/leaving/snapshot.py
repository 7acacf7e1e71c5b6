"""One view of the whole database while others write: what is read in it is of one moment."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from .faults import CannotLeave

_AS_OF_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def one_view(folder: Path) -> Iterator[None]:
    """Have everything read in this block be of one moment, and nobody who writes wait until it has ended.

    A folder of one's own is needed where that takes a copy.
    """
    if connection.in_atomic_block:
        # Whoever has begun a transaction already sees what that one sees.
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_AS_OF_ONE_MOMENT)
            # The view is of the moment of the first question.
            cursor.execute("SELECT 1")
            yield
    else:
        with _reading_a_copy(folder / "database"):
            yield


@contextmanager
def _reading_a_copy(place: Path) -> Iterator[None]:
    """Read from a copy: without a log written ahead, a long read would hold up everybody who saves."""
    place.unlink(missing_ok=True)
    place.touch(mode=0o600)
    live: Any = connection
    live.ensure_connection()
    _copy(str(live.settings_dict["NAME"]), str(place))
    own = live.connection
    live.connection = live.get_new_connection(live.get_connection_params() | {"database": str(place)})
    try:
        yield
    finally:
        live.connection.close()
        live.connection = own
        place.unlink()


def _copy(name: str, place: str) -> None:
    try:
        with closing(sqlite3.connect(name)) as database, closing(sqlite3.connect(place)) as copy:
            database.backup(copy)
    except sqlite3.Error as error:
        raise CannotLeave(
            _("Nothing was exported: the database cannot be copied (%(reason)s).") % {"reason": error}
        ) from error
