"""What changed as one text: words that went and words that came, with a few around them."""

from collections.abc import Iterator
from dataclasses import dataclass

from publishing.admin.differences import MOST_PAIRS, Line, Shown
from publishing.comparing import Comparing

AROUND = 8
"""How many words are shown before and behind a change."""
MOST_PLACES = 30
"""How many places are shown of one field."""


@dataclass(frozen=True)
class Words:
    """Some words in a row: there all the time (""), gone ("del") or come ("ins")."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Change:
    """The changed places of one field; `more` are those beyond what is shown."""

    label: str
    places: tuple[tuple[Words, ...], ...]
    more: int = 0


def changes(old: Shown, new: Shown) -> list[Change]:
    """Return what changed, field by field in the order of the form."""
    before = dict(old)
    spent = Comparing(MOST_PAIRS)
    found = []
    for label, lines in new:
        places = [place for place in _places(before.get(label, []), lines, spent) if place]
        if places:
            found.append(Change(label, tuple(places[:MOST_PLACES]), max(0, len(places) - MOST_PLACES)))
    return found


def _places(old: list[Line], new: list[Line], spent: Comparing) -> Iterator[tuple[Words, ...]]:
    for differs, gone_at, come_at in spent.parts([one.source for one in old], [one.source for one in new]):
        if not differs:
            continue
        gone, come = old[gone_at], new[come_at]
        for at in range(max(len(gone), len(come))):
            yield tuple(_place(gone[at : at + 1], come[at : at + 1], spent))


def _place(gone: list[Line], come: list[Line], spent: Comparing) -> Iterator[Words]:
    if not gone or not come:
        yield from (Words(line.text, "del") for line in gone)
        yield from (Words(line.text, "ins") for line in come)
        return
    # Where the words are the same a mark changed, and only the markup shows it.
    by_markup = gone[0].text == come[0].text
    old, new = ((line.source if by_markup else line.text).split(" ") for line in (gone[0], come[0]))
    parts = list(spent.parts(old, new))
    for number, (differs, old_at, new_at) in enumerate(parts):
        if differs:
            yield from (Words(" ".join(old[old_at]), "del"),) if old[old_at] else ()
            yield from (Words(" ".join(new[new_at]), "ins"),) if new[new_at] else ()
        elif old[old_at]:
            words = _shortened(old[old_at], is_first=number == 0, is_last=number == len(parts) - 1)
            yield Words(words)


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """Return unchanged words without those far from any change."""
    if is_first:
        kept = words if len(words) <= AROUND else ["…", *words[-AROUND:]]
    elif is_last:
        kept = words if len(words) <= AROUND else [*words[:AROUND], "…"]
    else:
        kept = words if len(words) <= 2 * AROUND else [*words[:AROUND], "…", *words[-AROUND:]]
    return " ".join(kept)
