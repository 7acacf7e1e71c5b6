"""What drafts in a list lack, in a few words each: what a glance finds, and no more.

A list looks at few drafts and reads few words, so that the first page stays quick however much lies on it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from desk.checks import OF_LISTS
from publishing import payloads, richtext
from publishing.admin.writing.found import without
from publishing.bases import WorkingCopy
from publishing.checks import Draft, Finding, Kind, findings
from publishing.links import revisions_of_kind
from publishing.workflow.leaving import leavings_of

MOST_READ = 150_000
"""How many characters of text are read for one page; what comes after is judged by nobody here."""
MOST_NAMED = 4
"""How many kinds of things a line names; the form says the rest."""

COUNTED: dict[str, Any] = {
    Kind.PLACEHOLDER: ngettext_lazy("a placeholder", "%(count)d placeholders", "count"),
    Kind.UNDESCRIBED: ngettext_lazy("a picture not described", "%(count)d pictures not described", "count"),
    Kind.SPEAKER: ngettext_lazy(
        "a quotation without a speaker", "%(count)d quotations without a speaker", "count"
    ),
    Kind.QUOTED: ngettext_lazy(
        "a quotation without a source", "%(count)d quotations without a source", "count"
    ),
    Kind.FIGURES: ngettext_lazy("a figure without a source", "%(count)d figures without a source", "count"),
    Kind.MISSING: ngettext_lazy("a part still to be written", "%(count)d parts still to be written", "count"),
}
"""What can be lacking more than once, with its number."""


@dataclass(frozen=True)
class Judged:
    """What a glance at a draft says: how long it is, and what it lacks."""

    words: int
    lacks: str


def judged(drafts: Sequence[WorkingCopy], *, at: datetime) -> dict[str, Judged]:
    """Return what drafts lack, by their keys: one query a kind, and two at most for the pictures of one.

    The first are looked at first; what is too much to be read is left out.
    """
    rows = {(type(draft), draft.pk): draft for draft in drafts}
    found = dict(_contents(rows))
    answer: dict[str, Judged] = {}
    left = MOST_READ
    for place, draft in rows.items():
        content = found.get(place)
        left -= len(content["body"]) if content else 0
        if content is not None and left >= 0:
            answer[draft.key] = _judge(Draft(draft, content, at))
    return answer


def _contents(rows: dict[Any, WorkingCopy]) -> Iterator[Any]:
    """Yield the content of each draft from its newest saved version, which holds all of it in one row."""
    for model in dict.fromkeys(model for model, _pk in rows):
        own = [pk for kind, pk in rows if kind is model]
        revisions = revisions_of_kind(model).filter(working_copy__in=own, number=F("working_copy__version"))
        for revision in revisions:
            yield (model, revision.working_copy_id), payloads.read(revision)


def _judge(draft: Draft) -> Judged:
    left = {leaving.identity for leaving in leavings_of(draft.row)}
    standing, _dropped = without(findings(draft, OF_LISTS), left)
    return Judged(richtext.count_words(draft.extract.text), in_words(standing))


def in_words(standing: Sequence[Finding]) -> str:
    """Say in a line what is lacking."""
    counts: dict[Kind, int] = {}
    for finding in standing:
        counts[finding.kind] = counts.get(finding.kind, 0) + finding.count
    named = [_counted(kind, count) for kind, count in list(counts.items())[:MOST_NAMED]]
    if len(counts) > MOST_NAMED:
        named.append(_("and more"))
    return str(capfirst(", ".join(named)))


def _counted(kind: Kind, count: int) -> str:
    return str(COUNTED[kind] % {"count": count}) if kind in COUNTED else str(kind.label)
