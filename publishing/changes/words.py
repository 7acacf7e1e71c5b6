"""A text as its words and signs in order, each with what is said about it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from publishing.richtext.document import (
    PLAIN,
    Attribution,
    Block,
    BlockQuotation,
    Bullets,
    Cite,
    Embed,
    Figure,
    Line,
    Marks,
    Paragraph,
    PullQuote,
    Rule,
    Table,
    text_of,
)
from publishing.richtext.parse import parsed
from publishing.richtext.sentences import sentences

_DOUBLE = frozenset('"“”„‟«»＂「」『』❝❞〝〞')
_SINGLE = frozenset("'‘’‚‛‹›`´ʼ′")
_DASHES = frozenset("-‐‑‒–—―−")
_INSIDE_FIGURES = frozenset(".,:'’·٫٬ʼ/")
_OPENING = frozenset("([{<")
_SENTENCE_ENDS = frozenset(".!?…:。！？")
_PLAIN_WORD = re.compile(r"[A-Za-z]+(?=[ ,.;:!?()]|\Z)")
"""A word of letters alone, with nothing behind it that could belong to it: most words of most texts."""
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])


KEPT_LINES = 128

Leaf = tuple[int, int, Marks | Cite]
"""From where to where in a line something is said, and what."""


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    FIGURE = auto()
    SIGN = auto()
    SYMBOL = auto()
    QUOTE = auto()
    SOURCE = auto()
    PICTURE = auto()
    EMBED = auto()
    SPEAKER = auto()
    END = auto()
    TABLE = auto()
    SHAPE = auto()


class Place(NamedTuple):
    """Where a token stands: which line, and from where to where in it."""

    line: int
    begin: int
    end: int


class Token(NamedTuple):
    """A word, a sign, or something that is no word; `text` is without what may be written either way.

    `begins` and `ends` tell of its sentence, `quoted` whether it stands between quotation marks.
    """

    kind: Kind
    text: str
    place: Place
    marks: tuple[Marks, ...] = ()
    begins: bool = False
    ends: bool = False
    quoted: bool = False
    detail: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return what is compared."""
        said = [seen for seen in self.marks if seen != PLAIN]
        return "\x1f".join([self.kind.name, self.text, *self.detail, *map(repr, said)])


@dataclass(frozen=True)
class Reading:
    """A text read: its tokens in order, and its lines as they are written."""

    tokens: list[Token]
    lines: list[str]


def read_lines(text: str) -> Reading:
    """Read plain text."""
    reader = _Reader()
    for line in text.splitlines():
        reader.line(line, [], "p")
    return reader.reading


@lru_cache(maxsize=4)
def read_body(stored: str) -> Reading:
    """Read a stored text; one answer asks several times, so a reading is looked at and never changed."""
    reader = _Reader()
    reader.blocks(parsed(stored))
    return reader.reading


class _Reader:
    def __init__(self) -> None:
        self.reading = Reading([], [])
        self.quoting = False

    def blocks(self, blocks: list[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(line=line, tag=tag):
                self.line(text_of(line), _leaves(line), tag)
            case Bullets(items=items, tag=tag, start=start):
                for item in items:
                    self.add(Kind.SHAPE, tag, (start,))
                    self.blocks(item)
            case Table(rows=rows):
                for row in rows:
                    self.add(Kind.TABLE, "row")
                    for cell in row:
                        self.add(Kind.TABLE, "cell", (str(cell.head), cell.colspan, cell.rowspan))
                        self.blocks(cell.blocks)
            case BlockQuotation(attribution=who, blocks=inside):
                self.add(Kind.SPEAKER, "", (who.person, who.speaker, who.reference))
                self.quoted(inside)
            case PullQuote(blocks=inside):
                self.add(Kind.SHAPE, "pull")
                self.quoted(inside)
            case Figure(key=key, alt=alt, size=size, caption=caption):
                self.add(Kind.PICTURE, key)
                self.add(Kind.SHAPE, "size", (size or "normal",))
                self.line(alt, [], "alt")
                self.line(text_of(caption), _leaves(caption), "caption")
            case Embed(url=url):
                self.add(Kind.EMBED, url)
            case Rule():
                self.add(Kind.SHAPE, "rule")

    def quoted(self, blocks: list[Block]) -> None:
        self.quoting = True
        self.blocks(blocks)
        self.quoting = False

    def add(self, kind: Kind, text: str, detail: tuple[str, ...] = ()) -> None:
        place = Place(len(self.reading.lines), 0, 0)
        self.reading.tokens.append(Token(kind, text, place, detail=detail))

    def line(self, text: str, leaves: list[Leaf], tag: str) -> None:
        """Read one line, with what is said about its parts."""
        number = len(self.reading.lines)
        self.reading.lines.append(text)
        self.reading.tokens.extend(_tokens_of(text, tuple(leaves), tag, number, self.quoting))


@lru_cache(maxsize=KEPT_LINES)
def _tokens_of(text: str, leaves: tuple[Leaf, ...], tag: str, number: int, quoting: bool) -> list[Token]:
    """Return the tokens of the line with this number; of two versions most lines are the same."""
    tokens: list[Token] = []
    cites = [(begin, said) for begin, _end, said in leaves if isinstance(said, Cite) and said.key]
    marked = [(begin, end, _seen(said)) for begin, end, said in leaves if isinstance(said, Marks)]
    # Most lines are of one piece.
    whole = (marked[0][2],) if len(marked) == 1 else ()
    spans = _spans(text)
    inside = _inside_quotes(text, spans)
    ends = {end for _begin, end in sentences(text)}
    begins = True
    for at, (kind, begin, end) in enumerate(spans):
        while cites and cites[0][0] <= begin:
            tokens.append(_cited(cites.pop(0)[1], number))
        written = _plain(text[begin:end], kind)
        said: tuple[Marks, ...] = ()
        if kind in (Kind.WORD, Kind.FIGURE, Kind.SYMBOL):
            said = whole or _said_of(marked, begin, end)
        tokens.append(
            Token(
                kind,
                written,
                Place(number, begin, end),
                said,
                begins=begins and kind is Kind.WORD,
                ends=kind in (Kind.SIGN, Kind.QUOTE) and end in ends,
                quoted=quoting or inside[at] or any(marks.quotation for marks in said),
            )
        )
        if kind in (Kind.WORD, Kind.FIGURE):
            begins = False
        elif kind is Kind.QUOTE or written in _SENTENCE_ENDS:
            begins = True
    tokens += [_cited(cite, number) for _begin, cite in cites]
    return [*tokens, Token(Kind.END, tag, Place(number, len(text), len(text)))]


def _cited(cite: Cite, number: int) -> Token:
    return Token(Kind.SOURCE, cite.key, Place(number, 0, 0), detail=(cite.locator,))


def _said_of(marked: list[tuple[int, int, Marks]], begin: int, end: int) -> tuple[Marks, ...]:
    """Return what is said about a part of a line, each once."""
    return tuple(dict.fromkeys(marks for first, last, marks in marked if first < end and begin < last))


def _seen(marks: Marks) -> Marks:
    """Return what readers can tell: no private note, and of a quotation not by which name it goes."""
    said = marks.quotation
    return marks._replace(note="", quotation=said and Attribution("", *said[1:]))


def _leaves(line: Line) -> list[Leaf]:
    found: list[Leaf] = []
    at = 0
    for leaf in line:
        if isinstance(leaf, Cite):
            found.append((at, at, leaf))
        else:
            found.append((at, at + len(leaf.text), leaf.marks))
            at += len(leaf.text)
    return found


def _plain(text: str, kind: Kind) -> str:
    """Return a token without what typography may write either way."""
    if kind is Kind.WORD and text.isascii() and text.isalpha():
        return text
    text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    if kind is Kind.QUOTE:
        return '"' if text in _DOUBLE else "'"
    if kind is Kind.SIGN and text in _DASHES:
        return "-"
    if kind is Kind.FIGURE and text[0] in _DASHES:
        text = "-" + text[1:]
    return "".join("'" if char in _SINGLE else char for char in text)


def _spans(text: str) -> list[tuple[Kind, int, int]]:
    """Return the tokens of a line: what each is, and where."""
    found: list[tuple[Kind, int, int]] = []
    at = 0
    while at < len(text):
        if plain := _PLAIN_WORD.match(text, at):
            found.append((Kind.WORD, at, plain.end()))
            at = plain.end()
            continue
        char = text[at]
        if char.isspace() or ord(char) in _UNSEEN:
            at += 1
            continue
        end = at + 1
        if _is_letter(char) or _is_sign_of_figure(text, at):
            end = _word_end(text, at)
            word = text[at:end]
            kind = Kind.FIGURE if any(char.isnumeric() for char in word) else Kind.WORD
        else:
            kind = _kind_of(char)
        found.append((kind, at, end))
        at = end
    return found


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _is_sign_of_figure(text: str, at: int) -> bool:
    """Tell whether a plus or minus belongs to the figure behind it."""
    if text[at] not in _DASHES and text[at] not in "+±":
        return False
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return behind.isnumeric() and (not before or before.isspace() or before in _OPENING)


def _word_end(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and _goes_on(text[end - 1], text[end], text[end + 1 : end + 2]):
        end += 1
    return end


def _goes_on(before: str, char: str, behind: str) -> bool:
    """Tell whether a character belongs to the word or figure it stands in."""
    if _is_letter(char) or ord(char) in _UNSEEN:
        return True
    if char in _SINGLE and before.isalpha() and behind.isalpha():
        return True
    return char in _INSIDE_FIGURES and before.isnumeric() and behind.isnumeric()


def _kind_of(char: str) -> Kind:
    if char in _DOUBLE or char in _SINGLE:
        return Kind.QUOTE
    category = unicodedata.category(char)
    # What turns the direction of everything behind it cannot be seen, and changes what is.
    is_symbol = category[0] in "SC" or char in "%‰&@#*"
    return Kind.SYMBOL if is_symbol else Kind.SIGN


def _inside_quotes(text: str, spans: list[tuple[Kind, int, int]]) -> list[bool]:
    """Tell of each token whether it stands between quotation marks, single or double."""
    inside = [False] * len(spans)
    for marks in (_DOUBLE, _SINGLE):
        for first, last in _pairs(text, spans, marks):
            inside[first : last + 1] = [True] * (last + 1 - first)
    return inside


def _pairs(text: str, spans: list[tuple[Kind, int, int]], marks: frozenset[str]) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for at, (kind, begin, _end) in enumerate(spans):
        if kind is not Kind.QUOTE or text[begin] not in marks:
            continue
        if opened is not None:
            yield opened, at
            opened = None
        elif marks is _DOUBLE or not text[begin - 1 : begin].isalnum():
            # Where a single mark follows a letter, it is more likely an apostrophe.
            opened = at
    if opened is not None and marks is _DOUBLE:
        yield opened, len(spans) - 1
