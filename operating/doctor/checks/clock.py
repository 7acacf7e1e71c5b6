"""Whether the clock is right: it decides what readers see, and who may log in."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from operating.doctor.findings import Asked, Finding, check
from operating.doctor.site import Site
from publishing.models import Event

FAST, FAR = timedelta(seconds=2), timedelta(seconds=30)
IN_A_HEADER = timedelta(seconds=3)
"""A header has no fractions, and an answer takes its time."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""No release of this program is older."""


@check("clock", gettext_lazy("Clock"))
def clock(ask: Asked) -> Iterator[Finding]:
    """Compare the clock with the database server's, with the site's answers and with itself."""
    found = [*_itself(ask), *_database(ask), *_site(ask)]
    yield from found
    if not found:
        yield Finding("good", _("The clock agrees with everything it can be compared with."), code="clock")


def _itself(ask: Asked) -> Iterator[Finding]:
    now = timezone.now()
    if now < EARLIEST:
        yield _wrong(
            _("The clock says %(when)s, before this program was written.") % {"when": now.isoformat()}
        )
    # Both clocks are read at the beginning of a run and now: they go on alike, unless somebody sets one.
    told, went = now - ask.at, timedelta(seconds=time.monotonic() - ask.began)
    if abs(told - went) > FAST:
        yield _wrong(
            _("While this was looked at, the clock was set by %(seconds).0f s.")
            % {"seconds": (told - went).total_seconds()},
        )
    if not ask.known.get("database is away"):
        last = Event.objects.order_by("-pk").values_list("at", flat=True).first()
        if last is not None and last > now + FAR:
            yield _wrong(
                _("The history has an entry of %(when)s, which is still to come.")
                % {"when": last.isoformat()}
            )


def _database(ask: Asked) -> Iterator[Finding]:
    if connection.vendor != "postgresql" or ask.known.get("database is away"):
        return
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    after = timezone.now()
    off = max(before - theirs, theirs - after, timedelta())
    if off > FAST:
        yield _wrong(
            ngettext(
                "This machine’s clock and the database server’s are %(count)d second apart.",
                "This machine’s clock and the database server’s are %(count)d seconds apart.",
                round(off.total_seconds()),
            )
            % {"count": round(off.total_seconds())},
            is_far=off > FAR,
        )


def _site(ask: Asked) -> Iterator[Finding]:
    answer = Site.of(ask).get("/health/")
    date = answer.headers.get("date", "") if answer else ""
    if not answer or not date:
        return
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return
    off = abs(theirs - answer.at)
    if off > IN_A_HEADER + FAST:
        yield _wrong(
            ngettext(
                "The site’s answers bear a time that is %(count)d second off this machine’s.",
                "The site’s answers bear a time that is %(count)d seconds off this machine’s.",
                round(off.total_seconds()),
            )
            % {"count": round(off.total_seconds())},
            is_far=off > FAR,
        )


def _wrong(what: str, *, is_far: bool = True) -> Finding:
    return Finding(
        "error" if is_far else "warning",
        what,
        _("Have the clocks set by the network: timedatectl set-ntp true, on each machine."),
        _("Texts go public, and logins end, by the clock of the machine that answers."),
        code="clock.wrong",
    )
