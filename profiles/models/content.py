"""A profile's working copy as one JSON document, and back."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from images.describing import sentences_about, undescribed, undescribed_in
from images.models import Image
from publishing import richtext
from publishing.addresses import check_slug, free_slug
from publishing.bases import Payload
from publishing.checks import Kind, Missing, Place
from publishing.chosen import Rows, choices_of, hold_choices
from publishing.errors import InvalidText
from publishing.finding import find_text
from publishing.naming import hold_names
from publishing.slugs import make_slug
from references.models import Reference
from references.noted import waiting_in_payload

if TYPE_CHECKING:
    from profiles.models import Person

COLUMNS = ("name", "aliases", "page", "occupation", "body", "language", "links", "portrait_alt", "slug")


def payload_of(person: "Person") -> Payload:
    """Return everything an editor can change."""
    payload: Payload = {name: getattr(person, name) for name in COLUMNS}
    payload["portrait"] = person.portrait.key if person.portrait else None
    sources = person.draft_sources.select_related("reference") if person.pk else []
    return payload | {"sources": [source.reference.key for source in sources]}


def apply_to(person: "Person", payload: Payload) -> None:
    """Write a payload into the working copy and the rows that hang on it."""
    if not richtext.has_words(payload["name"]):
        raise InvalidText(_("Nothing of this name can be seen. Write it anew."))
    for name in COLUMNS:
        setattr(person, name, payload[name])
    if person.page == person.Page.NEVER and person.is_or_will_be_public(timezone.now()):
        raise InvalidText(
            _("Readers see a page about %(name)s, or will when it is due. Take it down first.")
            % {"name": payload["name"]}
        )
    person.slug = person.slug or free_slug(person, make_slug(person.name))
    rows = Rows()
    portrait_keys = [payload["portrait"]] if payload["portrait"] else []
    person.portrait = rows.chosen(Image, portrait_keys, _("picture")).get(payload["portrait"])
    sources = rows.chosen(Reference, payload["sources"], _("source"))
    check_slug(person.slug)
    person.find_text = find_text(names_of(person))
    person.clean_fields()
    person.save()
    hold_names(person.names, person.goes_by())
    chosen = ({"reference": sources[key]} for key in dict.fromkeys(payload["sources"]))
    hold_choices(person.draft_sources, choices_of(person.draft_sources, chosen))


def names_of(person: "Person") -> list[str]:
    """Return what colleagues find somebody by: their names, in the draft and as published."""
    names = [person.name, *person.aliases, person.slug.replace("-", " ")]
    if person.pk is None:
        return names
    return [*names, *person.editions.names("name")]


def missing_from(person: "Person", payload: Payload) -> list[str]:
    """Say what keeps a profile from being published."""
    portrait = [
        Missing(
            _(
                "Say what the portrait “%(name)s” shows, for readers who cannot see it: below the picture, "
                "or in the library."
            )
            % {"name": image},
            kind=Kind.UNDESCRIBED,
            place=Place("portrait_alt", about=image.key, name=str(image)),
        )
        for image in undescribed([(payload["portrait"], payload["portrait_alt"])])
    ]
    return [
        *unwritten_in(person, payload),
        *waiting_in_payload(payload),
        *portrait,
        *sentences_about(undescribed_in(payload)),
    ]


def unwritten_in(person: "Person", payload: Payload) -> list[str]:
    """Say what a profile cannot even be looked at without."""
    problems: list[str] = []
    if person.page == person.Page.NEVER or payload["page"] == person.Page.NEVER:
        problems.append(
            Missing(
                _("%(name)s is marked as never having a page. Change that first if it is wrong.")
                % {"name": payload["name"]},
                kind=Kind.NEVER,
                place=Place("page"),
            )
        )
    if not richtext.has_words(payload["name"]):
        problems.append(Missing(_("Write a name first."), kind=Kind.HEADLINE, place=Place("name")))
    if not payload["slug"]:
        problems.append(
            Missing(
                _("Choose a web address first: none could be made from the name."),
                kind=Kind.ADDRESS,
                place=Place("slug"),
            )
        )
    return problems
