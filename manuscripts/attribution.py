"""Who said it: reading the words just after and just before quote marks."""

import re
from dataclasses import dataclass

from .capitals import Run, could_be_person, name_in, runs_of, words_of
from .lexicon import (
    ABBREVIATIONS,
    ADDRESSING_VERBS,
    ATTRIBUTION_VERBS,
    AUXILIARIES,
    BEFORE_A_TITLE,
    BELONGING,
    CIRCUMSTANCES,
    DETERMINERS,
    HONORIFICS,
    NO_ATTRIBUTION,
    PASSIVE,
    PREDICATE_VERBS,
    PRONOUNS,
    ROLES,
    SPEAKER_STOPS,
)

WINDOW = 300
LONGEST_SPEAKER = 14
LONGEST_TAIL = 10
SHORTEST_SENTENCE = 3

STOP = re.compile(r"[.!?…]+(?=[\s”’\"»)]|$)")
ENDS_AS_SPEECH = (",", "!", "?", "—", "–", "…")
# "In the words of the bishop: “…”"
IN_THE_WORDS_OF = ("in", "the", "words", "of")
# "Jane Doe’s lawyer" is not Jane Doe.
OWNER = re.compile(r"(?:[^\W\d_][\w.-]*\s){0,4}[^\W\d_][\w.-]*(?:’s|s’)\s+[^\W\d_]")
LABEL = re.compile(r"([^:()]{2,60}?)(?:\s{0,3}\([^()]{1,80}\))?:")
PUNCTUATION = ".,;:!?…—–-“”‘’()\"' "


@dataclass(frozen=True)
class Attribution:
    """A speaker as the text puts it; `pronoun` where it says only "he"; both empty if unclear."""

    speaker: str = ""
    pronoun: str = ""
    # "Doe: “…”" is hers only if the text names her in full.
    label: bool = False


def sentence_end(text: str) -> int:
    """Return where the first sentence ends, its point included; the length if it does not."""
    for match in STOP.finditer(text):
        if not _abbreviates(text, match.start(), match.group()):
            return match.end()
    return len(text)


def last_sentence(text: str) -> str:
    """Return what stands after the last full stop."""
    start = 0
    for match in STOP.finditer(text):
        if not _abbreviates(text, match.start(), match.group()) and text[match.end() :].strip():
            start = match.end()
    return text[start:].lstrip(" ”’»)")


def ends_as_title(before: str) -> bool:
    """Tell whether the words before quote marks announce a title or a term."""
    words = before[-40:].lower().rstrip().split()
    return bool(words) and words[-1] in BEFORE_A_TITLE


def after_quote(quote: str, after: str) -> Attribution | None:
    """Read the attribution that follows: "said X", "X said", "according to X"."""
    clause = after[: sentence_end(after[:WINDOW])].strip()
    comma = clause.startswith((",", "—", "–"))
    clause = clause.lstrip(",—–- ").rstrip(".!?…,;: ")
    words = clause.split()
    if not words:
        return None
    first = words[0].strip(PUNCTUATION)
    if first.lower() == "according" and words[1:2] == ["to"]:
        return _described_after(clause.split(" ", 2)[2]) if len(words) > 2 else None
    spoken = comma or quote.rstrip("’ ").endswith(ENDS_AS_SPEECH)
    if first == "as" and words[-2:] == ["put", "it"]:
        return _subject(" ".join(words[1:-2])) if len(words) > 3 else None
    skip = 1 if first.endswith("ly") or first in AUXILIARIES else 0
    verb = words[skip].strip(PUNCTUATION) if len(words) > skip else ""
    if verb in ATTRIBUTION_VERBS and verb not in ("told", "tells"):
        return _inverted(words[skip + 1 :])
    if not spoken or first.lower() in NO_ATTRIBUTION:
        return None
    return _subject_then_verb(words)


def before_quote(before: str, quote: str) -> Attribution | None:
    """Read the attribution that leads in: "X said:", "According to X,"."""
    sentence = last_sentence(before[-WINDOW:]).rstrip()
    closing = sentence[-1:]
    words = sentence.rstrip(",: ").split()
    if not words or closing in ".!?…":
        return None
    whole = len(quote.split()) >= SHORTEST_SENTENCE
    if words[0].lower() == "according" and words[1:2] == ["to"] and len(words) > 2:
        return _described_after(" ".join(words[2:])) if closing == "," or whole else None
    if tuple(word.lower() for word in words[:4]) == IN_THE_WORDS_OF and len(words) > 4:
        return _described_after(" ".join(words[4:])) if closing in (",", ":") else None
    if label := LABEL.fullmatch(sentence):
        name = _full_name(label[1]) or label[1]
        if len(label[1].split()) < 2 or name != label[1] or _is_person(name):
            return Attribution(name, label=True)
    at = _last_verb(words)
    if at is None:
        return None
    if not _leads_in(words, at, closing=closing, whole=whole) and not (
        whole and closing not in (",", ":") and _is_predicate(words, at, quote)
    ):
        return None
    return _subject(" ".join(words[:at]))


def _leads_in(words: list[str], at: int, *, closing: str, whole: bool) -> bool:
    """Tell whether the words after a verb of saying lead straight to what was said."""
    tail = words[at + 1 :]
    if closing not in (",", ":"):
        return whole and (not tail or tail == ["that"])
    if not tail:
        return True
    if len(tail) > LONGEST_TAIL:
        return False
    addressed = words[at].strip(PUNCTUATION) in ADDRESSING_VERBS or tail[0].lower() in CIRCUMSTANCES
    return addressed or (closing == ":" and whole)


def _is_predicate(words: list[str], at: int, quote: str) -> bool:
    """Tell "told reporters the town had “forty minutes, perhaps less”" from a title."""
    tail = words[at + 1 :]
    if not 0 < len(tail) <= LONGEST_TAIL or tail[-1] not in PREDICATE_VERBS | {"that"}:
        return False
    return quote[:1].islower() and not any(mark in " ".join(tail) for mark in ",;:“”")


def _inverted(words: list[str]) -> Attribution | None:
    """Read what follows "said": a name, a description or a pronoun."""
    if not words:
        return Attribution()
    first = words[0].strip(PUNCTUATION).lower()
    if first in PRONOUNS:
        return Attribution(pronoun=first)
    if first in NO_ATTRIBUTION or first in SPEAKER_STOPS:
        return None
    return _described_after(" ".join(words))


def _subject_then_verb(words: list[str]) -> Attribution | None:
    """Read "X said" after a quotation."""
    for at, word in enumerate(words[: LONGEST_SPEAKER + 1]):
        if word.strip(PUNCTUATION) in ATTRIBUTION_VERBS and at:
            if words[at - 1].lower() in PASSIVE or words[at + 1 : at + 2] == ["that"]:
                return None
            found = _subject(" ".join(words[:at]))
            return found if found.speaker or found.pronoun else None
    return None


def _last_verb(words: list[str]) -> int | None:
    for at in range(len(words) - 1, -1, -1):
        passive = at and words[at - 1].lower() in PASSIVE
        if at and words[at].strip(PUNCTUATION) in ATTRIBUTION_VERBS and not passive:
            return at
        if at and words[at] in ("put", "puts") and words[at + 1 : at + 2] == ["it"]:
            return at
    return None


def _described_after(text: str) -> Attribution | None:
    """Read a speaker from its first word: "an AI researcher in Berlin", "analyst Jane Doe of X"."""
    head, _, tail = _cut(text).partition("\0")
    words: list[str] = []
    for word in head.split()[:LONGEST_SPEAKER]:
        if words and word.lower() in SPEAKER_STOPS:
            break
        words.append(word)
    phrase = " ".join(words).strip()
    if not phrase:
        return None
    if words[0].lower() in PRONOUNS:
        return Attribution(pronoun=words[0].lower())
    if phrase[0].isupper() and words[0].lower() not in DETERMINERS:
        if OWNER.match(phrase):
            return Attribution(_full_name(_cut(tail).partition("\0")[0]) or phrase)
        return Attribution(_name_at_start(phrase))
    name = _name_after_role(phrase)
    if not name and words[0].lower() in DETERMINERS:
        name = _full_name(_cut(tail).partition("\0")[0])
    return Attribution(name or phrase)


def _subject(text: str) -> Attribution:
    """Read a speaker from its last word: "On Monday, the minister, Jane Doe, also"."""
    words = text.split()
    while words and (words[-1].lower() in AUXILIARIES or (words[-1].endswith("ly") and words[-1].islower())):
        words.pop()
    parts = [part.strip() for part in " ".join(words).split(",")]
    if len(parts) > 1 and not parts[-1]:
        names = [name for name in map(_full_name, parts[:-1]) if name]
        if names:
            return Attribution(names[-1])
        parts = parts[:-2] if len(parts) > 2 else parts[:-1]
    phrase = parts[-1]
    last = phrase.rpartition(" ")[2].lower()
    if last in PRONOUNS:
        return Attribution(pronoun=last)
    return Attribution(_noun_phrase_at_end(phrase))


def _noun_phrase_at_end(phrase: str) -> str:
    runs = list(runs_of(phrase, words_of(phrase)))
    if runs and runs[-1].end == len(phrase.rstrip(PUNCTUATION)):
        before = phrase[: runs[-1].start].lower().split()
        named = name_in(runs[-1])
        if before and named is not None and _stands_after_a_role(phrase, runs[-1], named):
            return named.text
        if not before or before[-1] not in BELONGING | {"and"}:
            return _name_at_end(runs[-1], after_the=before[-1:] == ["the"])
    words = phrase.split()
    at = _first_of_description(words)
    if at is not None:
        return _lower_first(" ".join(words[at:])) if 2 <= len(words) - at <= LONGEST_SPEAKER else ""
    if 1 <= len(words) <= 5 and words[0].lower() not in NO_ATTRIBUTION | SPEAKER_STOPS:
        return _lower_first(phrase)
    return ""


def _name_at_end(run: Run, *, after_the: bool) -> str:
    name = name_in(run)
    if name is None:
        return run.text
    if not name.title and (after_the or run.words[0].low == "the"):
        return f"the {name.text}"
    return name.text


def _first_of_description(words: list[str]) -> int | None:
    """Return where "a spokesman for the ministry" begins: not at its last article."""
    found = None
    for at in range(len(words) - 1, -1, -1):
        if words[at].lower() not in DETERMINERS:
            continue
        if found is not None and words[found - 1].lower() not in BELONGING:
            break
        found = at
    return found


def _name_at_start(phrase: str) -> str:
    """Read "Jane Doe of Example", "White House officials", "Jane Doe and John Roe"."""
    run = next(iter(runs_of(phrase, words_of(phrase))))
    rest = phrase[run.end :].split()
    if rest and rest[0] == "and" and rest[1:2] and rest[1][0].isupper():
        return phrase
    if rest and rest[0].isalpha() and rest[0] not in NO_ATTRIBUTION:
        return _name_after_role(phrase) or phrase
    name = name_in(run)
    return name.text if name is not None else run.text


def _name_after_role(phrase: str) -> str:
    """Return the name in "analyst Jane Doe of Example Capital", or nothing."""
    words = words_of(phrase)
    for run in runs_of(phrase, words):
        if run.first and words[run.first - 1].low in BELONGING:
            return ""
        if run.first and words[run.first - 1].low in ROLES:
            name = name_in(run)
            return name.text if name is not None else ""
        titled = name_in(run)
        if titled is not None and titled.title and len(titled.words) > 1:
            return titled.text
        if titled is not None and _stands_after_a_role(phrase, run, titled):
            return titled.text
    return ""


def _stands_after_a_role(phrase: str, run: Run, name: Run) -> bool:
    """Tell "oceanographer Dana Whitfield", "the union boss Nick Larch" from "residents of Dana Point"."""
    before = phrase[: run.start].split()
    if name.first != run.first or not before or not could_be_person(name):
        return False
    if before[0].lower() in DETERMINERS:
        before.pop(0)
    plain = all(word.replace("-", "").isalpha() and word.islower() for word in before)
    return bool(before) and plain and not BELONGING.union(DETERMINERS, NO_ATTRIBUTION) & set(before)


def _is_person(text: str) -> bool:
    runs = list(runs_of(text, words_of(text)))
    return len(runs) == 1 and not runs[0].start and runs[0].end == len(text) and could_be_person(runs[0])


def _full_name(text: str) -> str:
    """Return a text that is nothing but a full name, its title taken off."""
    text = text.strip()
    runs = list(runs_of(text, words_of(text)))
    if len(runs) != 1 or runs[0].start or runs[0].end != len(text):
        return ""
    name = name_in(runs[0])
    return name.text if name is not None and len(name.words) > 1 else ""


def _cut(text: str) -> str:
    """Mark with NUL where a description ends at punctuation."""
    for match in re.finditer(r"[,;:—–(“”]|[.!?…]+(?=\s|$)", text):
        if not match.group().startswith(".") or not _abbreviates(text, match.start(), match.group()):
            return text[: match.start()] + "\0" + text[match.end() :]
    return text


def _abbreviates(text: str, at: int, mark: str) -> bool:
    if mark != ".":
        return False
    word = text[max(0, at - 12) : at].rpartition(" ")[2].lstrip("“‘(")
    initial = len(word) == 1 and word.isupper() and word != "I"
    following = text[at + 1 : at + 3].strip()
    if word.lower() in HONORIFICS or initial:
        return True
    return word.lower() in ABBREVIATIONS and not (following[:1].isupper() and word.lower() in ("etc", "inc"))


def _lower_first(phrase: str) -> str:
    first, space, rest = phrase.partition(" ")
    return first.lower() + space + rest if first.lower() in DETERMINERS or not rest else phrase
