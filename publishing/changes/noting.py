"""A correction's note for readers, drafted from the changed words."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.changes.comparison import Comparison, Words
from publishing.changes.regions import Region
from publishing.changes.words import Kind, Reading, Token
from publishing.languages import interface_language

_WORDS_BEFORE, _WORDS_AFTER = 4, 5
_SHORT_SENTENCE = 12
_MOST_PASSAGES = 4
_LONGEST_PASSAGE = 240
_NO_WORDS = (Kind.END, Kind.SHAPE, Kind.TABLE, Kind.PICTURE, Kind.EMBED, Kind.SPEAKER)


@dataclass(frozen=True)
class Passage:
    """Some words as they were and as they are, with enough around them to be understood."""

    old: str
    new: str


def drafted_note(comparison: Comparison) -> str:
    """Say for readers what an earlier version said and what it is; empty if no words changed.

    It is in the language of the text where there is a catalogue for it, and a colleague looks at it.
    """
    passages = [p for words in comparison.fields.values() if words is not None for p in _passages(words)]
    passages = list(dict.fromkeys(passages))
    with translation.override(interface_language(comparison.language)):
        said = [_sentence(passage) for passage in passages[:_MOST_PASSAGES]]
        more = len(passages) - len(said)
        if more > 0:
            said.append(
                ngettext("%(count)d more place was changed.", "%(count)d more places were changed.", more)
                % {"count": more}
            )
    return " ".join(said)


def _sentence(passage: Passage) -> str:
    words = {"old": _inside(passage.old), "new": _inside(passage.new)}
    if not passage.new:
        return _("An earlier version said “%(old)s”. That was taken out.") % words
    if not passage.old:
        return _("An earlier version did not say “%(new)s”.") % words
    return _("An earlier version said “%(old)s”. It is “%(new)s”.") % words


def _inside(text: str) -> str:
    """Return words as they stand inside quotation marks: with single ones of their own."""
    return text.translate({ord("“"): "‘", ord("”"): "’", ord("„"): "‚", ord('"'): "'"})


def _passages(words: Words) -> list[Passage]:
    found: list[Passage] = []
    for old_at, new_at in _together(words.old, words.new, words.places.regions):
        old, new = _written(words.old, old_at), _written(words.new, new_at)
        if old != new:
            found.append(Passage(old, new))
    return found


def _together(before: Reading, now: Reading, places: list[Region]) -> list[tuple[slice, slice]]:
    """Return each place with the words around it; those that are close to one another as one."""
    found: list[tuple[slice, slice]] = []
    reached = 0
    for at, place in enumerate(places):
        # What stands between two places is the same on both sides.
        gap = place.old_at.start - (places[at - 1].old_at.stop if at else 0)
        following = places[at + 1].old_at.start if at + 1 < len(places) else len(before.tokens)
        (back, on), (other_back, other_on) = (
            _around(before.tokens, place.old_at),
            _around(now.tokens, place.new_at),
        )
        back, on = min(back, other_back, gap), min(on, other_on, following - place.old_at.stop)
        old = slice(place.old_at.start - back, place.old_at.stop + on)
        new = slice(place.new_at.start - back, place.new_at.stop + on)
        if found and reached + back >= gap:
            first_old, first_new = found.pop()
            old, new = slice(first_old.start, old.stop), slice(first_new.start, new.stop)
        found.append((old, new))
        reached = on
    return found


def _around(tokens: list[Token], at: slice) -> tuple[int, int]:
    """Return how many tokens before and behind a place belong to what has to be said with it."""
    first, last = at.start, at.stop
    while first > 0 and not _is_end(tokens[first - 1]):
        first -= 1
    while last < len(tokens) and not _is_end(tokens[last]):
        last += 1
    if last < len(tokens) and tokens[last].kind is Kind.QUOTE:
        last += 1
    if sum(map(_is_word, tokens[first:last])) <= _SHORT_SENTENCE:
        return at.start - first, last - at.stop
    back, on = tokens[first : at.start][::-1], tokens[at.stop : last]
    return _reach(back, _WORDS_BEFORE), _reach(on, _WORDS_AFTER)


def _reach(tokens: list[Token], most: int) -> int:
    words = 0
    for count, token in enumerate(tokens):
        words += _is_word(token)
        if words == most:
            return count + 1
    return len(tokens)


def _is_word(token: Token) -> bool:
    return token.kind in (Kind.WORD, Kind.FIGURE)


def _is_end(token: Token) -> bool:
    return token.kind in _NO_WORDS or token.ends


def _written(reading: Reading, at: slice) -> str:
    """Return the words at a place as they are written."""
    places = [token.place for token in reading.tokens[at] if token.place.end > token.place.begin]
    parts: list[str] = []
    for number, found in groupby(places, key=lambda place: place.line):
        of_line = list(found)
        parts.append(reading.lines[number][of_line[0].begin : of_line[-1].end])
    # The note ends its own sentence.
    text = " ".join(part.strip() for part in parts).removesuffix(".")
    return text if len(text) <= _LONGEST_PASSAGE else text[:_LONGEST_PASSAGE].rsplit(" ", 1)[0] + " …"
