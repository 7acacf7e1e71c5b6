"""Asking one check, and what it says by the names that programs know."""

from operating.doctor.findings import Asked, Check, Finding, Level
from operating.doctor.running import examine


def ask(check: Check, asked: Asked | None = None) -> list[Finding]:
    """Return what a check finds, by the way a run asks it."""
    (one,) = examine(asked or Asked(), checks=[check])
    return list(one.findings)


def levels(check: Check, asked: Asked | None = None) -> dict[str, Level]:
    """Return how bad each thing is that a check finds."""
    return {finding.code: finding.level for finding in ask(check, asked)}


def bad(check: Check, asked: Asked | None = None) -> dict[str, Level]:
    """Return the same of what is not good."""
    return {code: level for code, level in levels(check, asked).items() if level != "good"}


def mend(check: Check) -> list[str]:
    """Have a check put right what it can, and return what it says it did."""
    (one,) = examine(Asked(), checks=[check], mend=True)
    return list(one.mended)
