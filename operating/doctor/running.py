"""Run all checks: whatever one of them meets, the others are still asked."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import Error, connection
from django.utils.translation import gettext as _

from accounts.models import User
from operating.doctor.checks import CHECKS
from operating.doctor.findings import LEVELS, Asked, Check, Finding, Level, Mend

logger = logging.getLogger("newsroom.doctor")


@dataclass(frozen=True)
class Looked:
    """What one check found, and how long it took."""

    check: Check
    findings: Sequence[Finding]
    seconds: float
    mended: Sequence[str] = ()

    @property
    def worst(self) -> Level:
        """Return the worst of what was found and not put right."""
        return max((finding.level for finding in self.findings), key=LEVELS.index, default="good")


def examine(
    ask: Asked,
    *,
    mend: bool = False,
    actor: User | None = None,
    only: Sequence[str] = (),
    checks: Sequence[Check] | None = None,
) -> Iterator[Looked]:
    """Ask each check in turn; with `mend`, put right what can be, and look again."""
    for check in CHECKS if checks is None else checks:
        if (only and check.name not in only) or (ask.quick and not check.is_quick):
            continue
        began = time.monotonic()
        findings = _look(check, ask)
        mended = [_mended(check, finding.mend, actor) for finding in findings if finding.mend] if mend else []
        if mended:
            findings = _look(check, ask)
        yield Looked(check, findings, time.monotonic() - began, mended)


def worst_of(looked: Sequence[Looked]) -> Level:
    """Return the worst level of a run."""
    return max((one.worst for one in looked), key=LEVELS.index, default="good")


def _look(check: Check, ask: Asked) -> list[Finding]:
    if check.needs_database and ask.known.get("database is away"):
        return [_not_looked_at(_("The database cannot be used, so this was not looked at."))]
    try:
        return list(check(ask))
    except Error as problem:
        logger.warning("The check %s ended with the database: %s", check.name, type(problem).__name__)
        connection.close()
        return [_not_looked_at(_("The database did not answer this, so it was not looked at."))]
    except Exception:
        # A fault of one check must not hide what the others find.
        logger.exception("The check %s failed", check.name)
        return [
            Finding(
                "warning",
                _("This could not be looked at: something went wrong in the program."),
                _("Look into the log, which says what."),
                code=f"{check.name}.fault",
            )
        ]


def _mended(check: Check, mend: Mend, actor: User | None) -> str:
    """Put one thing right, or say that it could not be; the others are put right all the same."""
    try:
        return mend(actor)
    except Exception as problem:
        logger.exception("What the check %s found could not be put right", check.name)
        if isinstance(problem, Error):
            connection.close()
        return _("Not this: it could not be put right. The log says why.")


def _not_looked_at(what: str) -> Finding:
    return Finding("warning", what, _("Look again when it does."), code="database.not-looked-at")
