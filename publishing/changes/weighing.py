"""How much a change is for readers: spelling, words, or something stated as a fact.

When in doubt it is the graver one: a small fix is offered first only if nothing else can have changed.
"""

from collections import Counter
from dataclasses import dataclass

from publishing.changes.comparison import Comparison
from publishing.changes.facts import Language, facts_in
from publishing.changes.lexicon import lexicon
from publishing.changes.regions import Compared, Region
from publishing.changes.weights import Fact, Weight
from publishing.changes.words import Kind, Token
from publishing.timeline import Change

_GRAVE_SIGNS = frozenset("?!/…")


@dataclass(frozen=True)
class Weighed:
    """What was found: how much, which facts, and in which fields."""

    weight: Weight = Weight.NOTHING
    facts: frozenset[Fact] = frozenset()
    fields: tuple[str, ...] = ()

    @property
    def preselected(self) -> Change | None:
        """Return the kind of change that is chosen already when the colleague is asked."""
        return Change.MINOR if self.weight is Weight.SPELLING else None

    @property
    def is_fact(self) -> bool:
        """Tell whether a correction is what readers are most likely owed."""
        return self.weight is Weight.FACT


def weighed(comparison: Comparison) -> Weighed:
    """Say how much differs between what readers have and what they would have."""
    language = comparison.language or "en"
    weight, facts, fields = Weight.NOTHING, set[Fact](), []
    for name, words in comparison.fields.items():
        if words is not None:
            of_field, found = _weight_of(words.places, language)
            if words.old.lines != words.new.lines:
                # What is only written otherwise is seen as well: spaces, kinds of dashes and quote marks.
                of_field = max(of_field, Weight.SPELLING)
        else:
            of_field, found = Weight.FACT, {Fact.LINK if name == "slug" else Fact.DETAILS}
        weight = max(weight, of_field)
        facts |= found
        fields += [name] if of_field is not Weight.NOTHING else []
    return Weighed(weight, frozenset(facts), tuple(fields))


def _weight_of(places: Compared, code: str) -> tuple[Weight, set[Fact]]:
    language = Language(lexicon(code), places.elsewhere)
    weight, facts = Weight.NOTHING, set[Fact]()
    for part in places.regions:
        found = facts_in(part, language)
        facts |= found
        weight = max(weight, Weight.FACT if found else _weight_without_facts(part, language))
    return weight, facts


def _weight_without_facts(part: Region, language: Language) -> Weight:
    if _is_shaped_otherwise(part):
        return Weight.WORDS
    old, new = ([token.text for token in side] for side in part.words)
    if old == new:
        marked_alike = all(one.marks == other.marks for one, other in part.pairs)
        return Weight.SPELLING if marked_alike else Weight.WORDS
    is_spelling = (
        (bool(part.pairs) and all(language.is_slip(*pair) for pair in part.pairs))
        or _letters(old) == _letters(new)
        or _was_said_twice(part, old, new)
    )
    return Weight.SPELLING if is_spelling else Weight.WORDS


def _is_shaped_otherwise(part: Region) -> bool:
    """Tell whether signs that mean something, or headings and lists, came or went."""

    def shape(tokens: list[Token]) -> Counter[tuple[str, ...]]:
        return Counter(
            (token.kind.name, token.text, *token.detail)
            for token in tokens
            if token.kind in (Kind.SYMBOL, Kind.SHAPE)
            or (token.kind is Kind.SIGN and token.text in _GRAVE_SIGNS)
            or (token.kind is Kind.END and token.text != "p")
        )

    return shape(part.old) != shape(part.new)


def _letters(words: list[str]) -> str:
    """Return words without what stands between their letters."""
    return "".join(words).replace("'", "")


def _was_said_twice(part: Region, old: list[str], new: list[str]) -> bool:
    """Tell whether one word went that stands there once more."""
    beside = [token.text for token in (part.before, part.after) if token]
    return not new and len(old) == 1 and old[0].islower() and old[0] in beside
