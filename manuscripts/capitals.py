"""Runs of capitalised words, and which of them could be a person's name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .lexicon import (
    DEMONYMS,
    HONORIFICS,
    NEVER_NAMES,
    ORGANISATION_OR_PLACE,
    PARTICLES,
    ROLES,
    ROLES_END,
)

WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_]+(?:[’'-][^\W_]+)*")
POSSESSIVE = ("’s", "'s")
LONGEST_NAME = 4
CAMEL_PREFIXES = ("Mc", "Mac", "De", "Di", "La", "Le", "Van", "O’", "O'", "D’", "D'", "L’", "L'")


@dataclass(frozen=True)
class Word:
    """A word and where it stands."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """Return the word as the lists spell it."""
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Tell whether the word starts with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True)
class Run:
    """Capitalised words side by side, and their place among the words of the text."""

    words: tuple[Word, ...]
    first: int
    title: str = ""

    @property
    def text(self) -> str:
        """Return the words as one name."""
        return " ".join(word.text for word in self.words)

    @property
    def start(self) -> int:
        """Return where the run begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Return where the run ends."""
        return self.words[-1].end


def words_of(text: str) -> list[Word]:
    """Split text into words; a possessive ’s is not part of one."""
    words = []
    for match in WORD.finditer(text):
        word = match.group()
        end = match.end()
        if word.endswith(POSSESSIVE):
            word, end = word[:-2], end - 2
        words.append(Word(word, match.start(), end))
    return words


def runs_of(text: str, words: list[Word]) -> Iterator[Run]:
    """Yield each longest run of capitalised words, particles inside it included."""
    at = 0
    while at < len(words):
        if not words[at].is_capital:
            at += 1
            continue
        end = at + 1
        while end < len(words) and _adjacent(text, words[end - 1], words[end]):
            if not (words[end].is_capital or words[end].text in PARTICLES):
                break
            end += 1
        last = end
        while words[last - 1].text in PARTICLES:
            last -= 1
        yield Run(tuple(words[at:last]), at)
        at = end


def name_in(run: Run) -> Run | None:
    """Return what could be a person's name at the end of a run: "Chinese Premier Li Qiang"."""
    words = list(run.words)
    skipped = 0
    title = ""
    while words and (words[0].low in NEVER_NAMES or words[0].low in DEMONYMS):
        words.pop(0)
        skipped += 1
    for index in range(len(words) - 1, -1, -1):
        low = words[index].low.rstrip(".")
        # "Oceanographer Dana Whitfield"
        if low in ROLES or (not index and len(words) > 2 and low.endswith(ROLES_END)):
            title = low
            words, skipped = words[index + 1 :], skipped + index + 1
            break
    if not words or (words[0].text in PARTICLES and len(words) < 2):
        return None
    return Run(tuple(words), run.first + skipped, title)


def could_be_person(run: Run) -> bool:
    """Tell whether a run has the shape of a full name and nothing of an organisation's or a place's."""
    if len(run.words) < 2 or sum(word.text not in PARTICLES for word in run.words) > LONGEST_NAME:
        return False
    return all(
        word.text in PARTICLES
        or not (
            word.low in ORGANISATION_OR_PLACE
            or word.low in NEVER_NAMES
            or word.low in DEMONYMS
            or any(character.isdigit() for character in word.text)
            or _is_brand(word.text)
        )
        for word in run.words
    )


def possible_people(text: str) -> Iterator[Run]:
    """Yield each run that has the shape of a person's full name, evident or not."""
    for run in runs_of(text, words_of(text)):
        name = name_in(run)
        if name is not None and could_be_person(name):
            yield name


def _is_brand(word: str) -> bool:
    """Tell acronyms and names with a capital inside: "AI", "OpenAI"; not "McKay" or "J.K."."""
    if "." in word or len(word) == 1:
        return False
    for part in re.split(r"[’'-]", word):
        if len(part) > 1 and part.isupper():
            return True
    for prefix in CAMEL_PREFIXES:
        if word.startswith(prefix):
            word = word[len(prefix) :]
            break
    return any(character.isupper() and before not in "-’'" for before, character in pairwise(word))


def _adjacent(text: str, left: Word, right: Word) -> bool:
    between = text[left.end : right.start]
    if between == ". " and left.low in HONORIFICS:
        return True
    return between in (" ", "\u00a0") or (not between and left.text.endswith("."))
