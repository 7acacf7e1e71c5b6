"""From raw text to lines: odd characters, wrapped lines, list markers."""

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

from .manuscript import Block

# Where a viewer of PDF ends a line within a word.
BROKEN = re.compile("[\u00ad\x02\ufffe][ \t]*(?:\r\n|[\r\n])")
BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# Nothing here can be shown, and some of it cannot be stored or put in a feed.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
BLANKS = re.compile(r"[ \t]+")
RULE = re.compile(r"[-*_=~#+•·–—. ]+")

BULLET = re.compile(r"^[-*•–·‣▪◦]\s+(?=\S)")
NUMBER = re.compile(r"^\(?(\d{1,2})[.)]\s+(?=\S)")
HASHES = re.compile(r"^(#{1,6})\s+(?=\S)")

SENTENCE_END = tuple(".!?:;…。！？؟；：")
CLOSING = "\"'”’»)]*_」』）】》›"
LONGEST_WRAP = 100
SHORTEST_WRAP = 45
MAX_COMBINING = 30


@dataclass(frozen=True)
class Line:
    """A line with words in it; `gap` says that something blank stands before it."""

    number: int
    text: str
    gap: bool = False
    indented: bool = False
    # What the line stands for in a document that has blocks; plain text has lines alone.
    block: Block | None = None
    # A paragraph of a document that marks no headings: its shape has to tell, as in plain text.
    is_shaped: bool = False

    def with_text(self, text: str) -> "Line":
        """Return the line with other words."""
        return replace(self, text=text)

    @property
    def is_marked(self) -> bool:
        """Tell whether the line opens a list item or a marked heading."""
        return any(marker.match(self.text) for marker in (BULLET, NUMBER, HASHES))


def lines_of(text: str) -> list[Line]:
    """Return the lines that hold words, cleaned, with their numbers in the file."""
    lines: list[Line] = []
    gap = False
    for number, raw in enumerate(BREAK.split(BROKEN.sub("", _composed(text))), start=1):
        # A soft hyphen says where a word may break: it is no part of the word.
        clean = BLANKS.sub(" ", UNPRINTABLE.sub(" ", raw.replace("\u00ad", "")).strip())
        if not clean or RULE.fullmatch(clean):
            gap = True
            continue
        lines.append(Line(number, clean, gap=gap, indented=raw[:1] in (" ", "\t")))
        gap = False
    return lines


def unwrap(lines: list[Line]) -> list[Line]:
    """Join the lines of paragraphs that were broken at a fixed width; leave other files alone."""
    width = _wrap_width(lines)
    joined: list[list[Line]] = []
    for line in lines:
        if joined and _continues(joined[-1], line, width=width):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [_join(group) for group in joined]


def bare(text: str) -> str:
    """Return the letters and digits of a text alone: two lines with the same ones say the same."""
    return "".join(filter(str.isalnum, text)).casefold()


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends like a sentence; the points of "U.S." are none."""
    bare = text.rstrip(CLOSING)
    if re.search(r"\b(?:[A-Z]\.){2,}$", bare[-12:]):
        return False
    return bare.endswith(SENTENCE_END)


def _composed(text: str) -> str:
    """Compose accents, so that a name typed on one machine matches the same name from another."""
    if text.isascii() or _longest_combining_run(text) > MAX_COMBINING:
        # Composing sorts each run of accents, which takes forever on a hostile one.
        return text
    return unicodedata.normalize("NFC", text)


def _longest_combining_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character > "\u02ff" and unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


def _wrap_width(lines: list[Line]) -> int:
    """Return the width a file was wrapped at, or 0 where each line is a paragraph of its own."""
    if sum(len(line.text) > LONGEST_WRAP for line in lines) * 10 > len(lines):
        return 0
    pairs = [
        line
        for line, following in pairwise(lines)
        if not following.gap and not following.is_marked and SHORTEST_WRAP <= len(line.text) <= LONGEST_WRAP
    ]
    broken = sum(not ends_sentence(line.text) for line in pairs)
    if not pairs or broken * 10 < len(pairs) * 6:
        return 0
    return max(len(line.text) for line in pairs)


def _continues(group: list[Line], line: Line, *, width: int) -> bool:
    if line.gap or line.is_marked:
        return False
    if line.indented and not group[-1].indented and BULLET.match(group[0].text):
        return True
    if line.indented and len(group) > 1 and BULLET.match(group[0].text):
        return True
    if not width or HASHES.match(group[0].text):
        return False
    last = group[-1].text
    if line.text[0].islower():
        return True
    # A break where the next word would still have fitted was meant by the writer.
    return len(last) + 1 + len(line.text.split(" ", 1)[0]) > width - 6 and len(last) >= width * 0.6


def _join(group: list[Line]) -> Line:
    first = group[0]
    if len(group) == 1:
        return first
    pieces = [first.text]
    for line in group[1:]:
        hyphenated = pieces[-1].endswith("-") and pieces[-1][-2:-1].isalpha() and line.text[0].islower()
        pieces += [line.text] if hyphenated else [" ", line.text]
    return Line(first.number, "".join(pieces), gap=first.gap, indented=first.indented)
