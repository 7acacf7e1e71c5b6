"""Who said it in Arabic, where the verb stands first and names have no capitals."""

import re

from manuscripts.attribution import WINDOW, Attribution

LONGEST_SPEAKER = 8
ENDS_SENTENCE = re.compile(r"[.!?؟…\n]")
# "نقلا عن": the words are somebody else's.
QUOTING = frozenset(["نقلا", "نقلاً"])
Lists = dict[str, frozenset[str]]


class Arabic:
    """Reads "وقال X: «…»", "«…»، قال X" and "«…»، بحسب X"."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists

    def attributed(
        self, words: str, before: str, after: str, *, joined: bool
    ) -> tuple[Attribution | None, bool]:
        """Tell who said the words, and whether the text says so after them."""
        lead = re.split(r"[.!?؟…»”]", before[-WINDOW:])[-1].strip()
        if lead.endswith(":"):
            said_by = self._lead(lead.rstrip(": ").split())
            if said_by is not None:
                return said_by, False
        follow = ENDS_SENTENCE.split(after[:WINDOW])[0].strip()
        said_by = None if follow.endswith(":") else self._follow(follow.strip("،, "))
        return said_by, said_by is not None

    def _lead(self, words: list[str]) -> Attribution | None:
        verbs = [at for at, word in enumerate(words) if self._is_verb(word.strip("،,"))]
        if not verbs:
            return None
        at = verbs[-1]
        before, behind = [word.strip("،,") for word in words[:at]], words[at + 1 :]
        if behind and behind[0] not in self.lists["stops"]:
            return self._speaker(behind)
        # "سامي النجار قال: …": only where nothing else stands before the verb.
        if before and len(before) <= 4 and before[0] not in self.lists["stops"] and len(verbs) == 1:
            return self._speaker(before)
        return Attribution(pronoun="…") if not before else None

    def _follow(self, clause: str) -> Attribution | None:
        for phrase in self.lists["according"]:
            if clause.startswith(phrase) and (phrase.endswith("ل") or clause[len(phrase) :][:1] == " "):
                words = clause[len(phrase) :].split()
                if words[:1] == ["ما"]:
                    words = words[2:] if len(words) > 2 and self._is_verb(words[1]) else []
                return self._speaker(words)
        words = clause.split()
        if not words or not self._is_verb(words[0]):
            return None
        if len(words) == 1 or words[1] in self.lists["stops"]:
            return Attribution(pronoun="…")
        return self._speaker(words[1:])

    def _is_verb(self, word: str) -> bool:
        verbs = self.lists["verbs"]
        return word in verbs or (word[:1] in "وف" and word[1:] in verbs)

    def _speaker(self, words: list[str]) -> Attribution | None:
        kept: list[str] = []
        for word in words:
            bare = word.strip("،,:؛()")
            # "لليلى": to whom it was said.
            if bare in self.lists["stops"] or (kept and bare.startswith("لل")):
                break
            kept.append(bare)
            if bare != word:
                break
        if not kept or len(kept) > LONGEST_SPEAKER or QUOTING & set(words):
            return None
        if kept[0] in self.lists["pronouns"]:
            return Attribution(pronoun=kept[0])
        name = kept
        # "المتحدث باسم الوزارة": an office, and no name behind a title.
        if name[0] in self.lists["titles"] and len(name) > 1 and name[1] != "باسم":
            name = name[1:]
        elif name[0] in self.lists["roles"]:
            at = 1
            while at < len(name) and name[at].startswith("ال"):
                at += 1
            name = name[at:] if at > 1 and len(name) - at >= 2 else name
        whole = len(name) > 1 and not name[0].startswith("ال")
        return Attribution(" ".join(name if whole else kept))
