"""What an erasure would do, said before it is done: what goes, where a name stands, what stays."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from images.models import Image
from operating.erasing.people import names_of, pictures_of
from operating.erasing.rest import pages_naming
from profiles.models import Person
from publishing.bases import WorkingCopy
from publishing.links import editions_of_kind
from publishing.usage import Use, uses_of

MOST_LISTED = 200


@dataclass
class Text:
    """A text that names somebody, and in how many versions readers saw it."""

    page: WorkingCopy
    published: int


@dataclass
class Foreseen:
    """What is known of a person, and where."""

    names: list[str]
    counts: list[tuple[str, int]]
    texts: list[Text] = field(default_factory=list)
    more_texts: int = 0
    going: list[Image] = field(default_factory=list)
    staying: list[tuple[Image, list[Use]]] = field(default_factory=list)


def of_person(person: Person) -> Foreseen:
    """Say what erasing a person would do."""
    pages = sorted(pages_naming(person), key=lambda page: (page[0]._meta.label, page[1]))
    found = Foreseen(
        names=names_of(person),
        counts=[
            (_("Saved versions of the profile"), person.revisions.count()),
            (_("Published versions of the profile"), person.editions.count()),
            (_("Private notes on the profile"), person.notes.count()),
            (_("Old addresses that lead to it"), person.old_addresses.count()),
            (_("Texts that link the name"), len(pages)),
        ],
        texts=[_text(model, pk) for model, pk in pages[:MOST_LISTED]],
        more_texts=max(0, len(pages) - MOST_LISTED),
    )
    for picture in pictures_of(person):
        # What this profile alone shows goes with it.
        others = [use for use in uses_of(picture) if use.holder != person]
        if others:
            found.staying.append((picture, others))
        else:
            found.going.append(picture)
    return found


def _text(model: type[WorkingCopy], pk: int) -> Text:
    page = model._base_manager.defer("body").get(pk=pk)
    return Text(page, editions_of_kind(model).filter(working_copy=pk).count())
