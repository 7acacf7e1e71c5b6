"""Which of several PostgreSQL servers is the true one: each promotion of a replica begins a new timeline.

What was written last may not have come to the replica. So after a promotion nothing that was kept before
is believed, and a server of an earlier timeline, which does not know that it was replaced, is never asked.
"""

import logging
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError, connection

logger = logging.getLogger(__name__)

PROMOTED = "another database server was promoted"
"""What happens then, for kinds of jobs that are due after it."""
ASKED = "SELECT system_identifier::text, pg_walfile_name(pg_current_wal_lsn()) FROM pg_control_system()"


def path() -> Path:
    """Return the file that keeps the newest timeline this machine has seen."""
    return Path(settings.DATA_DIR) / "changes.timeline"


def timeline_of(cursor: Any) -> tuple[str, int] | None:
    """Return which data a server has, and the number of its timeline; None where none is told."""
    try:
        cursor.execute(ASKED)
        identifier, segment = cursor.fetchone()
    except OperationalError:
        raise
    except Error:
        # Not every service that speaks PostgreSQL tells.
        return None
    return identifier, int(segment[:8], 16)


def seen() -> tuple[str, int] | None:
    """Return the newest timeline seen by this machine."""
    try:
        identifier, number = path().read_text(encoding="ascii").split()
        return identifier, int(number)
    except (OSError, ValueError):
        return None


def note(timeline: tuple[str, int]) -> None:
    """Keep the newest timeline, as a whole or not at all."""
    aside = path().with_name(f"changes.timeline.{os.getpid()}.new")
    aside.write_text(f"{timeline[0]} {timeline[1]}\n", encoding="ascii")
    aside.replace(path())


def refuse_replaced(**connected: Any) -> None:
    """Close a new connection to a server that was replaced: it would be a second one to write to."""
    opened = connected["connection"]
    if opened.vendor != "postgresql" or "," not in str(opened.settings_dict["HOST"]):
        return
    newest = seen()
    with opened.cursor() as cursor:
        found = timeline_of(cursor)
    if newest and found and found[0] == newest[0] and found[1] < newest[1]:
        place = f"{opened.connection.info.host}:{opened.connection.info.port}"
        opened.close()
        logger.error(
            "The database at %s was replaced (timeline %s, the newest is %s): stop it, make it a replica.",
            place,
            found[1],
            newest[1],
        )
        raise OperationalError("A database that was replaced by its replica is running.")


def is_another() -> bool:
    """Tell whether a replica was promoted since this was asked last on this machine, and keep that."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        found = timeline_of(cursor)
    if found is None or found == (newest := seen()):
        return False
    note(found)
    return newest is not None
