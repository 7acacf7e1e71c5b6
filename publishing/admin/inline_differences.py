"""What changed as one text: words that went and words that came, with a few around them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.admin.differences import MOST_PAIRS, Line, Part, Shown
from publishing.comparing import Comparing

AROUND = 8
"""How many words are shown before and behind a change."""
MOST_PLACES = 30
"""How many places are shown of one field."""


@dataclass(frozen=True)
class Change:
    """The changed places of one field; `more` are those beyond what is shown."""

    label: str
    places: tuple[tuple[Part, ...], ...]
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


def _places(old: list[Line], new: list[Line], spent: Comparing) -> Iterator[tuple[Part, ...]]:
    for differs, gone_at, come_at in spent.parts([one.source for one in old], [one.source for one in new]):
        if not differs:
            continue
        gone, come = old[gone_at], new[come_at]
        for at in range(max(len(gone), len(come))):
            yield tuple(_place(gone[at : at + 1], come[at : at + 1], spent))


def _place(gone: list[Line], come: list[Line], spent: Comparing) -> Iterator[Part]:
    if not gone or not come or gone[0].text == come[0].text:
        yield from _whole(gone, come)
        return
    old, new = (_in_words(line).split(" ") for line in (gone[0], come[0]))
    parts = list(spent.parts(old, new))
    for number, (differs, old_at, new_at) in enumerate(parts):
        if differs:
            yield from (Part(" ".join(old[old_at]), "del"),) if old[old_at] else ()
            yield from (Part(" ".join(new[new_at]), "ins"),) if new[new_at] else ()
        elif old[old_at]:
            words = _shortened(old[old_at], is_first=number == 0, is_last=number == len(parts) - 1)
            yield Part(words)


def _whole(gone: list[Line], come: list[Line]) -> Iterator[Part]:
    """Show a line that only one side has, or one in which something else than a word changed."""
    if gone and come:
        words = _in_words(come[0]).split(" ")
        yield Part(" ".join(words[: 2 * AROUND]) + (" …" if len(words) > 2 * AROUND else ""))
        yield Part(_("(the same words, otherwise marked, linked or sourced)"), "ins")
        return
    yield from (Part(_in_words(line), "del") for line in gone)
    yield from (Part(_in_words(line), "ins") for line in come)


def _in_words(line: Line) -> str:
    """Return what a line says, or what stands there in the place of words."""
    if line.text != line.source or not line.source.startswith("<"):
        return line.text
    if line.source.startswith("<figure"):
        return _("[picture]") if "data-image" in line.source else _("[embedded]")
    return _("[line]") if line.source.startswith("<hr") else line.text


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """Return unchanged words without those far from any change."""
    if is_first:
        kept = words if len(words) <= AROUND else ["…", *words[-AROUND:]]
    elif is_last:
        kept = words if len(words) <= AROUND else [*words[:AROUND], "…"]
    else:
        kept = words if len(words) <= 2 * AROUND else [*words[:AROUND], "…", *words[-AROUND:]]
    return " ".join(kept)
