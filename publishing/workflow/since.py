"""What others made of a draft since somebody looked: who, when, how many words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from publishing import payloads, richtext
from publishing.bases import Payload, RevisionBase, RevisionKind, WorkingCopy
from publishing.comparing import Comparing

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
        return [text for _block, text in richtext.texts_of_blocks(value or "")]
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


MOST_STEPS = 12
"""How many saves are told apart; of more, all that changed counts as somebody else's."""


@dataclass(frozen=True)
class Mark:
    """Words of others in one block of the text, as runs of word numbers; the end is not part of a run."""

    block: int
    runs: tuple[tuple[int, int], ...]
    who: str


@dataclass(frozen=True)
class Others:
    """What others brought into a draft since somebody looked."""

    since: int
    version: int
    people: tuple[User | None, ...]
    words: int
    fields: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def who(self) -> str:
        """Name whoever it was."""
        return in_words(self.people)


def what_others_wrote(working_copy: WorkingCopy, person: User | None, *, since: int) -> Others | None:
    """Return what others brought into a draft after a version; None if nobody but this person saved."""
    versions = draft_versions(working_copy).filter(number__gte=since, number__lte=working_copy.version)
    found = list(versions.select_related("saved_by").defer("payload"))
    others = tuple(dict.fromkeys(one.saved_by for one in found[1:] if one.saved_by != person))
    if not found or found[0].number != since or not others:
        return None
    steps = found[1:] if len(found) <= MOST_STEPS else [found[-1]]
    whole = working_copy.revisions.in_bulk([found[0].pk, *(step.pk for step in steps)])
    author = _Authors(payloads.read(whole[found[0].pk]))
    for step in steps:
        is_own = step.saved_by == person and len(found) <= MOST_STEPS
        author.take(payloads.read(whole[step.pk]), "" if is_own else in_words([step.saved_by]))
    return Others(
        since=since,
        version=found[-1].number,
        people=others,
        words=author.count,
        fields=tuple(author.fields),
        marks=tuple(author.marks()),
    )


class _Authors:
    """Follows a text from version to version, and knows of each word by whom it came: '' is nobody else."""

    def __init__(self, payload: Payload) -> None:
        self.payload = payload
        self.elsewhere = 0
        self.fields: dict[str, None] = {}
        self.blocks = [(words, [""] * len(words)) for words in _words_of_blocks(payload)]
        self._purse = Comparing(_MOST_PAIRS)

    def take(self, payload: Payload, who: str) -> None:
        """Go on to the next version, which somebody made."""
        before, self.payload = self.payload, payload
        changed = [name for name, value in payload.items() if value != before.get(name)]
        if who:
            self.fields |= dict.fromkeys(changed)
            rest = {name: payload[name] for name in changed if name != "body"}
            self.elsewhere += words_changed({name: before.get(name) for name in rest}, rest)
        if "body" in changed:
            self._follow(_words_of_blocks(payload), who)

    def _follow(self, blocks: list[list[str]], who: str) -> None:
        old = [" ".join(words) for words, _who in self.blocks]
        followed: list[tuple[list[str], list[str]]] = []
        for differs, gone, come in self._purse.parts(old, [" ".join(words) for words in blocks]):
            if not differs:
                followed += self.blocks[gone]
                continue
            words = [word for block in blocks[come] for word in block]
            authors = iter(self._authors_of(words, self.blocks[gone], who))
            followed += [(block, [next(authors) for _word in block]) for block in blocks[come]]
        self.blocks = followed

    def _authors_of(self, words: list[str], gone: list[tuple[list[str], list[str]]], who: str) -> list[str]:
        old = [word for block, _who in gone for word in block]
        names = [name for _words, authors in gone for name in authors]
        found: list[str] = []
        for differs, left, right in self._purse.parts(old, words):
            found += [who] * (right.stop - right.start) if differs else names[left]
        return found

    @property
    def count(self) -> int:
        """Count the words of others that stand in the draft now."""
        return self.elsewhere + sum(1 for _words, names in self.blocks for name in names if name)

    def marks(self) -> Iterator[Mark]:
        """Yield which words of which block are somebody else's."""
        for place, (_words, names) in enumerate(self.blocks):
            for who in dict.fromkeys(filter(None, names)):
                yield Mark(place, tuple(_runs(names, who)), who)


def _words_of_blocks(payload: Payload) -> list[list[str]]:
    return [line.split() for line in _lines(payload.get("body"), "body")]


def _runs(names: list[str], who: str) -> Iterator[tuple[int, int]]:
    begin = None
    for place, name in enumerate([*names, ""]):
        if name == who and begin is None:
            begin = place
        elif name != who and begin is not None:
            yield begin, place
            begin = None
