"""The rows of backups: what the desk, the doctor and the page of backups ask."""

import getpass
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import LONGEST_FAULT, Backup

State = Backup.State


def last_good() -> Backup | None:
    """Return the newest backup that was made and found whole, and is still there."""
    return good().first()


def good() -> models.QuerySet[Backup]:
    """Return the backups that are there, the newest first."""
    return Backup.objects.filter(state=State.GOOD, removed_at=None).order_by("-finished_at", "-id")


def last_tried() -> Backup | None:
    """Return the newest backup that has ended, however it went."""
    return Backup.objects.exclude(state=State.RUNNING).order_by("-started_at", "-id").first()


def last_failed_check() -> Backup | None:
    """Return the backup that was found bad when one was last read back again; None if it was whole."""
    checked = Backup.objects.filter(verified_at__gt=models.F("finished_at")).order_by("-verified_at").first()
    return checked if checked is not None and checked.state == State.FAILED else None


def begin(*, target: str) -> Backup:
    """Note that a backup begins; whatever still seems to run is dead, as only one can."""
    cut_off = _("It was cut off: the program or the machine was stopped.")
    ended = {"state": State.FAILED, "finished_at": timezone.now(), "fault": cut_off}
    Backup.objects.filter(state=State.RUNNING).update(**ended)
    return Backup.objects.create(target=target[:300], made_by=_who())


def fail(row: Backup, *, fault: str) -> None:
    """Note why there is none."""
    row.state, row.finished_at, row.fault = State.FAILED, timezone.now(), fault[:LONGEST_FAULT]
    row.save()


def succeed(row: Backup, *, added: int, **fields: Any) -> None:
    """Note that it is there, and was read back."""
    row.state, row.added = State.GOOD, added
    row.finished_at = row.verified_at = timezone.now()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def note_verified(name: str, *, target: str, fault: str = "") -> None:
    """Note that a backup was read back again, and how that went."""
    rows = Backup.objects.filter(name=name, target=target[:300], removed_at=None)
    if fault:
        rows.update(state=State.FAILED, verified_at=timezone.now(), fault=fault[:LONGEST_FAULT])
    else:
        rows.update(state=State.GOOD, verified_at=timezone.now(), fault="")


def note_removed(names: Iterable[str], *, target: str) -> None:
    """Note that these are no longer there."""
    Backup.objects.filter(name__in=names, target=target[:300], removed_at=None).update(
        removed_at=timezone.now()
    )


def note_there(name: str, *, target: str, made_at: datetime, size: int, files: int) -> None:
    """Note a backup that is there and that this database knows nothing of: it was made later than it."""
    if not Backup.objects.filter(name=name, target=target[:300]).exists():
        Backup.objects.create(
            name=name,
            target=target[:300],
            state=State.GOOD,
            started_at=made_at,
            finished_at=made_at,
            size=size,
            files=files,
        )


def _who() -> str:
    try:
        return getpass.getuser()[:100]
    except (KeyError, OSError):
        # A container may run as a number that has no name.
        return ""
