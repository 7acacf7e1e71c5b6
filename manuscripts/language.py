"""Which language a text is in, and which way it is read."""

import re
import unicodedata
from dataclasses import dataclass

import gcld3

FEWEST = 60
SURE = 300
MOST = 20_000
LIKELY = 0.7
SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
)
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\ufeff]")
# From the beginning of a word alone: else one long word is gone through again from each of its letters.
ADDRESS = re.compile(r"https?://\S+|(?<!\S)\S+@\S+")
TAG = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")


@dataclass(frozen=True)
class Language:
    """The language of a text as a tag of BCP 47, "" where it could not be told, and its direction."""

    tag: str = ""
    is_sure: bool = False
    direction: str = "ltr"


def language_of(text: str, *, said: str = "") -> Language:
    """Tell the language of a text: what its file says, else its letters, else its words."""
    direction = direction_of(text)
    if TAG.fullmatch(said):
        return Language(said.replace("_", "-"), True, direction)
    words = ADDRESS.sub(" ", UNPRINTABLE.sub(" ", text[: 2 * MOST]))[:MOST]
    letters = sum(map(str.isalpha, words))
    for tag, script in SCRIPTS:
        count = len(script.findall(words))
        if count * 10 > letters * (1 if tag == "ja" else 3) and count > 3:
            return Language(tag, True, direction)
    if letters < FEWEST:
        return Language("", False, direction)
    found = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=MOST).FindLanguage(text=words)
    if not found.is_reliable or found.probability < LIKELY or found.language == "und":
        return Language("", False, direction)
    return Language(found.language.partition("-")[0], letters >= SURE, direction)


def direction_of(text: str) -> str:
    """Return "rtl" where most letters run from right to left, else "ltr"."""
    score = 0
    for sign in text[:MOST]:
        kind = unicodedata.bidirectional(sign)
        score += (kind in ("R", "AL")) - (kind == "L")
    return "rtl" if score > 0 else "ltr"
