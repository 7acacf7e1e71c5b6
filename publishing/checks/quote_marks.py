"""Where quotation marks open and close in a line, in the ways languages write them."""

from bisect import bisect_left
from collections.abc import Sequence

Span = tuple[int, int]

# What closes each mark that can open. Of one that opens in one language and closes in another, what stands
# before it decides.
_CLOSES = {
    "“": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«»",
    '"': '"',
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    "'": "'",
}
_APOSTROPHES = frozenset("’'‘")
_LONGEST = 3000


def quoted_spans(text: str) -> list[Span]:
    """Return the outermost stretches in quotation marks, marks included; one that never closes is none."""
    spans: list[Span] = []
    closing: dict[str, int] = {}
    at = 0
    while at < len(text):
        end = _end_of(text, at, closing) if _opens(text, at) else 0
        if end:
            spans.append((at, end))
        at = end or at + 1
    return spans


def is_inside(spans: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether a stretch touches one of these, which stand in order and do not overlap."""
    before = bisect_left(spans, (end,))
    return before > 0 and spans[before - 1][1] > start


def _opens(text: str, at: int) -> bool:
    mark, before, behind = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark not in _CLOSES or before.isalnum() or not behind:
        return False
    return mark == "«" or not behind.isspace()


def _end_of(text: str, at: int, closing: dict[str, int]) -> int:
    """Return where the quotation that opens here ends, or 0 if it never closes.

    `closing` remembers where each mark closes next, so that marks without end are looked for once.
    """
    mark = text[at]
    if closing.get(mark, 0) <= at:
        behind = range(at + 1, len(text))
        closing[mark] = next((place for place in behind if _closes(text, place, mark)), len(text))
    place = closing[mark]
    return place + 1 if place < min(len(text), at + _LONGEST) else 0


def _closes(text: str, place: int, mark: str) -> bool:
    """Tell whether what is opened by a mark can end here."""
    sign = text[place]
    if sign not in _CLOSES[mark] or (sign == mark and text[place - 1].isspace()):
        return False
    return mark == "„" or sign not in _APOSTROPHES or not text[place + 1 : place + 2].isalnum()
