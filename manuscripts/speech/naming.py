"""Which full name of a text a surname stands for, in any language."""

from collections.abc import Sequence

from manuscripts.capitals import Word, words_of
from manuscripts.citing.words import GIVEN_NAMES

LONGEST_NAME = 5


class Introduced:
    """The full names of a text, for telling who "Roth" is."""

    def __init__(self, speakers: Sequence[str], *, texts: Sequence[str], common: frozenset[str]) -> None:
        self.full: dict[str, set[str]] = {}
        for speaker in speakers:
            words = speaker.split()
            if 2 <= len(words) <= LONGEST_NAME and not speaker[0].islower():
                self.full.setdefault(words[-1], set()).add(speaker)
        self.common = common
        surnames = {self._surname(speaker) for speaker in speakers} - {""}
        surnames = {surname for surname in surnames if surname[0].isupper()}
        # Whoever else is written before a surname with a capital may be another bearer of it.
        self.before: dict[str, set[str]] = {}
        for text in texts:
            last = Word("", 0, 0)
            for word in words_of(text):
                is_known = word.text in self.full or word.text in surnames
                is_beside = not text[last.end : word.start].strip(" .\u00a0\u202f")
                bare = last.text.rstrip(".")
                if is_known and is_beside and bare[:1].isupper() and bare.lower() not in common:
                    self.before.setdefault(word.text, set()).add(bare)
                last = word
        for surname in surnames - self.full.keys():
            given = self.before.get(surname, set())
            if len(given) == 1 and given <= {name for name in given if name.lower() in GIVEN_NAMES}:
                self.full[surname] = {f"{name} {surname}" for name in given}

    def full_name(self, speaker: str) -> str:
        """Return the one full name a surname stands for, or the speaker as given."""
        surname = self._surname(speaker)
        owners = self.full.get(surname, set())
        if len(owners) != 1:
            return speaker
        (name,) = owners
        given = set(name.split())
        return name if self.before.get(surname, set()) <= given else speaker

    def _surname(self, speaker: str) -> str:
        """Return the surname a speaker is called by: "Weber", "Weber der Agentur"."""
        words = speaker.split()
        is_alone = len(words) == 1 or (words[1:2] and words[1].islower() and words[1] in self.common)
        return words[0] if words and is_alone else ""
