"""The numbers of entries in a list of sources, and the marks in a text that lead to them."""

import re
from collections.abc import Sequence

from manuscripts.layout import Line

MARKER = re.compile(
    r"(?:[-*•–·‣▪◦]\s+|\[\^?(?P<boxed>\d{1,3})\][.:]?\s*|\((?P<round>\d{1,3})\)\s+|(?P<plain>\d{1,3})[.)]\s+|(?P<raised>[¹²³⁴-⁹⁰]{1,3})\s*)(?=\S)"
)
# "1 Harbour Trust": only where the lines below each other count on.
BARE = re.compile(r"(?P<bare>\d{1,3})\s+(?=[^\W\d_]|[“\"«„‘])")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
MARKS = re.compile(r"\[(\^?\d{1,3}(?:\s?[,;–-]\s?\^?\d{1,3})*)\]|([¹²³⁰⁴-⁹]{1,3})|\((\d{1,3})\)")


def number_of(text: str) -> str:
    """Return the number an entry begins with, or ""."""
    found = MARKER.match(text)
    if found is None:
        return ""
    return next((value.translate(RAISED) for value in found.groupdict().values() if value), "")


def with_stops(entries: Sequence[Line]) -> list[Line]:
    """Return entries that count "1 …", "2 …" with a point behind each number; others as they are."""
    found = [BARE.match(line.text) for line in entries]
    counts = [int(number["bare"]) for number in found if number]
    if len(counts) < 2 or len(counts) < len(entries) or counts != list(range(1, len(counts) + 1)):
        return list(entries)
    return [
        line.with_text(f"{at}. {line.text[len(str(at)) :].lstrip()}") for at, line in enumerate(entries, 1)
    ]


def marked_in(lines: Sequence[Line]) -> set[str]:
    """Return the numbers of the marks in a text."""
    found: set[str] = set()
    for line in lines:
        for mark in MARKS.finditer(line.text):
            inner = next(value for value in mark.groups() if value).translate(RAISED)
            found |= set(re.findall(r"\d+", inner))
    return found


def are_notes(lines: Sequence[Line], at: int) -> bool:
    """Tell whether what follows a line is the notes of the text before: numbered, and marked there."""
    numbers = [number_of(line.text) for line in with_stops(lines[at + 1 :])]
    given = {number for number in numbers if number}
    return bool(numbers and numbers[0]) and bool(given & marked_in(lines[:at]))


def notes_without_heading(lines: Sequence[Line]) -> int:
    """Return where the notes begin that stand under a text without a heading; its length if none do."""
    at = len(lines)
    while at and lines[at - 1].block is None and _is_note(lines[at - 1].text):
        at -= 1
    entries = lines[at:]
    numbers = {number_of(line.text) for line in entries}
    sure = all(line.text.startswith("[^") for line in entries) or numbers <= marked_in(lines[:at])
    return at if at and entries and sure and len(numbers) == len(entries) else len(lines)


def _is_note(text: str) -> bool:
    found = MARKER.match(text)
    return found is not None and bool(found["boxed"] or found["raised"])
