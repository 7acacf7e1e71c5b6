"""The people a manuscript names: found by name or alias, made where they are asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import ngettext

from manuscripts import Block, KnownPerson, Mentions, passages_of, texts_of
from profiles.models import Person
from publishing.errors import WrongState
from publishing.naming import name_key, words_in
from publishing.richtext import one_line
from publishing.workflow import create
from publishing.workflow.locking import Actor

WORDS_A_QUERY = 500


@dataclass
class People:
    """Those the newsroom knows who may be named in a text, by key; everybody else is asked for by name."""

    known: dict[str, Person] = field(default_factory=dict)
    # Whom a colleague has said to be meant by a name, by its key; nobody where it is to stay words.
    chosen: dict[str, Person | None] = field(default_factory=dict)
    # How the text spells those names.
    spelled: dict[str, str] = field(default_factory=dict)

    def named(self, name: str) -> list[Person]:
        """Return those who go by this name; where some are spelled just so, only them."""
        found = list(Person.objects.out_of_bin().named(name).order_by("pk"))
        spelled = one_line(name)
        return [person for person in found if spelled in (person.name, *person.aliases)] or found

    def one(self, name: str) -> Person | None:
        """Return the one person who goes by this name; nobody if there are several or none."""
        if (key := name_key(name)) in self.chosen:
            return self.chosen[key]
        found = self.named(name)
        return found[0] if len(found) == 1 else None

    def only(self, name: str) -> Person | None:
        """Return the person who was asked for by this name, if there is one; refuse a choice of several."""
        found = self.named(name)
        if len(found) > 1:
            raise WrongState(
                ngettext(
                    "%(count)d person goes by the name %(name)s. Give them another name or alias first.",
                    "%(count)d people go by the name %(name)s. Give one of them another name or alias first.",
                    len(found),
                )
                % {"count": len(found), "name": name}
            )
        return found[0] if found else None

    def find_or_make(self, name: str, *, language: str, actor: Actor) -> Person:
        """Return the person of this name, with a profile made if there is none."""
        return self.only(name) or self.make(name, language=language, actor=actor)

    def make(self, name: str, *, language: str, actor: Actor) -> Person:
        """Return a new person of this name."""
        person = Person()
        payload = {"name": " ".join(name.split()), "language": language or person.language}
        create(working_copy=person, payload=payload, actor=actor)
        return person

    def for_linking(self, blocks: Iterable[Block]) -> list[KnownPerson]:
        """Return who may be named in a text, oldest first: whose first word of a name stands there."""
        words = sorted({word for block in blocks for text in texts_of(block) for word in words_in(text)})
        for start in range(0, len(words), WORDS_A_QUERY):
            some = words[start : start + WORDS_A_QUERY]
            found = Person.objects.out_of_bin().named_from(some).only("key", "name", "aliases")
            self.known |= {person.key: person for person in found}
        self.known |= {person.key: person for person in self.chosen.values() if person}
        oldest_first = sorted(self.known.values(), key=lambda person: person.pk)
        named = [(person.key, self._names_of(person)) for person in oldest_first]
        return [KnownPerson(key, names[0], tuple(names[1:])) for key, names in named if names]

    def _names_of(self, person: Person) -> list[str]:
        """Return the names by which a text means somebody, as far as nobody has said otherwise."""
        here = [self.spelled[key] for key, meant in self.chosen.items() if meant == person]
        names = dict.fromkeys([person.name, *person.aliases, *here])
        return [name for name in names if self.chosen.get(name_key(name), person) == person]


def full_names(blocks: Sequence[Block], mentions: Mentions) -> list[str]:
    """Return the names of known people as a text spells them, where there is more than one word to a name."""
    spelled = (
        passages_of(blocks[span.block])[span.item].text[span.start : span.end] for span in mentions.spans
    )
    return list(dict.fromkeys(name for name in spelled if len(name.split()) > 1))
