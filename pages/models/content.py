"""A page's working copy as one JSON document, and back."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from images.describing import sentences_about, undescribed_in
from pages.models.placeholders import placeholders
from pages.models.reserved import check_not_reserved
from publishing import richtext
from publishing.addresses import check_slug, free_slug
from publishing.bases import Payload
from publishing.checks import Kind, Missing, Place
from publishing.errors import InvalidText
from publishing.finding import find_text
from publishing.slugs import make_slug
from references.noted import waiting_in_payload

if TYPE_CHECKING:
    from pages.models import Page

COLUMNS = ("title", "summary", "body", "language", "slug")


def payload_of(page: "Page") -> Payload:
    """Return everything an editor can change."""
    return {name: getattr(page, name) for name in COLUMNS}


def apply_to(page: "Page", payload: Payload) -> None:
    """Write a payload into the working copy."""
    if not richtext.has_words(payload["title"]):
        raise InvalidText(_("Nothing of this title can be seen. Write it anew."))
    for name in COLUMNS:
        setattr(page, name, payload[name])
    page.slug = page.slug or free_slug(page, make_slug(page.title))
    check_slug(page.slug)
    check_not_reserved(page.slug)
    page.find_text = find_text(names_of(page))
    page.clean_fields()
    page.save()


def names_of(page: "Page") -> list[str]:
    """Return what colleagues find a page by: its titles, in the draft and as published."""
    names = [page.title, page.slug.replace("-", " ")]
    if page.pk is None:
        return names
    return [*names, *page.editions.names("title")]


def missing_from(payload: Payload) -> list[str]:
    """Say what keeps a page from being published."""
    return [
        *unwritten_in(payload),
        *waiting_in_payload(payload),
        *unfinished_in(payload),
        *sentences_about(undescribed_in(payload)),
    ]


def unwritten_in(payload: Payload) -> list[str]:
    """Say what a page cannot even be looked at without."""
    problems: list[str] = []
    if not richtext.has_words(payload["title"]):
        problems.append(Missing(_("Write a title first."), kind=Kind.HEADLINE, place=Place("title")))
    if not payload["body"].strip():
        problems.append(Missing(_("Write the text first."), kind=Kind.TEXT))
    if not payload["slug"]:
        problems.append(
            Missing(
                _("Choose a web address first: none could be made from the title."),
                kind=Kind.ADDRESS,
                place=Place("slug"),
            )
        )
    return problems


def unfinished_in(payload: Payload) -> list[str]:
    """Name each guiding sentence that nobody has replaced yet."""
    return [
        _("“%(sentence)s” waits for your own words.") % {"sentence": sentence}
        for sentence in placeholders(payload)
    ]
