"""Whom "he" or "she" means behind a text: the one its last sentences are about, else nobody."""

import re

# What is opened and not closed goes on in the next paragraph.
QUOTED = re.compile(r"“[^“”\n]*(?:”|\n|$)|\"[^\"\n]*(?:\"|\n|$)|‘[^‘’]{3,}’(?!\w)")
SPOKEN = "“”"
SENTENCE = re.compile(r"[.!?…]+[”\"’')\]]*\s+|\n+")
# "It grew fast." and "We met her in a hut." speak of nobody new.
OF_NOBODY = frozenset(["it", "that", "this", "there", "we", "i"])
BEFORE_NAMES = frozenset(["the", "a", "an", "but", "and", "yet", "so", "then"])
MOST_BEFORE = 6
LONGEST = 4000
"""Letters looked back over: what is further away is forgotten."""


def is_about(before: str, name: str, pronoun: str, *, has_spoken: bool) -> bool:
    """Tell whether a pronoun that follows a text can mean somebody it names.

    The last sentence that names them has to be about them, and those behind it about nobody else:
    "The mayor praised Paul Jones. “A hero,” she said." does not say who she is.
    """
    words = name.split()
    forms = re.compile(
        r"\b(?:" + "|".join(map(re.escape, dict.fromkeys([name, words[-1], words[0]]))) + r")\b"
    )
    for sentence in reversed(SENTENCE.split(QUOTED.sub(SPOKEN, before[-LONGEST:]))):
        sentence = sentence.strip(" —–-")
        if not sentence or sentence == SPOKEN:
            continue
        if found := forms.search(sentence):
            return (has_spoken and SPOKEN in sentence) or _is_subject(sentence, found)
        first = re.split(r"\W+", sentence.lstrip('“"‘(').lower(), maxsplit=1)[0]
        goes_on = first == pronoun or (SPOKEN in sentence and re.search(rf"\b{pronoun}\b", sentence))
        if not goes_on and first not in OF_NOBODY and len(sentence.split()) > 2:
            return False
    return False


def _is_subject(sentence: str, named: re.Match[str]) -> bool:
    """Tell whether a sentence begins with a name, its title or office before it at most."""
    if re.match(r"['’]s\b|['’](?=\s)", sentence[named.end() :]):
        return False
    above = sentence[: named.start()].split()
    if not above:
        return True
    if len(above) > MOST_BEFORE:
        return False
    return above[-1].endswith(",") or all(word[0].isupper() or word.lower() in BEFORE_NAMES for word in above)
