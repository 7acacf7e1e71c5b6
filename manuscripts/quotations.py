"""Words a paragraph attributes to somebody, as quotations in one or more parts.

Words in quote marks are a quotation only if words next to them say who spoke ("said X", "X wrote:",
"according to X"). A second stretch belongs to the first when nothing but that attribution stands
between them. Marks that never close go on in the next paragraph if that one opens with a mark too.
"He" and "she" mean the only person named so far in the paragraph, or else in the one before; where
that leaves a choice, the quotation keeps no speaker: to attribute words to the wrong person is worse
than to attribute them to nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .antecedents import is_about
from .attribution import Attribution, after_quote, before_quote, ends_as_title, sentence_end
from .capitals import could_be_person, name_in, possible_people, runs_of, words_of
from .lexicon import SINGULAR_PRONOUNS
from .manuscript import Quotation, QuoteSpan
from .quote_marks import Quoted, quoted_in, spoken_after_dash
from .speech import attributions_in, common_words
from .speech.naming import Introduced
from .speech.spaced import DROPPED

JOINTS = ("", "and", ",", ", and", "…", "...", "[…]", "[...]")
# Paragraphs of one speech to look back over for the person "he" or "she" is.
LONGEST_SPEECH = 20
JOINING = (".", "。", ",", ":", ";", "—", "–", "!", "?")
Place = tuple[int, Quoted]


@dataclass
class Found:
    """A quotation while it is being put together."""

    places: list[Place]
    speaker: str = ""


class Speakers:
    """The people a manuscript names, for telling who "Liang" or "he" is."""

    def __init__(self, people: Sequence[str], *, texts: Sequence[str]) -> None:
        self.full = dict.fromkeys(people)
        self.single: dict[str, set[str]] = {}
        # Whoever merely looks like a person counts too, so that a shared surname settles nothing.
        possible = {name.text for text in texts for name in possible_people(text)}
        self.pronouns: dict[str, str] = {}
        self.surnames: dict[str, set[str]] = {}
        for name in possible.union(people):
            words = name.split()
            self.surnames.setdefault(words[-1], set()).add(name)
            for word in (words[0], words[-1]):
                self.single.setdefault(word, set()).add(name)

    def resolve(self, name: str) -> str:
        """Return the full name a single word stands for, if only one person has it."""
        owners = self.single.get(name, set())
        if len(owners) == 1 and (owners <= self.full.keys() or owners == self.surnames.get(name)):
            return next(iter(owners))
        return name

    def is_person(self, name: str) -> bool:
        """Tell whether a name is, or stands for, one person's full name."""
        return len(self.resolve(name).split()) > 1

    def could_be(self, name: str, pronoun: str) -> bool:
        """Tell whether nothing the text said before speaks against a person being "he" or "she"."""
        return self.pronouns.get(name, pronoun) == pronoun

    def named_in(self, text: str, quoted: Sequence[Quoted]) -> Iterator[tuple[int, str]]:
        """Yield everybody a text names outside quote marks, with whoever merely looks like a person."""
        at = 0
        for run in runs_of(text, words_of(text)):
            while at < len(quoted) and quoted[at].end <= run.start:
                at += 1
            if at < len(quoted) and quoted[at].start <= run.start:
                continue
            name = name_in(run)
            if name is None:
                continue
            if name.text in self.full or name.text in self.single:
                yield run.start, self.resolve(name.text)
            elif could_be_person(name):
                yield run.start, name.text


class Passages:
    """The running text of a manuscript, with its quote marks and the people around them."""

    def __init__(self, texts: Sequence[str], *, people: Sequence[str], language: str) -> None:
        self.texts = texts
        self.other = attributions_in(language)
        self.quoted = [self._quoted_in(text) for text in texts]
        self.speakers = Speakers(people, texts=texts)
        self.spoke: set[str] = set()
        self._first_named: dict[int, list[tuple[int, str]]] = {}

    def _quoted_in(self, text: str) -> list[Quoted]:
        spoken = spoken_after_dash(text) if self.other else []
        return spoken or quoted_in(text)

    def named_before(self, index: int, end: int) -> set[str]:
        """Return who is named in a passage up to a place: nobody, one, or enough to be unclear."""
        if index not in self._first_named:
            first: dict[str, int] = {}
            for start, name in self.speakers.named_in(self.texts[index], self.quoted[index]):
                first.setdefault(name, start)
                if len(first) > 1:
                    break
            self._first_named[index] = [(start, name) for name, start in first.items()]
        return {name for start, name in self._first_named[index] if start < end}

    def goes_on(self, index: int) -> bool:
        """Tell whether a passage ends inside a quotation that the next one continues."""
        return bool(self.quoted[index]) and not self.quoted[index][-1].closed


def find_quotations(
    passages: Sequence[str], *, people: Sequence[str], known: Sequence[str] = (), language: str = ""
) -> tuple[tuple[Quotation, ...], tuple[tuple[QuoteSpan, ...], ...]]:
    """Return the quotations of a text, and for each passage where their parts stand.

    `people` are the full names that have a sign of a person beside them, `known` those that need none.
    """
    text = Passages(passages, people=[*people, *known], language=language)
    found: list[Found] = []
    for index in range(len(passages)):
        found += _in_passage(text, index)
    _carry_over(found, text.quoted)
    if text.other is not None:
        full_names = [*known, *(one.speaker for one in found)]
        introduced = Introduced(full_names, texts=passages, common=common_words(language))
        for one in found:
            one.speaker = introduced.full_name(one.speaker)
    quotations: list[Quotation] = []
    spans: list[list[QuoteSpan]] = [[] for _passage in passages]
    for number, one in enumerate(found, start=1):
        key = f"q{number}"
        parts = tuple(place.words(passages[index]) for index, place in one.places)
        quotations.append(Quotation(key, parts, one.speaker))
        for index, place in one.places:
            spans[index].append(QuoteSpan(place.start, place.end, key))
    return tuple(quotations), tuple(tuple(sorted(row, key=lambda span: span.start)) for row in spans)


def _in_passage(passages: Passages, index: int) -> list[Found]:
    text, stretches = passages.texts[index], passages.quoted[index]
    found: list[Found] = []
    earlier: set[str] = set()
    joined = False
    for at, stretch in enumerate(stretches):
        previous_end = stretches[at - 1].end if at else 0
        next_start = stretches[at + 1].start if at + 1 < len(stretches) else len(text)
        before, after = text[previous_end : stretch.start], text[stretch.end : next_start]
        words = stretch.words(text)
        if not any(character.isalnum() for character in words):
            joined = False
            continue
        read = passages.other.attributed if passages.other else _attributed
        own, trailing = read(words, before, after, joined=joined)
        if own is not None and own.label and not passages.speakers.is_person(own.speaker):
            own = None
        goes_on = joined and bool(found) and (own is not None or _could_be_speech(words, before, after))
        if own is None:
            joined = goes_on and after.strip() in JOINTS
            if goes_on:
                found[-1].places.append((index, stretch))
            continue
        if passages.other is None:
            speaker = _who(own, passages, index, stretch.start, earlier)
        else:
            speaker = own.speaker or (_same_speaker(own, found[-1].speaker, before) if goes_on else "")
        earlier |= {speaker} - {""}
        passages.spoke |= earlier
        same = own.pronoun == "who" or (speaker and speaker == found[-1].speaker) if goes_on else False
        if same:
            found[-1].places.append((index, stretch))
        else:
            found.append(Found([(index, stretch)], speaker))
        joined = after.strip() in JOINTS or (trailing and (not stretch.marks or _leads_on(after)))
    return found


def _same_speaker(said_by: Attribution, speaker: str, between: str) -> str:
    """Return who spoke just before, if a pronoun (or none) that follows straight can mean nobody else."""
    others = between.replace(speaker, "", 1)
    if said_by.pronoun != DROPPED and any(character.isupper() for character in others):
        return ""
    return speaker


def _attributed(words: str, before: str, after: str, *, joined: bool) -> tuple[Attribution | None, bool]:
    """Tell who said the words, and whether the text says so after them."""
    leading = before_quote(before, words)
    if leading is not None and not joined and before.rstrip().endswith((":", ",")):
        return leading, False
    told = after.rstrip()
    opens_next = told.endswith(":") and sentence_end(told) == len(told) and not words.endswith(",")
    following = None if opens_next or ends_as_title(before) else after_quote(words, after)
    if following is not None:
        return following, True
    return leading, False


def _could_be_speech(words: str, before: str, after: str) -> bool:
    """Tell whether words behind an attribution can go on with the speech, rather than name something.

    "“We go,” said Lund. “Low Water” sold well."
    """
    if not before.rstrip().endswith((".", "。")) or not after.strip():
        return True
    return words.rstrip("’")[-1:] in ".,!?…—–。，！？" or after.lstrip()[:1] in ".!?。！？"


def _leads_on(after: str) -> bool:
    """Tell whether the attribution after a quotation leads straight to the next quote marks."""
    between = after.strip()
    whole = sentence_end(between) == len(between) and "。" not in between[:-1]
    return whole and between.endswith(JOINING)


def _who(said_by: Attribution, passages: Passages, index: int, start: int, earlier: set[str]) -> str:
    """Return the speaker's name, or nothing where the text leaves a choice."""
    speakers = passages.speakers
    if said_by.speaker:
        return speakers.resolve(said_by.speaker)
    if said_by.pronoun not in SINGULAR_PRONOUNS or len(earlier) > 1:
        return ""
    candidates = passages.named_before(index, start) | earlier
    before = passages.texts[index][:start]
    for back in range(index - 1, max(-1, index - 1 - LONGEST_SPEECH), -1):
        if candidates:
            break
        candidates = passages.named_before(back, len(passages.texts[back]))
        before = f"{passages.texts[back]}\n{before}"
        if not passages.goes_on(back):
            break
    candidates = {name for name in candidates if speakers.could_be(name, said_by.pronoun)}
    if len(candidates) != 1:
        return ""
    (speaker,) = candidates
    if not is_about(before, speaker, said_by.pronoun, has_spoken=speaker in earlier | passages.spoke):
        return ""
    speakers.pronouns[speaker] = said_by.pronoun
    return speaker


def _carry_over(found: list[Found], quoted: Sequence[Sequence[Quoted]]) -> None:
    """Join quotations that run over several paragraphs, each of which opens with a mark."""
    owner = {(index, place.start): one for one in found for index, place in one.places}
    for index in range(len(quoted) - 1):
        if not quoted[index] or quoted[index][-1].closed:
            continue
        following = quoted[index + 1]
        if not following or following[0].start:
            continue
        here, there = (index, quoted[index][-1]), (index + 1, following[0])
        first, second = owner.get((index, here[1].start)), owner.get((index + 1, 0))
        if first is None and second is not None:
            second.places.insert(0, here)
            owner[(index, here[1].start)] = second
        elif first is not None and second is None:
            first.places.append(there)
            owner[(index + 1, 0)] = first
        elif first is not None and second is not None and first is not second:
            _unite(first, second, owner)
    found[:] = [one for one in found if one.places]


def _unite(first: Found, second: Found, owner: dict[tuple[int, int], Found]) -> None:
    if first.speaker and second.speaker and first.speaker != second.speaker:
        return
    first.places += second.places
    first.speaker = first.speaker or second.speaker
    for index, place in second.places:
        owner[(index, place.start)] = first
    second.places = []
