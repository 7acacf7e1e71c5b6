"""Where a text names people the newsroom knows."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from .manuscript import Block, Heading, Paragraph, passages_of
from .typography import typographic

WORD = re.compile(r"\w+")
JOINED = "-‐‑’'"


@dataclass(frozen=True)
class KnownPerson:
    """A person with a profile, by public key."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class MentionSpan:
    """A name in the text of a block; `item` counts the passages of a block and is 0 in a paragraph."""

    block: int
    item: int
    start: int
    end: int
    key: str


@dataclass(frozen=True)
class SharedName:
    """A name in the text that several people have, so that nobody can be linked."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Mentions:
    """The first mention of each person in each section, and the names that point nowhere."""

    spans: tuple[MentionSpan, ...] = ()
    ambiguous: tuple[SharedName, ...] = ()


@dataclass
class Index:
    """Names by their first word, longest first, so that a text is read once however many people."""

    owners: dict[str, dict[str, None]] = field(default_factory=dict)
    by_word: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Sequence[KnownPerson]) -> "Index":
        """Build the index of all names and aliases."""
        index = cls()
        for person in people:
            for name in (person.name, *person.aliases):
                spelled = " ".join(typographic(name).split())
                if spelled and WORD.match(spelled):
                    index.owners.setdefault(spelled, {})[person.key] = None
        for name in sorted(index.owners, key=len, reverse=True):
            first = WORD.match(name)
            if first is not None:
                index.by_word.setdefault(first.group(), []).append(name)
        return index


def find_mentions(blocks: Sequence[Block], people: Sequence[KnownPerson]) -> Mentions:
    """Find the first mention of each person in each section, by full name or alias.

    A section starts at each heading; the text before the first one is a section too. Headings hold
    no mentions. The longest name wins; a name two people share is reported and never linked.
    """
    index = Index.of(people)
    spans: list[MentionSpan] = []
    shared: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            seen = set()
        for item, passage in enumerate(passages_of(block)):
            for start, end, name in _names_in(passage, index):
                keys = tuple(index.owners[name])
                if len(keys) > 1:
                    shared[name] = keys
                elif keys[0] not in seen:
                    seen.add(keys[0])
                    spans.append(MentionSpan(number, item, start, end, keys[0]))
    return Mentions(tuple(spans), tuple(SharedName(name, keys) for name, keys in shared.items()))


def _names_in(passage: Paragraph, index: Index) -> list[tuple[int, int, str]]:
    text = passage.text.replace("\u00a0", " ")
    edges = sorted(edge for quote in passage.quotes for edge in (quote.start, quote.end))
    found: list[tuple[int, int, str]] = []
    done = 0
    for word in WORD.finditer(text):
        start = word.start()
        if start < done or (start and text[start - 1] in JOINED and text[start - 2 : start - 1].isalnum()):
            continue
        for name in index.by_word.get(word.group(), ()):
            end = start + len(name)
            if text.startswith(name, start) and _ends_word(text, end) and not _crosses(edges, start, end):
                found.append((start, end, name))
                done = end
                break
    return found


def _ends_word(text: str, end: int) -> bool:
    """Tell whether a name may end here: "Li Qiang’s" and "Li Qiang-led", not "Anne-Marie"."""
    following = text[end : end + 2]
    if not following or not (following[0].isalnum() or following[0] in JOINED + "_"):
        return True
    if following[0] in "’'":
        possessive = text[end + 1 : end + 2] == "s" and not text[end + 2 : end + 3].isalnum()
        return possessive or not following[1:].isalnum()
    return following[0] in "-‐‑" and not following[1:].isupper()


def _crosses(edges: list[int], start: int, end: int) -> bool:
    """Tell whether a quotation begins or ends inside the name: markup could not hold both."""
    after = bisect_right(edges, start)
    return after < len(edges) and edges[after] < end
