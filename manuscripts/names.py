"""Names in a text that clearly are people's: suggestions for the editor, never links."""

import re
from collections.abc import Iterable

from .capitals import Run, Word, could_be_person, name_in, runs_of, words_of
from .lexicon import (
    ATTRIBUTION_VERBS,
    AUXILIARIES,
    BY_VERBS,
    LEADING_FIELDS,
    ROLES,
    ROLES_OF_COMPANIES,
)
from .manuscript import Manuscript, passages_of

ROLES_BY_LENGTH = "|".join(sorted(map(re.escape, ROLES - ROLES_OF_COMPANIES), key=len, reverse=True))
APPOSITION = re.compile(
    r",\s+(?:who\b|(?:aged\s+)?\d{1,3}[,.]|(?:then\s+)?(?:the|a|an|its|his|her|their|my|our)\s+"
    rf"(?:[\w’'-]+\s+){{0,4}}(?:{ROLES_BY_LENGTH})\b)",
    re.IGNORECASE,
)
APPOSITION_LENGTH = 90
# "The town asked for a ferry", "the fund added to its stake": towns and funds do that.
NOT_SPEECH = ("for", "to", "by", "up")


def suggest_people(manuscript: Manuscript) -> tuple[str, ...]:
    """Return the names that clearly are people's, as they first appear.

    Two or more capitalised words count only beside a sign of a person: a title or a role, a verb of
    saying, "founded by", an age, "who". A name with a word of an organisation or a place never does.
    """
    texts = [passage.text for block in manuscript.blocks for passage in passages_of(block)]
    return people_named(texts)


def people_named(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every full name with a sign of a person beside it, in order."""
    found: dict[str, None] = {}
    for text in texts:
        words = words_of(text)
        for run in runs_of(text, words):
            name = name_in(run)
            if name is not None and could_be_person(name) and _is_person(text, words, name):
                found[name.text] = None
    return tuple(found)


def _is_person(text: str, words: list[Word], name: Run) -> bool:
    if name.title:
        return not _is_field_leader(words, name.first - 1)
    before = words[name.first - 1] if name.first else None
    beside = before is not None and text[before.end : name.start].strip() == ""
    if beside and before is not None:
        if before.low == "the":
            return False
        if before.low in ROLES:
            return not _is_field_leader(words, name.first - 1)
        if before.low == "by" and name.first > 1 and words[name.first - 2].low in BY_VERBS:
            return True
    return (
        _speaks(text, words, name)
        or APPOSITION.match(text, name.end, name.end + APPOSITION_LENGTH) is not None
    )


def _is_field_leader(words: list[Word], role: int) -> bool:
    return words[role].low == "leader" and role > 0 and words[role - 1].low in LEADING_FIELDS


def _speaks(text: str, words: list[Word], name: Run) -> bool:
    """Tell whether a verb of saying follows or comes before: "Jane Doe said", "said Jane Doe"."""
    after = name.first + len(name.words)
    while after < len(words) and words[after].text in AUXILIARIES:
        after += 1
    if after < len(words) and words[after].text in ATTRIBUTION_VERBS:
        between = text[name.end : words[after].start]
        # "the harbour master, Tomas Lindqvist, said", but not "At Acme Widgets, said the clerk".
        apposed = between.startswith(",") and text[max(0, name.start - 2) : name.start] == ", "
        follows = words[after + 1].text if after + 1 < len(words) else ""
        if follows in NOT_SPEECH:
            return False
        if (apposed or "," not in between) and not set(between) & set(".;:!?…“”‘’"):
            return True
    if not name.first:
        return False
    before = words[name.first - 1]
    return before.text in ("said", "says") and text[before.end : name.start].isspace()
