"""What others made of a draft since somebody looked: who, when, how many words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from publishing import payloads, richtext
from publishing.bases import Payload, RevisionBase, RevisionKind, WorkingCopy
from publishing.comparing import Comparing
from publishing.history import history_of
from publishing.models import Verb

# What counting words may cost; a text that shares no block with another counts whole.
_MOST_PAIRS = 2_000_000

ASIDE = (RevisionKind.KEPT, RevisionKind.FIX, RevisionKind.WAITING)
"""Saved versions that never were the draft."""


@dataclass(frozen=True)
class Changed:
    """What others saved between two saved versions of a draft; `before` and `after` are those versions."""

    before: RevisionBase
    after: RevisionBase
    people: tuple[User | None, ...]
    words: int
    fields: tuple[str, ...]

    @property
    def who(self) -> str:
        """Name whoever saved in between."""
        return in_words(self.people)

    @property
    def when(self) -> datetime:
        """Return when the last of it was saved."""
        return self.after.saved_at


def in_words(people: Sequence[User | str | None]) -> str:
    """Name several people in one phrase, each once."""
    names = list(dict.fromkeys(str(person or _("The system")) for person in people))
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def draft_versions(working_copy: WorkingCopy) -> QuerySet[Any]:
    """Return the saved versions that were the draft, one after the other."""
    return working_copy.revisions.exclude(kind__in=ASIDE).order_by("number")


def what_changed_since(working_copy: WorkingCopy, version: int, until: int | None = None) -> Changed | None:
    """Return what was saved after a version somebody has seen; None if nothing was."""
    last = working_copy.version if until is None else until
    versions = draft_versions(working_copy).filter(number__gte=version, number__lte=last)
    found = list(versions.select_related("saved_by").defer("payload"))
    if len(found) < 2 or found[0].number != version:
        return None
    before, after = payloads.read(found[0]), payloads.read(found[-1])
    return Changed(
        before=found[0],
        after=found[-1],
        people=tuple(dict.fromkeys(revision.saved_by for revision in found[1:])),
        words=words_changed(before, after),
        fields=tuple(name for name, value in after.items() if value != before.get(name)),
    )


def words_changed(before: Payload, after: Payload) -> int:
    """Count the words that are new; where some only went, those that went."""
    purse = Comparing(_MOST_PAIRS)
    return sum(
        _count(_lines(before.get(name), name), _lines(value, name), purse)
        for name, value in after.items()
        if value != before.get(name)
    )


def _lines(value: Any, name: str) -> list[str]:
    if name == "body":
        return [richtext.extract(block).text for block in richtext.split_blocks(value or "")]
    return str(value).splitlines() if isinstance(value, str) else []


def _count(old: list[str], new: list[str], purse: Comparing) -> int:
    count = 0
    for differs, gone, come in purse.parts(old, new):
        if differs:
            words = [line.split() for line in (" ".join(old[gone]), " ".join(new[come]))]
            count += sum(
                max(left.stop - left.start, right.stop - right.start)
                for other, left, right in purse.parts(*words)
                if other
            )
    return count


@dataclass(frozen=True)
class Merged:
    """What a merged version was made of: the text offered, and what others had saved before it."""

    mine: RevisionBase
    theirs: Changed
    my_words: int


def what_was_merged(merged: RevisionBase) -> Merged | None:
    """Return what a merged version was made of; None for any other."""
    row = merged.working_copy
    told = history_of(row).filter(verb=Verb.MERGE, revision_number=merged.number).first()
    if merged.kind != RevisionKind.MERGED or told is None:
        return None
    theirs = what_changed_since(row, told.data["seen"], told.data["theirs"])
    mine = row.revisions.get(number=told.data["kept"])
    if theirs is None:
        return None
    my_words = words_changed(payloads.read(theirs.before), payloads.read(mine))
    return Merged(mine=mine, theirs=theirs, my_words=my_words)
