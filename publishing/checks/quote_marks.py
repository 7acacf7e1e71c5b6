"""Where quotation marks open and close in a line, in the ways languages write them."""

from collections.abc import Iterable

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
    at = 0
    while at < len(text):
        end = _end_of(text, at) if text[at] in _CLOSES else 0
        if end:
            spans.append((at, end))
        at = end or at + 1
    return spans


def is_inside(spans: Iterable[Span], start: int, end: int) -> bool:
    """Tell whether a stretch touches one of these."""
    return any(begin < end and start < stop for begin, stop in spans)


def _end_of(text: str, at: int) -> int:
    """Return where the quotation that opens here ends, or 0 if none opens or it never closes."""
    mark, before, behind = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum() or not behind or (behind.isspace() and mark not in "«"):
        return 0
    for place in range(at + 1, min(len(text), at + _LONGEST)):
        if text[place] not in _CLOSES[mark]:
            continue
        if text[place] in _APOSTROPHES and mark not in "„" and text[place + 1 : place + 2].isalnum():
            continue
        if text[place] == mark and text[place - 1].isspace():
            continue
        return place + 1
    return 0
