"""Who said it in Chinese and Japanese, which put no blanks between words."""

import re

from manuscripts.attribution import WINDOW, Attribution

LONGEST_SPEAKER = 24
LONGEST_NAME = 4
ENDS_SENTENCE = re.compile("[。！？!?；\n]")
HAN_CIRCUMSTANCE = re.compile(r"(?:在|对|對|向|接受|于|於|针对|\d{1,4}[年月日号號]).*$")
KANA_SUBJECT = re.compile("(?:は|が)、?[^。「」『』、はが]{0,20}$")
FOREIGN_NAME = re.compile(r"[^\W\d_]+(?:[·・][^\W\d_]+)+")
# These end a place or an office, never a person's name.
NO_NAME_ENDS = tuple("省市县區区州国國都道府県町村社局庁党課部署司会會院校所团團委的")

Lists = dict[str, frozenset[str]]


def _longest_first(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class Han:
    """Reads 「X说：“…”」 and 「“…”X说。」."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.ends_as_speech = re.compile(f"(?:{_longest_first(lists['verbs'])})$")
        self.modifiers = re.compile(f"(?:{_longest_first(lists['modifiers'])})+$")
        self.roles = re.compile(f"(?:{_longest_first(lists['roles'])})")
        self.surnames = frozenset("".join(lists["surnames"]))

    def attributed(
        self, words: str, before: str, after: str, *, joined: bool
    ) -> tuple[Attribution | None, bool]:
        """Tell who said the words, and whether the text says so after them."""
        lead = re.split("[。！？!?；”」』]", before[-WINDOW:])[-1].strip()
        if lead.endswith(("：", ":", "，", ",")):
            said_by = self._said(lead.rstrip("：:，, "))
            if said_by is not None:
                return said_by, False
        follow = ENDS_SENTENCE.split(after[:WINDOW])[0].strip().lstrip("，,— ").strip()
        opens_next = follow.endswith(("：", ":"))
        said_by = None if opens_next else self._said(follow.rstrip("，, ").strip())
        return said_by, said_by is not None

    def _said(self, clause: str) -> Attribution | None:
        verb = self.ends_as_speech.search(clause)
        if verb is None:
            return None
        subject = clause[: verb.start()]
        # "回应说": two verbs of saying.
        while (before := self.ends_as_speech.search(subject)) and len(before.group()) > 1 and before.start():
            subject = subject[: before.start()]
        # "林致远在接受采访时，说": what stands before the comma may hold the speaker.
        pieces = [piece.strip() for piece in re.split("[，,、]", subject) if piece.strip()]
        for piece in reversed(pieces):
            who = self.modifiers.sub("", HAN_CIRCUMSTANCE.sub("", piece)).strip().lstrip("据據")
            if who:
                return self._speaker(who)
        return None

    def _speaker(self, who: str) -> Attribution | None:
        if who in self.lists["pronouns"]:
            return Attribution(pronoun=who)
        if len(who) > LONGEST_SPEAKER or (
            any(mark in who for mark in "的和与") and not self.roles.search(who)
        ):
            return None
        roles = list(self.roles.finditer(who))
        name = who[roles[-1].end() :] if roles else who
        if roles and not name:
            first = who[: roles[0].start()]
            return Attribution(first if self._is_name(first) else who)
        if self._is_name(name) or (roles and FOREIGN_NAME.fullmatch(name)):
            return Attribution(name)
        return Attribution(who)

    def _is_name(self, text: str) -> bool:
        return (
            2 <= len(text) <= LONGEST_NAME - 1 and text[0] in self.surnames and text[-1] not in NO_NAME_ENDS
        )


class Kana:
    """Reads 「Xは「…」と述べた」 and 「「…」とXは述べた」."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.verb = re.compile(f"(?:{_longest_first(lists['verbs'])})$")
        self.honorific = re.compile(f"(?:{_longest_first(lists['honorifics'])})$")
        self.title = re.compile(f"(?:{_longest_first(lists['titles'])})$")
        self.surname = re.compile(f"(?:{_longest_first(lists['surnames'])})")

    def attributed(
        self, words: str, before: str, after: str, *, joined: bool
    ) -> tuple[Attribution | None, bool]:
        """Tell who said the words, and whether the text says so after them."""
        follow = ENDS_SENTENCE.split(after[:WINDOW])[0].strip()
        verb = self.verb.search(follow)
        if not follow.startswith("と") or verb is None:
            return None, False
        between = follow[1 : verb.start()].lstrip("、")
        inside = re.match("([^、はが]{1,25})(?:は|が)、?[^はが]{0,20}$", between)
        if inside:
            return self._speaker(inside[1]), True
        clause = re.split("[。！？!?」』]", before[-WINDOW:])[-1]
        lead = KANA_SUBJECT.search(clause)
        if lead is None:
            return (Attribution(pronoun="…"), True) if not clause.strip() else (None, False)
        return self._speaker(re.split("[、はが]", clause[: lead.start()])[-1]), True

    def _speaker(self, who: str) -> Attribution | None:
        who = who.strip()
        if not who or len(who) > LONGEST_SPEAKER:
            return None
        if who in self.lists["pronouns"]:
            return Attribution(pronoun=who)
        named = who.rpartition("の")[2]
        for suffix in (self.honorific, self.title):
            bare = suffix.sub("", named)
            if bare != named and self.surname.match(bare) and not self.title.search(bare):
                return Attribution(bare)
        return Attribution(who)
