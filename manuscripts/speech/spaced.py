"""Who said it, in languages that part words with blanks: three shapes, and silence in doubt."""

import re

from manuscripts.attribution import WINDOW, Attribution, last_sentence, sentence_end

LONGEST_SUBJECT = 12
LONGEST_TAIL = 10
SHORTEST_SENTENCE = 3
LONGEST_DESCRIPTION = 12
DROPPED = "…"
ENDS_AS_SPEECH = (",", "!", "?", "—", "–", "…", "»", "’")
INVERTED_PRONOUN = re.compile(r"-(?:t-)?(ils?|elles?|on|je|nous|vous)\b")
ELISION = re.compile(r"\b([ldqsnmj]|qu)’(?=\w)", re.IGNORECASE)
ELIDED = ("l", "d", "q", "s", "n", "m", "j", "qu")
ENDS_HEAD = re.compile(r"[,;:—–(“”„«»]|[.!?…]+(?=\s|$)")
LABEL = re.compile(r"([^:()]{2,60}?)(?:\s{0,3}\([^()]{1,80}\))?\s{0,3}:")
EDGES = ".,;:!?…—–-“”„«»‘()\"' "

Lists = dict[str, frozenset[str]]


class Spaced:
    """Reads attributions by the word lists of one language."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.verbs = lists["verbs"]
        self.articles = lists["articles"]
        self.belonging = lists["belonging"]
        self.stops = lists["stops"]
        self.no_subject = self.stops | self.belonging | lists["modifiers"] | lists["conjunctions"]
        titles = "|".join(sorted(map(re.escape, lists["titles"]), key=len, reverse=True))
        self.title_points = re.compile(rf"\b({titles})\.", re.IGNORECASE)

    def attributed(
        self, words: str, before: str, after: str, *, joined: bool
    ) -> tuple[Attribution | None, bool]:
        """Tell who said the words, and whether the text says so after them."""
        leading = self.leading(before, words)
        if leading is not None and not joined and before.rstrip().endswith((":", ",")):
            return leading, False
        told = self._plain(after).rstrip()
        opens_next = told.endswith(":") and sentence_end(told) == len(told) and not words.endswith(",")
        if not opens_next and not self._announces_a_title(before):
            following = self.following(words, after)
            if following is not None:
                return following, True
        return leading, False

    def following(self, quote: str, after: str) -> Attribution | None:
        """Read "dijo X", "X dijo", "a déclaré X", "según X" behind a quotation."""
        plain = self._plain(after[:WINDOW])
        clause = plain[: sentence_end(plain)].strip()
        comma = clause.startswith((",", "—", "–"))
        clause = clause.lstrip(",—– ").rstrip(".!?…,;: ")
        if rest := self._after_according(clause):
            return self.described(rest)
        words = clause.split()
        at = self._skip(words, 0)
        if at >= len(words):
            return None
        framed = words[at] in self.lists["auxiliaries"] and words[-1] in self.lists["participles"]
        if framed and len(words) > at + 2 and "nouns_have_capitals" in self.lists:
            # "hat Julia Roth gesagt"
            return self._inverted(words[at + 1 : -1])
        end = self._verb_end(words, at)
        if end:
            pronoun = next((w for w in words[at:end] if w in self.lists["pronouns"]), "")
            return Attribution(pronoun=pronoun) if pronoun else self._inverted(words[end:])
        if not (comma or quote.rstrip("’ ").endswith(ENDS_AS_SPEECH)):
            return None
        for verb in range(1, min(len(words), LONGEST_SUBJECT + 1)):
            end = self._verb_end(words, verb)
            if end:
                linked = words[end : end + 1] and words[end] in self.lists["links"]
                return None if linked else self._subject(" ".join(words[:verb]))
        return None

    def leading(self, before: str, quote: str) -> Attribution | None:
        """Read "X dijo:", "dijo X:", "X aseguró que", "laut X sei" before a quotation."""
        sentence = last_sentence(self._plain(before[-WINDOW:])).strip()
        closing = sentence[-1:]
        whole = len(quote.split()) >= SHORTEST_SENTENCE
        bare = sentence.rstrip(",: ")
        words = bare.split()
        if not words or closing in ".!?…;":
            return None
        rest = self._after_according(bare)
        # "Selon A, B a dit :" tells B's words by A's account.
        if rest and (clause := self._clause_after_comma(rest)):
            rest, words = "", clause.split()
        if rest:
            named = rest.split()
            if closing not in (",", ":") and not (whole and named.pop() in self.lists["predicates"]):
                return None
            return self.described(" ".join(named)) if named else None
        if (label := LABEL.fullmatch(sentence)) and len(self._run(label[1].split())) == len(label[1].split()):
            return Attribution(label[1].strip(), label=True)
        verb = next((at for at in range(len(words) - 1, -1, -1) if self._verb_end(words, at)), None)
        # "A contó que B dijo:" leaves a choice.
        if verb is None or any(self._links(word) for word in words[:verb]):
            return None
        tail = words[self._verb_end(words, verb) :]
        if len(tail) > LONGEST_TAIL or (
            closing != ":" and not (whole and " ".join(tail) in self.lists["links"])
        ):
            return None
        return self._around(" ".join(words[:verb]), tail)

    def _clause_after_comma(self, text: str) -> str:
        """Return what follows the first comma where it has a verb of saying of its own."""
        clause = text.partition(",")[2].strip()
        words = clause.split()
        return clause if any(self._verb_end(words, at) for at in range(1, len(words))) else ""

    def _links(self, word: str) -> bool:
        bare = word.lower().strip(EDGES)
        return bool(bare) and bare in {link.strip(EDGES) for link in self.lists["links"]}

    def _around(self, before: str, tail: list[str]) -> Attribution | None:
        """Choose between who stands before a verb and who behind it; nobody if both could be."""
        subject = self._subject(before)
        behind = bool(tail) and tail[0].lower().strip(EDGES) not in self.no_subject | self.lists["links"]
        if subject is not None:
            return None if behind else subject
        first = before.split()[:1]
        if first and first[0].lower().strip(EDGES) not in self.no_subject:
            return None
        return self._inverted(tail) if behind else None

    def _subject(self, text: str) -> Attribution | None:
        """Read who stands before a verb: "El ministro Luis Prado", "Carmen Ortiz, portavoz de X,"."""
        parts = [part.strip() for part in text.split(",")]
        if len(parts) > 2 and not parts[-1]:
            name = self._full_name(parts[-2])
            if name:
                return Attribution(name)
            parts = parts[:-2]
        words = parts[-1].split()
        while words and words[-1] in self.lists["modifiers"]:
            words.pop()
        if not words or words[0].lower() in self.no_subject - self.articles:
            return None
        return self.described(" ".join(words))

    def _inverted(self, words: list[str]) -> Attribution | None:
        """Read what follows a verb of saying: a name, a description, a pronoun, or nobody."""
        at = self._skip(words, 0)
        rest = self._behind_agency(words[at:])
        first = rest[0].strip(EDGES).lower() if rest else ""
        if first in self.lists["pronouns"]:
            return Attribution(pronoun=first)
        dropped = Attribution(pronoun=DROPPED) if "may_drop_pronouns" in self.lists else None
        if not first:
            return dropped
        if first in self.lists["links"]:
            return None
        if first in self.no_subject - self.articles:
            return dropped
        return self.described(" ".join(rest))

    def _behind_agency(self, words: list[str]) -> list[str]:
        """Take "à l’AFP" and "a EFE" off what follows a verb: to whom it was said."""
        bare = [word.strip(EDGES) for word in words[:3]]
        size = 3 if len(bare) > 2 and bare[1].lower() in (*ELIDED, *self.articles) else 2
        told = bare[size - 1 : size]
        if bare[:1] and bare[0] in self.belonging and told and told[0].isupper() and 1 < len(told[0]) < 7:
            return words[size:]
        return words

    def described(self, text: str) -> Attribution | None:
        """Read a speaker from the first word: a name, a role with a name, or a description."""
        cut = ENDS_HEAD.search(text)
        head, tail = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
        words: list[str] = []
        for word in head.split():
            if words and word in self.stops and not (word in self.articles and word[0].islower()):
                break
            words.append(word)
        if not words or len(words) > LONGEST_DESCRIPTION:
            return None
        if words[0].lower() in self.lists["pronouns"]:
            return Attribution(pronoun=words[0].lower())
        # "Weiss’ Anwältin" is not Weiss.
        if any(word.endswith("’") and word[:-1].lower() not in ELIDED for word in words):
            return None
        name = self._name(words)
        if not name and cut and cut.group() == ",":
            name = self._full_name(ENDS_HEAD.split(tail)[0])
        if name:
            return Attribution(name) if len(name) > 1 else None
        phrase = _joined(words)
        if words[0].lower() in self.articles:
            return Attribution(phrase[0].lower() + phrase[1:]) if len(words) > 1 else None
        return Attribution(phrase) if words[0][0].isupper() else None

    def _name(self, words: list[str]) -> str:
        """Return the name in "Luis Prado", "el ministro Luis Prado", "die Stadtwerke-Chefin Julia Roth"."""
        at = 0
        article = words[0].lower() in self.articles
        while at < len(words) and not (words[at][0].isupper() and not (at == 0 and article)):
            at += 1
        before = [word.lower() for word in words[:at]]
        run = self._run(words[at:])
        rest = words[at + len(run) :]
        if not run or set(before[1:] if article else before) & (self.belonging | self.articles):
            return ""
        if rest and rest[0] in self.lists["conjunctions"]:
            return ""
        titled = run[0].lower().strip(".") in self.lists["titles"] or (
            bool(before) and before[-1] in self.lists["titles"]
        )
        run = self._without_titles(run)
        if "nouns_have_capitals" in self.lists:
            return _joined(self._without_nouns(run, article=article, titled=titled, rest=rest))
        if article and len(before) == 1 and not titled:
            return ""
        # "Vecinos del barrio": a capital at the head of a sentence makes no name.
        if not before and len(run) == 1 and rest and not titled:
            return ""
        return _joined(run)

    def _without_nouns(self, run: list[str], *, article: bool, titled: bool, rest: list[str]) -> list[str]:
        """Take nouns off a name where nouns have capitals too: "Oberbürgermeister Karl Weiss"."""
        taken = False
        run = self._without_organisation(run)
        if (article or self._is_role(run[0])) and run[1:2] and run[1] in self.lists["particles"]:
            return []
        if article and len(run) > 2:
            run, taken = run[1:], True
        while run and self._is_role(run[0]):
            run, taken = self._without_titles(run[1:]), True
        if article and not (taken or titled):
            return []
        if len(run) == 1 and rest and rest[0] in self.belonging | self.articles and not taken:
            return []
        return run

    def _without_organisation(self, run: list[str]) -> list[str]:
        """Take "von der Universität Kiel" off "Lena Fischer"."""
        for at in range(2, len(run)):
            if run[at - 1] in self.articles | self.lists["particles"] and run[at][0].isupper():
                is_office = run[at].lower().endswith(tuple(self.lists["organisations_end"])) or (
                    run[at].isupper() and len(run[at]) > 1
                )
                end = next(place for place in range(at, 0, -1) if run[place - 1][0].isupper())
                return run[:end] if is_office else run
        return run

    def _is_role(self, word: str) -> bool:
        last = word.lower().rpartition("-")[2]
        return last in self.lists["roles"] or last.endswith(tuple(self.lists["roles_end"]))

    def _without_titles(self, run: list[str]) -> list[str]:
        while run and run[0].lower().strip(".") in self.lists["titles"]:
            run = run[1:]
        return run

    def _run(self, words: list[str]) -> list[str]:
        """Return the capitalised words a list begins with, particles between them included."""
        end = 0
        for at, word in enumerate(words):
            if word[0].isupper() and word not in self.lists["calendar"]:
                end = at + 1
            elif not at or not self._is_particle(word, words[at - 1]):
                break
        return words[:end]

    def _is_particle(self, word: str, before: str) -> bool:
        particles = self.lists["particles"]
        return word in particles or (word in self.articles and before in particles)

    def _full_name(self, text: str) -> str:
        words = text.split()
        run = self._run(words)
        rest = words[len(run) :]
        if rest and rest[0] not in self.stops:
            return ""
        name = self._without_titles(run)
        if "nouns_have_capitals" in self.lists:
            while name and self._is_role(name[0]):
                name = name[1:]
        return _joined(name) if len(name) > 1 else ""

    def _verb_end(self, words: list[str], at: int) -> int:
        """Return where a verb of saying that begins at a word ends; nothing if none does."""
        if words[at].strip(EDGES) in self.verbs:
            return at + 1
        if words[at] not in self.lists["auxiliaries"]:
            return 0
        for end in range(at + 1, min(at + 4, len(words))):
            if words[end].strip(EDGES) in self.lists["participles"]:
                return end + 1
            if words[end] not in self.lists["modifiers"] | self.lists["pronouns"]:
                break
        return 0

    def _skip(self, words: list[str], at: int) -> int:
        while at < len(words) and words[at].strip(EDGES) in self.lists["modifiers"]:
            at += 1
        return at

    def _after_according(self, clause: str) -> str:
        low = clause.lower()
        for phrase in sorted(self.lists["according"], key=len, reverse=True):
            if low.startswith(phrase + " "):
                return clause[len(phrase) + 1 :].strip()
        return ""

    def _announces_a_title(self, before: str) -> bool:
        words = before[-40:].lower().split()
        conjunctions = self.lists["conjunctions"]
        return (
            bool(words) and words[-1] in (self.belonging | self.articles | self.lists["works"]) - conjunctions
        )

    def _plain(self, text: str) -> str:
        """Return a text with abbreviated titles without points and joined pronouns apart."""
        text = self.title_points.sub(r"\1", text.replace("\u00a0", " ").replace("\u202f", " "))
        for words in self.lists["behind_an_office"]:
            text = text.replace(f" {words} ", " ")
        return ELISION.sub(r"\1’ ", INVERTED_PRONOUN.sub(r" \1", text))


def _joined(words: list[str]) -> str:
    return " ".join(words).replace("’ ", "’").strip(EDGES)
