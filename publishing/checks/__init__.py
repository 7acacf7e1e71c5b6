"""What a second pair of eyes would say of a text: one small function for each thing it looks for.

A check takes a `Draft` and yields what it finds. Each app has those of what it holds in its own `checks`;
`desk.checks` names them all in one tuple.
"""

from publishing.checks.blocking import Missing, blocking
from publishing.checks.draft import Draft, Passage, Place
from publishing.checks.findings import Check, Finding, Remedy, findings
from publishing.checks.kinds import Kind
from publishing.checks.reasons import Left, Reason, SetsReasons, left_in_words, reasons_to_choose

__all__ = [
    "Check",
    "Draft",
    "Finding",
    "Kind",
    "Left",
    "Missing",
    "Passage",
    "Place",
    "Reason",
    "Remedy",
    "SetsReasons",
    "blocking",
    "findings",
    "left_in_words",
    "reasons_to_choose",
]
