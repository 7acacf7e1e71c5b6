"""Finding the names of people with a profile in a text, however many profiles there are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from profiles.models import Person, PersonName
from publishing.naming import first_word, is_unspaced, name_key, words_in

MOST_ASKED = 15_000
"""Of names, and of beginnings, in one question: databases take some 30,000 values at once."""
LONGEST = 6
"""Of so many words a name may be."""

_WORD = re.compile(r"\w+")
# What is written without spaces is known by its first two letters, which may be typed as four.
_BEGINNING = 4
_BEFORE = 80
_BETWEEN = frozenset([" ", "\u00a0", "-", "‐", "‑", "'", "’", ".", ". ", ".\u00a0"])
_HYPHENS = frozenset("-‐‑")
_JOINING = _HYPHENS | frozenset("'’ʼ＇")
_SMALL_BEFORE = re.compile(r"(?:^|[^\w.])[^\W\d_A-ZÀ-ÖØ-ÞА-Я][\w’'-]*,?[ \u00a0][“„«‘(]?$")

Stretch = tuple[int, int]


@dataclass
class Known:
    """A name somebody goes by, and the public keys of everybody who has it."""

    key: str
    people: list[str] = field(default_factory=list)
    spelled: set[str] = field(default_factory=set)

    @cached_property
    def length(self) -> int:
        """Return of how many words the name is."""
        return len(_WORD.findall(self.key))

    @cached_property
    def is_unspaced(self) -> bool:
        return is_unspaced(self.key)


@dataclass
class Names:
    """The names that may stand in a text, by their keys, and those without capitals by their beginning."""

    by_key: dict[str, Known] = field(default_factory=dict)
    by_beginning: dict[str, list[Known]] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """What words have been folded to already."""

    def key_of(self, words: str) -> str:
        """Return the key of some words, worked out once."""
        if words not in self.keys:
            self.keys[words] = name_key(words)
        return self.keys[words]


def names_for(texts: Iterable[str]) -> Names:
    """Return the names that may stand in these texts, by one question whatever the number of people."""
    names = Names()
    keys: set[str] = set()
    beginnings: set[str] = set()
    for text in texts:
        keys.update(names.key_of(text[start:end]) for ends in _stretches(text) for start, end in ends)
        beginnings.update(first_word(word) for word in words_in(_without_case(text)))
    beginnings -= {""}
    if not keys and not beginnings:
        return names
    rows = (
        PersonName.objects.filter(
            Q(key__in=sorted(keys)[:MOST_ASKED]) | Q(first_word__in=sorted(beginnings)[:MOST_ASKED]),
            person__binned_at=None,
        )
        .exclude(person__page=Person.Page.NEVER)
        .order_by("person")
        .values_list("key", "first_word", "person__key", "person__name", "person__aliases")
    )
    for key, word, person, name, aliases in rows:
        known = names.by_key.get(key)
        if known is None:
            known = names.by_key[key] = Known(key)
            names.by_beginning.setdefault(word, []).append(known)
        known.people.append(person)
        known.spelled.update(one for one in (name, *aliases) if name_key(one) == key)
        names.called[person] = name
    for beginning in names.by_beginning.values():
        beginning.sort(key=lambda known: -len(known.key))
    return names


def names_in(text: str, names: Names) -> Iterator[tuple[int, int, Known]]:
    """Yield each name that stands in a line, where it begins and ends; of two, the longer wins."""
    if not names.by_key:
        return
    done = 0
    for start, end, known in sorted(
        [*_with_capitals(text, names), *_of_no_case(text, names)], key=lambda found: (found[0], -found[1])
    ):
        if start >= done:
            yield start, end, known
            done = end


def _with_capitals(text: str, names: Names) -> Iterator[tuple[int, int, Known]]:
    for ends in _stretches(text):
        for start, end in reversed(ends):
            known = names.by_key.get(names.key_of(text[start:end]))
            if known and _is_meant(text, start, end, known):
                yield start, end, known
                break


def _of_no_case(text: str, names: Names) -> Iterator[tuple[int, int, Known]]:
    for word in _WORD.finditer(text):
        if _has_case(word.group()):
            continue
        starts: Iterable[int] = (word.start(),)
        longest = len(word.group())
        if is_unspaced(word.group()):
            starts, longest = range(word.start(), word.end()), _BEGINNING
        for start in starts:
            beginning = first_word(names.key_of(text[start : min(word.end(), start + longest)]))
            for known in names.by_beginning.get(beginning, ()):
                end = start + len(known.key)
                if names.key_of(text[start:end]) == known.key and _is_meant(text, start, end, known):
                    yield start, end, known
                    break


def _stretches(text: str) -> Iterator[list[Stretch]]:
    """Yield for each capital word where names that begin there could end, the shortest first."""
    words = list(_WORD.finditer(text))
    for place, word in enumerate(words):
        if not word.group()[0].isupper():
            continue
        ends: list[Stretch] = []
        behind = word.end()
        for other in words[place : place + LONGEST]:
            if other is not word and text[behind : other.start()] not in _BETWEEN:
                break
            behind = other.end()
            if other.group()[0].isupper():
                ends.append((word.start(), behind))
                if text[behind : behind + 1] == ".":
                    ends.append((word.start(), behind + 1))
        yield ends


def _without_case(text: str) -> str:
    """Keep the words of scripts that have no capitals."""
    return " ".join(word for word in _WORD.findall(text) if not _has_case(word)) if not text.isascii() else ""


def _has_case(word: str) -> bool:
    return word[0].isupper() or word[0].islower() or word[0].isdigit() or word[0] == "_"


def _is_meant(text: str, start: int, end: int, known: Known) -> bool:
    """Tell a name from the beginning of a longer one, a part of a word, and words spelled like it."""
    if known.is_unspaced:
        return True
    if not _has_case(text[start]) and (text[end : end + 1].isalnum() or text[start - 1 : start].isalnum()):
        return False
    if _goes_on_before(text, start) or _goes_on_behind(text, end) or _capital_follows(text, end):
        return False
    if _small_words(text[start:end]) > min(map(_small_words, known.spelled), default=0):
        return False
    if known.length > 1:
        return True
    # A single word is spelled just so, and neither begins a sentence nor stands beside another name.
    return text[start:end] in known.spelled and bool(
        _SMALL_BEFORE.search(text, max(0, start - _BEFORE), start)
    )


def _capital_follows(text: str, end: int) -> bool:
    """Tell whether a name goes on, as in “the Alan Turing Institute”."""
    return text[end : end + 1] in (" ", "\u00a0") and text[end + 1 : end + 2].isupper()


def _small_words(name: str) -> int:
    return sum(word[0].islower() for word in _WORD.findall(name))


def _goes_on_before(text: str, start: int) -> bool:
    """Tell "Anne-Marie Curie" from "Marie Curie"; in "d’Alan Turing" a word stands before the name."""
    before = text[max(0, start - 2) : start]
    if len(before) < 2 or before[1] not in _JOINING or not before[0].isalnum():
        return False
    return before[1] in _HYPHENS or not before[0].islower()


def _goes_on_behind(text: str, end: int) -> bool:
    """Tell "Anne-Marie" from "Anne"; in "Alan Turing’s" and "Alan Turing-like" the name has ended."""
    behind = text[end : end + 3]
    if behind[:1] in _HYPHENS and behind[:1]:
        return behind[1:2].isupper()
    if behind[:1] in _JOINING and behind[:1]:
        return behind[1:2].isalnum() and not (behind[1:2] in "sS" and not behind[2:3].isalnum())
    return False
