"""The people an article names, as the editor who publishes it needs them."""

from datetime import datetime

from profiles.models import Person
from publishing import richtext
from publishing.bases import Payload


def people_named(payload: Payload) -> list[Person]:
    """Return everybody the text links, quotes or credits, in the order readers meet them."""
    extract = richtext.extract(payload["body"])
    keys = [
        *(credit["person"] for credit in payload["credits"]),
        *(mention.key for mention in extract.mentions),
        *(quotation.person for quotation in extract.quotations),
    ]
    wanted = [key for key in dict.fromkeys(keys) if key]
    people = Person.objects.out_of_bin().in_bulk(wanted, field_name="key")
    return [people[key] for key in wanted if key in people]


def people_without_page(payload: Payload, *, at: datetime) -> list[Person]:
    """Return the people a text names who could be published with it."""
    named = people_named(payload)
    could = set(Person.objects.without_page(at).filter(pk__in=[person.pk for person in named]))
    return [person for person in named if person in could]
