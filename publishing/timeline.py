"""When each edition of one working copy is live: a pure function of what was intended.

Editions store intents, each written once. Everything a reader's query filters on
(`live_from`, `live_until`, `published_at`, `updated_at`) is derived here and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

OPEN_END = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of what has no end; year 9999 overflows in zones east of UTC."""

NOT_YET = datetime(1900, 1, 1, tzinfo=UTC)
"""The end of what never began."""

TICK = timedelta(microseconds=1)


class Change(models.TextChoices):
    """What an edition changes for a reader who saw the one before."""

    FIRST = "first", _("First publication")
    MINOR = "minor", _("Small fix, no note")
    UPDATE = "update", _("Update")
    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction")
    RETRACTION = "retraction", _("Retraction")

    @property
    def is_significant(self) -> bool:
        """Tell whether readers are told of it with a date."""
        return self not in (Change.FIRST, Change.MINOR)


NOTED_CHANGES = [change for change in Change if change.is_significant]


class Intent(Protocol):
    """What an edition says about its own time; all moments are aware datetimes."""

    number: int
    starts_at: datetime
    expires_at: datetime | None
    withdrawn_at: datetime | None
    cancelled_at: datetime | None
    backdated_to: datetime | None
    change: str


@dataclass(frozen=True, slots=True)
class Span:
    """The derived times of one edition; empty when `live_from == live_until`."""

    live_from: datetime
    live_until: datetime
    published_at: datetime
    updated_at: datetime

    @property
    def is_empty(self) -> bool:
        return self.live_from == self.live_until


class Seen(Protocol):
    """An edition that is over, and the dates those after it go on from."""

    published_at: datetime
    updated_at: datetime


def timeline(intents: Iterable[Intent], *, before: Seen | None = None) -> dict[int, Span]:
    """Return each edition's span by its number; `before` is the last that readers saw of those left out.

    An edition ends at the earliest of its expiry, its withdrawal and the next start.
    A cancelled edition is empty and counts for nothing.
    """
    ordered = sorted(intents, key=lambda intent: (intent.starts_at, intent.number))
    standing = [intent for intent in ordered if intent.cancelled_at is None]
    spans = {intent.number: _empty(intent) for intent in ordered if intent.cancelled_at is not None}
    published_at = before.published_at if before else None
    updated_at = before.updated_at if before else None
    for position, intent in enumerate(standing):
        following = standing[position + 1].starts_at if position + 1 < len(standing) else OPEN_END
        end = min(following, intent.expires_at or OPEN_END, intent.withdrawn_at or OPEN_END)
        end = max(end, intent.starts_at)
        stated = min(intent.backdated_to or intent.starts_at, intent.starts_at)
        first = stated if published_at is None else min(published_at, stated)
        latest = first if updated_at in (None, published_at) else updated_at
        if Change(intent.change).is_significant:
            latest = intent.starts_at
        spans[intent.number] = Span(intent.starts_at, end, first, latest)
        if end > intent.starts_at:
            published_at, updated_at = first, latest
    return spans


def _empty(intent: Intent) -> Span:
    return Span(intent.starts_at, intent.starts_at, intent.starts_at, intent.starts_at)
