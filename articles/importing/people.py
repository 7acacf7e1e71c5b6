"""The people a manuscript names: found by name or alias, made where they are asked for."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from manuscripts import KnownPerson
from profiles.models import Person
from publishing.errors import WrongState
from publishing.richtext import one_line
from publishing.workflow import create
from publishing.workflow.locking import Actor


@dataclass
class People:
    """Everybody the newsroom knows, by key; who goes by a name is asked of the database."""

    known: dict[str, Person]

    @classmethod
    def load(cls) -> "People":
        """Load all people but those in the bin, oldest first."""
        rows = Person.objects.out_of_bin().only("key", "name", "aliases").order_by("pk")
        return cls({person.key: person for person in rows})

    def named(self, name: str) -> list[Person]:
        """Return those who go by this name; where some are spelled just so, only them."""
        found = list(Person.objects.out_of_bin().named(name).order_by("pk"))
        spelled = one_line(name)
        return [person for person in found if spelled in (person.name, *person.aliases)] or found

    def one(self, name: str) -> Person | None:
        """Return the one person who goes by this name; nobody if there are several or none."""
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
        if found := self.only(name):
            return found
        person = Person()
        payload = {"name": " ".join(name.split()), "language": language or person.language}
        create(working_copy=person, payload=payload, actor=actor)
        self.known[person.key] = person
        return person

    def for_linking(self) -> list[KnownPerson]:
        """Return everybody as the text search wants them."""
        return [KnownPerson(p.key, p.name, tuple(p.aliases)) for p in self.known.values()]
