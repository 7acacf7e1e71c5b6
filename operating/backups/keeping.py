"""How many backups are kept: the last of so many days, weeks, months and years."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from .faults import BackupError

SPAN_OF: dict[str, Callable[[datetime], object]] = {
    "d": lambda at: at.date(),
    "w": lambda at: at.isocalendar()[:2],
    "m": lambda at: (at.year, at.month),
    "y": lambda at: at.year,
}
EVERYTHING = "all"
LATELY = timedelta(days=1)
"""What was made in the last day stays in any case, such as the one before an upgrade."""


def rule_of(written: str) -> dict[str, int] | None:
    """Read a rule such as `7d 4w 12m`; None for one that keeps everything."""
    if written.strip() == EVERYTHING:
        return None
    rule: dict[str, int] = {}
    for part in written.split():
        found = re.fullmatch(r"([0-9]{1,4})([dwmy])", part)
        if found is None or found[2] in rule:
            rule = {}
            break
        rule[found[2]] = int(found[1])
    if not any(rule.values()):
        raise BackupError(
            _(
                "BACKUP_KEEP is “%(rule)s”: write it as 7d 4w 12m, for the last backup of each of seven "
                "days, four weeks and twelve months, or as “all”."
            )
            % {"rule": written}
        )
    return rule


def kept(made: Iterable[tuple[str, datetime]], rule: dict[str, int] | None) -> set[str]:
    """Return the names of those that stay; the newest always does."""
    newest_first = sorted(made, key=lambda one: (one[1], one[0]), reverse=True)
    if rule is None:
        return {name for name, _at in newest_first}
    staying = {name for name, at in newest_first if newest_first[0][1] - at < LATELY}
    for unit, count in rule.items():
        spans: dict[object, str] = {}
        for name, at in newest_first:
            spans.setdefault(SPAN_OF[unit](at), name)
        staying.update(list(spans.values())[:count])
    return staying
