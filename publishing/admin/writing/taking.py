"""Taking unsaved words back into a form: all of them, or the fields and blocks somebody chose."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from publishing import richtext
from publishing.admin.differences import MOST_PAIRS, FieldDifference, Row, differences
from publishing.bases import Payload
from publishing.comparing import Comparing
from publishing.workflow.buffering import Pairs

BODY = "body"


@dataclass(frozen=True)
class Choice:
    """Something that differs and can be taken by itself: a field, or one place of the text."""

    name: str
    label: str
    rows: tuple[Row, ...]


def choices(page: Any, saved: Payload, words: Payload) -> list[Choice]:
    """Return what differs between what is saved and what was typed, each to be taken by itself."""
    labels = {name: label for name, (label, _lines) in zip(saved, page.shown(saved), strict=True)}
    found: dict[str, FieldDifference] = {
        difference.label: difference for difference in differences(page.shown(saved), page.shown(words))
    }
    return [
        choice for name, label in labels.items() if label in found for choice in _of_field(name, found[label])
    ]


def _of_field(name: str, difference: FieldDifference) -> Iterator[Choice]:
    if name != BODY:
        yield Choice(name, difference.label, difference.rows)
        return
    for place, row in enumerate(difference.rows):
        yield Choice(f"{BODY}.{place}", difference.label if place == 0 else "", (row,))


def body_with(saved: str, words: str, chosen: Iterable[int]) -> str:
    """Return a saved text with some of the places at which another differs, counted as they are shown."""
    old, new, wanted = richtext.split_blocks(saved), richtext.split_blocks(words), set(chosen)
    taken: list[str] = []
    place = 0
    for differs, gone_at, come_at in Comparing(MOST_PAIRS).parts(old, new):
        gone, come = old[gone_at], new[come_at]
        if not differs:
            taken += gone
            continue
        for row in range(max(len(gone), len(come))):
            taken += (come if place in wanted else gone)[row : row + 1]
            place += 1
    return "".join(taken)


def laid_over(
    on_screen: Pairs, kept: Pairs, parts: Sequence[str], *, saved: Payload, words: Payload
) -> list[tuple[str, str]]:
    """Return what a form is to hold: what stands on the screen, with the parts chosen of what was kept."""
    pairs = [(name, value) for name, value in on_screen]
    places = [int(part.rpartition(".")[2]) for part in parts if _is_place(part)]
    for name in parts:
        if name in words and name != BODY:
            pairs = [pair for pair in pairs if not _belongs(pair[0], name)]
            pairs += [(field, value) for field, value in kept if _belongs(field, name)]
    if not places:
        return pairs
    present = next((value for name, value in pairs if name == BODY), "")
    chosen = body_with(saved[BODY], words[BODY], places)
    body = richtext.merge(base=saved[BODY], mine=richtext.sanitise(present), theirs=chosen).body
    return [pair for pair in pairs if pair[0] != BODY] + [(BODY, body)]


def _is_place(part: str) -> bool:
    name, _dot, number = part.rpartition(".")
    return name == BODY and number.isascii() and number.isdigit() and len(number) < 6


def _belongs(field: str, name: str) -> bool:
    """Tell whether a field of the form holds what the payload has under this name, be it in rows."""
    return field == name or field.startswith(f"draft_{name}-")
