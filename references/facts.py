"""What is known of a source besides its house line, for its own page."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from references.csl import author_names, doi_link, format_date, place_within
from references.models import Reference


@dataclass(frozen=True)
class Fact:
    """One line: what it is, what it says, and where it leads, if anywhere."""

    label: str
    text: str
    link: str = ""


def facts_of(reference: Reference) -> list[Fact]:
    """Return the facts readers may want, without those that are not known."""
    authors = author_names(reference.authors)
    publisher = reference.publisher.name if reference.publisher else ""
    within = place_within(reference)
    published_in = reference.container_title if publisher and not within else ""
    archived = date_format(reference.archived_at, "DATE_FORMAT") if reference.archived_at else ""
    facts = [
        Fact(_("Author") if len(authors) == 1 else _("Authors"), ", ".join(authors)),
        Fact(_("Published in"), "" if published_in.casefold() == publisher.casefold() else published_in),
        Fact(_("Pages"), "" if within else reference.pages),
        Fact(_("Item"), reference.variant),
        Fact(_("DOI"), reference.doi, doi_link(reference.doi)),
        Fact(_("ISBN"), reference.isbn),
        Fact(_("Read on"), format_date(reference.accessed)),
        Fact(_("Archived on"), archived),
    ]
    return [fact for fact in facts if fact.text]
