"""From the time on a wall clock to one moment: times that do not exist or exist twice are refused."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

NO_OFFSET = timedelta()


class ImpossibleTime(ValueError):
    """What was written is no one moment; the message is a sentence for whoever wrote it."""


def moment_of(local: datetime, *, zone: tzinfo) -> datetime:
    """Return the one moment at which clocks in the zone show this time."""
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    shown = {"time": f"{local:%Y-%m-%d %H:%M}", "zone": str(zone)}
    before, after = early.utcoffset() or NO_OFFSET, late.utcoffset() or NO_OFFSET
    if before == after:
        return early
    if before > after:
        raise ImpossibleTime(
            _("%(time)s comes twice in %(zone)s, because clocks go back then. Choose another time.") % shown
        )
    raise ImpossibleTime(
        _("%(time)s does not exist in %(zone)s, because clocks go forward then. Choose another time.") % shown
    )


def first_moment_of(day: date, *, zone: tzinfo) -> datetime:
    """Return when a day begins in the zone: not always at midnight, which may never come, or come twice."""
    midnight = datetime.combine(day, time.min, tzinfo=zone)
    first, second = midnight.utcoffset() or NO_OFFSET, midnight.replace(fold=1).utcoffset() or NO_OFFSET
    if first >= second:
        return midnight
    # Clocks go forward over it: of the seconds around, the first that belongs to the day.
    earliest = midnight.replace(fold=1).astimezone(UTC)
    around = range(int((second - first).total_seconds()) + 1)
    found = bisect_left(around, day, key=lambda s: (earliest + timedelta(seconds=s)).astimezone(zone).date())
    began = (earliest + timedelta(seconds=found)).astimezone(zone)
    if began.date() != day:
        shown = {"day": day.isoformat(), "zone": str(zone)}
        raise ImpossibleTime(_("%(day)s does not exist in %(zone)s. Choose another day.") % shown)
    return began


def end_of_day(at: datetime) -> datetime:
    """Return when the next day begins in the zone times are shown in; one that zone leaves out is none."""
    zone = timezone.get_current_timezone()
    day = timezone.localdate(at, zone)
    for days in (1, 2):
        try:
            return first_moment_of(day + timedelta(days=days), zone=zone)
        except ImpossibleTime:
            continue
    return at + timedelta(days=1)


def moment_from_text(text: str, *, zone: tzinfo) -> datetime:
    """Read a date (its first minute) or a date with a time, in the zone unless it names its own."""
    try:
        moment = parse_datetime(text.strip())
        day = parse_date(text.strip()) if moment is None or len(text.strip()) <= 10 else None
    except ValueError as error:
        raise ImpossibleTime(_("“%(text)s” is no date in the calendar.") % {"text": text}) from error
    if day is not None:
        return first_moment_of(day, zone=zone)
    if moment is None:
        raise ImpossibleTime(
            _("“%(text)s” is not a date. Write it like 2025-01-27, or with a time like 2025-01-27T09:30.")
            % {"text": text}
        )
    return moment if moment.tzinfo else moment_of(moment, zone=zone)
