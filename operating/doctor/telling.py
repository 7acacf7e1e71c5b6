"""What a run found, as text for people and as JSON for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from operating.doctor.findings import LEVELS, Asked, Finding, Level
from operating.doctor.running import Looked, worst_of

FORMAT = 1
"""Raised when what programs read changes its meaning; new names may come without that."""


def level_in_words(level: Level) -> str:
    """Return a level as people read it."""
    return {
        "good": pgettext("finding", "Good"),
        "notice": pgettext("finding", "Notice"),
        "warning": pgettext("finding", "Warning"),
        "error": pgettext("finding", "Error"),
    }[level]


def as_text(looked: Looked, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines on one check; what is good takes one line, unless all of it is wanted."""
    bad = [finding for finding in looked.findings if finding.level != "good"]
    shown = looked.findings if everything else bad
    if not looked.findings and not looked.mended:
        return
    if not shown and not looked.mended:
        yield f"{level_in_words('good')}: {looked.check.words}"
        return
    yield f"{level_in_words(looked.worst)}: {looked.check.words}"
    for said in looked.mended:
        yield "  " + _("Put right: %(said)s") % {"said": said}
    for finding in shown:
        yield f"  {level_in_words(finding.level)}: {finding.what}"
        if finding.why:
            yield f"    {finding.why}"
        if finding.how_to_mend:
            yield f"    → {finding.how_to_mend}"
        if finding.mend:
            by_itself = _("“manage.py doctor --mend” puts it right.")
            yield f"    → {by_itself}"


def as_data(looked: Sequence[Looked], ask: Asked) -> dict[str, Any]:
    """Return a run as programs read it."""
    levels = [finding.level for one in looked for finding in one.findings]
    return {
        "format": FORMAT,
        "at": ask.at.isoformat(),
        "all": ask.all,
        "worst": worst_of(looked),
        "counts": {level: levels.count(level) for level in LEVELS},
        "checks": [
            {
                "check": one.check.name,
                "words": str(one.check.words),
                "worst": one.worst,
                "seconds": round(one.seconds, 3),
                "mended": list(one.mended),
                "findings": [_finding(one.check.name, finding) for finding in one.findings],
            }
            for one in looked
        ],
    }


def _finding(name: str, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code or name,
        "level": finding.level,
        "what": finding.what,
        "why": finding.why,
        "how_to_mend": finding.how_to_mend,
        "can_mend": finding.mend is not None,
    }
