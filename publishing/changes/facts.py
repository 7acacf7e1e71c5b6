"""What is stated otherwise at a place where a text changed."""

import unicodedata
from collections.abc import Callable, Container
from dataclasses import dataclass

from publishing.changes.lexicon import Lexicon, words_in
from publishing.changes.regions import Region
from publishing.changes.spelling import is_same_word
from publishing.changes.weights import Fact
from publishing.changes.words import Kind, Token
from publishing.richtext.document import Marks

_OF_FIGURES = frozenset("%‰°")
_OF_QUOTATIONS = frozenset("?!…[]")
_FIRST_PERSON = frozenset(["I", "I'm", "I've", "I'll", "I'd"])
_COMMON = frozenset(
    words_in(
        """a an the and but or so yet he she it we you they this that these those there here his her its
        our your their in on at of to by for from with as if when while what which who why how is are was
        were be been has have had do does did then than also still however"""
    )
)
"""What begins English sentences so often that its capital makes no name of it."""


@dataclass(frozen=True)
class Language:
    """What is known of the words of one text: those of its language, and those that did not change."""

    words: Lexicon
    elsewhere: Container[str]

    def is_slip(self, old: Token, new: Token) -> bool:
        """Tell whether two tokens are one word, spelt wrongly and then rightly."""
        one, other = old.text.lower(), new.text.lower()
        if old.kind is not Kind.WORD or new.kind is not Kind.WORD:
            return False
        return one == other or is_same_word(
            one, other, language=self.words.language, elsewhere=self.elsewhere
        )

    def is_name(self, token: Token) -> bool:
        """Tell whether a word may be somebody's or something's name."""
        text = token.text
        if token.kind is not Kind.WORD or text.islower() or text == text.swapcase():
            return False
        is_english = self.words.language == "en"
        if is_english and text in _FIRST_PERSON:
            return False
        if not text[0].isupper() or any(char.isupper() for char in text[1:]):
            return True
        lower = text.lower()
        return not (token.begins and (lower in self.elsewhere or (is_english and lower in _COMMON)))


def facts_in(part: Region, language: Language) -> set[Fact]:
    """Return the kinds of facts that are stated otherwise at one place."""
    found = {
        fact for fact, stated in _STATED.items() if stated(part.old, language) != stated(part.new, language)
    }
    if _names(part, language):
        found.add(Fact.NAME)
    found |= _said_otherwise(part)
    if any(language.words.opposite(old.text.lower(), new.text.lower()) for old, new in part.pairs):
        found.add(Fact.NEGATION)
    if _is_about_a_figure(part, language):
        found.add(Fact.FIGURE)
    return found


def _figures(tokens: list[Token], language: Language) -> list[object]:
    return [
        (token.text, [marks.script for marks in token.marks])
        for token in tokens
        if is_figure(token, language) or token.kind is Kind.TABLE
    ]


def is_figure(token: Token, language: Language) -> bool:
    """Tell whether a token is a number, in figures or in words, or a sign that goes with one."""
    match token.kind:
        case Kind.FIGURE:
            return True
        case Kind.WORD:
            return token.text.lower() in language.words.figures
        case Kind.SYMBOL:
            return token.text in _OF_FIGURES or unicodedata.category(token.text) in ("Sc", "Sm")
    return False


def _times(tokens: list[Token], language: Language) -> list[object]:
    return [t.text.lower() for t in tokens if t.kind is Kind.WORD and t.text.lower() in language.words.times]


def _negations(tokens: list[Token], language: Language) -> list[object]:
    words = (token.text.lower() for token in tokens if token.kind is Kind.WORD)
    return [word.replace("'", "") for word in words if language.words.denies(word)]


def _quotations(tokens: list[Token], _language: Language) -> list[object]:
    words = [
        token.text
        for token in tokens
        if token.quoted
        and (
            token.kind in (Kind.WORD, Kind.FIGURE)
            or (token.kind is Kind.SIGN and token.text in _OF_QUOTATIONS)
        )
    ]
    return [words, sum(token.kind is Kind.QUOTE for token in tokens)]


def _sources(tokens: list[Token], _language: Language) -> list[object]:
    cited: list[object] = [(t.text, t.detail) for t in tokens if t.kind is Kind.SOURCE]
    return cited + [t.detail[2] for t in tokens if t.kind is Kind.SPEAKER]


def _speakers(tokens: list[Token], _language: Language) -> list[object]:
    return [token.detail[:2] for token in tokens if token.kind is Kind.SPEAKER]


def _pictures(tokens: list[Token], _language: Language) -> list[object]:
    return [token.text for token in tokens if token.kind is Kind.PICTURE]


def _embeds(tokens: list[Token], _language: Language) -> list[object]:
    return [token.text for token in tokens if token.kind is Kind.EMBED]


_STATED: dict[Fact, Callable[[list[Token], Language], list[object]]] = {
    Fact.FIGURE: _figures,
    Fact.DATE: _times,
    Fact.NEGATION: _negations,
    Fact.QUOTATION: _quotations,
    Fact.SPEAKER: _speakers,
    Fact.SOURCE: _sources,
    Fact.PICTURE: _pictures,
    Fact.LINK: _embeds,
}


def _names(part: Region, language: Language) -> bool:
    """Tell whether names differ; of scripts without capitals nobody can tell which word is none."""
    old, new = part.words
    if [token.text for token in old] == [token.text for token in new]:
        return False
    if any(token.text.isalpha() and token.text.lower() == token.text.upper() for token in (*old, *new)):
        return True
    slips = {
        token
        for pair in part.pairs
        if all(token.begins for token in pair) and language.is_slip(*pair) and not language.is_name(pair[1])
        for token in pair
    }
    named = [
        [
            token.text
            for token in side
            if token not in slips and (_is_linked(token) or language.is_name(token))
        ]
        for side in (old, new)
    ]
    return named[0] != named[1]


def _is_linked(token: Token) -> bool:
    return any(marks.person for marks in token.marks)


def _said_otherwise(part: Region) -> set[Fact]:
    """Compare what is said about the words: whom they link, where they lead, who said them."""
    beside = [marks for token in (part.before, part.after) if token for marks in token.marks]
    old, new = ([marks for token in side for marks in token.marks] for side in part.words)
    parts: dict[Fact, Callable[[Marks], object]] = {
        Fact.NAME: lambda marks: marks.person,
        Fact.LINK: lambda marks: marks.link,
        Fact.QUOTATION: lambda marks: marks.quotation is not None,
        Fact.SPEAKER: lambda marks: marks.quotation and (marks.quotation.person, marks.quotation.speaker),
        Fact.SOURCE: lambda marks: marks.quotation and marks.quotation.reference,
    }
    found = set()
    for fact, said in parts.items():
        known = {said(marks) for marks in beside}
        if {said(m) for m in old} - known - {"", None, False} != {said(m) for m in new} - known - {
            "",
            None,
            False,
        }:
            found.add(fact)
    return found


def _is_about_a_figure(part: Region, language: Language) -> bool:
    """Tell whether a figure beside the place means something else now: its unit, or how it is written."""
    before = part.before is not None and is_figure(part.before, language)
    after = part.after is not None and is_figure(part.after, language)
    if before and after:
        return True
    old, new = part.words
    same = [token.text.lower() for token in old] == [token.text.lower() for token in new]
    is_slip = bool(part.pairs) and all(language.is_slip(*pair) for pair in part.pairs)
    return (before or after) and not same and not is_slip
