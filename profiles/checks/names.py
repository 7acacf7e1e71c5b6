"""Finding the names of people with a profile in a text, however many profiles there are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from profiles.models import Person, PersonName
from publishing.naming import first_word, is_unspaced, name_key, words_in

MOST_WORDS = 20_000
_WORD = re.compile(r"\w+")
_HYPHENS = frozenset("-‐‑")
_JOINING = _HYPHENS | frozenset("'’ʼ＇")
_SMALL_BEFORE = re.compile(r"(?:^|[^\w.])[^\W\d_A-ZÀ-ÖØ-ÞА-Я][\w’'-]*,?[ \u00a0][“„«‘(]?$")


@dataclass(frozen=True)
class Known:
    """A name somebody goes by, as names are compared, and whose it is."""

    key: str
    people: tuple[str, ...]
    """The public keys of everybody who has it."""
    spelled: frozenset[str] = frozenset()

    @cached_property
    def length(self) -> int:
        """Return of how many words the name is."""
        return len(_WORD.findall(self.key))

    @cached_property
    def is_unspaced(self) -> bool:
        return is_unspaced(self.key)

    @cached_property
    def signs_behind(self) -> int:
        """Return how many signs end the name, as in “Jr.”."""
        return len(self.key) - max((word.end() for word in _WORD.finditer(self.key)), default=0)


@dataclass
class Names:
    """Names by the word a text is searched by, the longest first; what everybody is called, by key."""

    by_word: dict[str, list[Known]] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)


def names_for(texts: Iterable[str]) -> Names:
    """Return the names that may stand in these texts, by one question whatever the number of people."""
    words = {first_word(word) for text in texts for word in words_in(_capitals(text))} - {""}
    rows = (
        PersonName.objects.filter(first_word__in=sorted(words)[:MOST_WORDS], person__binned_at=None)
        .exclude(person__page=Person.Page.NEVER)
        .order_by("person")
        .values_list("key", "first_word", "person__key", "person__name", "person__aliases")
    )
    names = Names()
    owners: dict[tuple[str, str], dict[str, None]] = {}
    spelled: dict[str, set[str]] = {}
    for key, word, person, name, aliases in rows:
        owners.setdefault((word, key), {})[person] = None
        names.called[person] = name
        spelled.setdefault(key, set()).update(one for one in (name, *aliases) if name_key(one) == key)
    for (word, key), people in sorted(owners.items(), key=lambda pair: -len(pair[0][1])):
        known = Known(key, tuple(people), frozenset(spelled[key]))
        names.by_word.setdefault(word, []).append(known)
    return names


def _capitals(text: str) -> str:
    """Keep the words that could begin a name: with a capital, or of a script that has none."""
    return " ".join(word for word in _WORD.findall(text) if not word[0].islower())


def names_in(text: str, names: Names) -> Iterator[tuple[int, int, Known]]:
    """Yield each name that stands in a line, where it begins and ends; of two, the longer wins."""
    words = list(_WORD.finditer(text))
    folded: dict[str, str] = {}
    done = 0
    for place, word in enumerate(words):
        written = word.group()
        if written[0].islower():
            continue
        starts = range(word.start(), word.end()) if is_unspaced(written[0]) else (word.start(),)
        for start in starts:
            if start < done:
                continue
            part = text[start : word.end()]
            if part not in folded:
                folded[part] = first_word(name_key(part))
            for known in names.by_word.get(folded[part], ()):
                end = _end_of(
                    text, start, known, [match.end() for match in words[place : place + known.length]]
                )
                if end and _is_meant(text, start, end, known):
                    yield start, end, known
                    done = end
                    break


def _end_of(text: str, start: int, known: Known, ends: list[int]) -> int:
    """Return where a name ends that begins here, or 0 if another one stands here."""
    if known.is_unspaced:
        end = start + len(known.key)
    elif len(ends) == known.length:
        end = ends[-1] + known.signs_behind
    else:
        return 0
    return end if name_key(text[start:end]) == known.key else 0


def _is_meant(text: str, start: int, end: int, known: Known) -> bool:
    """Tell a name from the beginning of a longer one, a part of a word, and words spelled like it."""
    if known.is_unspaced:
        return True
    if _goes_on_before(text, start) or _goes_on_behind(text, end) or _capital_follows(text, end):
        return False
    if _small_words(text[start:end]) > min(map(_small_words, known.spelled), default=0):
        return False
    if known.length > 1:
        return True
    # A single word is spelled just so, and neither begins a sentence nor stands beside another name.
    return text[start:end] in known.spelled and bool(_SMALL_BEFORE.search(text[:start]))


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
