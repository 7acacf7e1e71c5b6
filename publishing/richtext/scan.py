"""Cut HTML into tags and text in one pass over the characters.

Browsers' parsers and the libraries that copy them need quadratic time on some inputs (deep nesting, tags
with thousands of attributes, floods of comments), and a separate check in front of them can be led to
see other tags than they do. So this reader is our own, linear, and forgiving. It need not agree with a
browser on broken markup: nothing is passed through, the text is written anew from what was understood.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from publishing.richtext import limits
from publishing.richtext.characters import unescape, unescape_attribute

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPACE = frozenset(" \t\n\r\f")
_AFTER_NAME = _SPACE | frozenset("/>")
_AFTER_ATTRIBUTE = _AFTER_NAME | frozenset("=")
_AFTER_BARE_VALUE = _SPACE | frozenset(">")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

# What stands in these is never markup; only the words of the last two are words of the text.
_UNSEEN = frozenset(["script", "style", "iframe", "noembed", "noframes", "title"])
_LITERAL = frozenset(["textarea", "xmp"])


class Start(NamedTuple):
    name: str
    attributes: dict[str, str]


class End(NamedTuple):
    name: str


Token = Start | End | str


def scan(source: str) -> list[Token]:
    """Return the tags and texts of a source, refusing at once what is over a limit."""
    if len(source) > limits.MAX_LENGTH:
        raise limits.too_long(len(source))
    tokens: list[Token] = []
    starts = 0
    for token in _Scanner(source).tokens():
        tokens.append(token)
        starts += isinstance(token, Start)
        if starts > limits.MAX_NODES:
            raise limits.too_many_nodes()
    return tokens


def tags_of(page: str, *, with_words_of: frozenset[str]) -> Iterator[Token]:
    """Yield the tags and texts of somebody else's whole page, those too that are no words of a text."""
    return _Scanner(page, seen=with_words_of).tokens()


class _Scanner:
    """A position in a source; every method moves it forward only."""

    def __init__(self, source: str, *, seen: frozenset[str] = _LITERAL) -> None:
        self.source = source
        self.seen = seen
        self.end = len(source)
        self.at = 0
        self._lower: str | None = None

    def tokens(self) -> Iterator[Token]:
        """Yield tags and decoded texts in order."""
        text_from = 0
        while (bracket := self.source.find("<", self.at)) >= 0:
            self.at = bracket + 1
            token = self._markup(self.source[self.at : self.at + 2])
            if token is False:
                continue  # an ordinary character of the text
            if bracket > text_from:
                yield unescape(self.source[text_from:bracket])
            if token is not None:
                yield token
                if isinstance(token, Start) and token.name in _UNSEEN | _LITERAL:
                    yield from self._raw(token.name)
            text_from = self.at
        if text_from < self.end:
            yield unescape(self.source[text_from:])

    def _markup(self, ahead: str) -> Token | Literal[False] | None:
        """Read what follows a `<`: a tag, None for what is skipped, False for text."""
        first, second = ahead[:1], ahead[1:]
        if first in _LETTERS:
            return self._tag(closing=False)
        if first == "/" and second in _LETTERS:
            self.at += 1
            return self._tag(closing=True)
        if self.source.startswith("!--", self.at):
            self._comment()
            return None
        if first in ("!", "?") or (first == "/" and second):
            return self._skip_past(">")
        return False

    def _tag(self, *, closing: bool) -> Token | Literal[False]:
        """Read a tag; one that never ends is kept as text, so that no words are lost."""
        name = self._until(_AFTER_NAME).translate(_LOWER)
        attributes: dict[str, str] = {}
        while self.at < self.end:
            char = self.source[self.at]
            if char == ">":
                self.at += 1
                return End(name) if closing else Start(name, attributes)
            if char in _SPACE or char == "/":
                self.at += 1
            else:
                attribute, value = self._attribute()
                attributes.setdefault(attribute, value)
        return False

    def _attribute(self) -> tuple[str, str]:
        """Read one name and its value, quoted or not."""
        begin = self.at
        self.at += 1  # even "=" may begin a name
        self._until(_AFTER_ATTRIBUTE)
        name = self.source[begin : self.at].translate(_LOWER)
        self._skip_space()
        if not self.source.startswith("=", self.at):
            return name, ""
        self.at += 1
        self._skip_space()
        quote = self.source[self.at : self.at + 1]
        if quote not in ('"', "'"):
            return name, unescape_attribute(self._until(_AFTER_BARE_VALUE))
        close = self.source.find(quote, self.at + 1)
        close = self.end if close < 0 else close
        value = self.source[self.at + 1 : close]
        self.at = close + 1
        return name, unescape_attribute(value)

    def _until(self, stops: frozenset[str]) -> str:
        """Move to the next of some characters and return what was passed."""
        begin = self.at
        while self.at < self.end and self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_space(self) -> None:
        while self.at < self.end and self.source[self.at] in _SPACE:
            self.at += 1

    def _skip_past(self, mark: str) -> Literal[False] | None:
        """Move behind a mark; without one, what began here is text."""
        found = self.source.find(mark, self.at)
        self.at = self.end if found < 0 else found + 1
        return False if found < 0 else None

    def _comment(self) -> None:
        """Move behind a comment, in each of the ways browsers let one end."""
        self.at += 3
        for short in (">", "->"):
            if self.source.startswith(short, self.at):
                self.at += len(short)
                return
        dashes = self.source.find("--", self.at)
        while dashes >= 0:
            for ending in ("-->", "--!>"):
                if self.source.startswith(ending, dashes):
                    self.at = dashes + len(ending)
                    return
            dashes = self.source.find("--", dashes + 1)
        self.at = self.end

    def _raw(self, name: str) -> Iterator[str]:
        """Move to the end tag of an element without markup, yielding what readers would see of it."""
        if self._lower is None:
            self._lower = self.source.translate(_LOWER)
        close = self._lower.find(f"</{name}", self.at)
        close = self.end if close < 0 else close
        if name in self.seen and close > self.at:
            words = self.source[self.at : close]
            # In a script a sign is a sign, however it looks.
            yield words if name == "script" else unescape(words)
        self.at = close
