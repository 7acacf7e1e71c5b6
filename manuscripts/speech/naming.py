"""Which full name of a text a surname stands for, in any language."""

from collections.abc import Sequence

from manuscripts.capitals import words_of

LONGEST_NAME = 5


class Introduced:
    """The full names of a text, for telling who "Roth" is."""

    def __init__(self, speakers: Sequence[str], *, texts: Sequence[str], common: frozenset[str]) -> None:
        self.full: dict[str, set[str]] = {}
        for speaker in speakers:
            words = speaker.split()
            if 2 <= len(words) <= LONGEST_NAME and not speaker[0].islower():
                self.full.setdefault(words[-1], set()).add(speaker)
        # Whoever else is written before a surname with a capital may be another bearer of it.
        self.before: dict[str, set[str]] = {}
        for text in texts:
            last = ""
            for word in words_of(text):
                if word.text in self.full and last[:1].isupper() and last.lower() not in common:
                    self.before.setdefault(word.text, set()).add(last)
                last = word.text

    def full_name(self, speaker: str) -> str:
        """Return the one full name a surname stands for, or the speaker as given."""
        owners = self.full.get(speaker, set())
        if len(owners) != 1:
            return speaker
        (name,) = owners
        given = set(name.split())
        return name if self.before.get(speaker, set()) <= given else speaker
