"""A source's page: what it is, and every sentence that rests on it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from articles.models import ArticleEdition, Citation, CitationPlace
from pages.models import PageCitation, PageCitationPlace, PageEdition
from profiles.models import PersonCitation, PersonCitationPlace, PersonEdition
from publishing.caching import keep_until, leading_to, shows
from publishing.prepared import Prepared, prepared
from publishing.querysets import LinkQuerySet
from publishing.site import absolute
from reading.listings import line_columns, lists
from reading.sections import Section, ShownSection, ends_of, path_of, shown_sections
from references.facts import facts_of
from references.models import Reference, key_in
from references.shown import note_source
from references.source_list import Entry


def source(request: HttpRequest, address: str) -> HttpResponse:
    """Show a source that something public cites; its key finds it, whatever its title was."""
    at = request.moment
    reference = _at_address.first(key_in(address), at=at)
    if reference is None:
        raise Http404
    path = reference.get_absolute_url()
    if request.path != path:
        return redirect(path, permanent=True)
    note_source(reference)
    shows(leading_to(reference))
    sections = shown_sections(request, sections_of(), of=reference.pk, at=at)
    add_places(sections)
    context = {
        "entry": Entry.of(reference),
        "facts": facts_of(reference),
        "sections": sections,
        "is_first": not request.GET.get("before"),
        "canonical": absolute(path_of(path, request)),
    }
    return keep_until(render(request, "source.html", context), at=at, ends=ends_of(sections))


@prepared
def _at_address(key: str, at: datetime) -> QuerySet[Reference]:
    return Reference.objects.live(at).with_publisher().filter(key=key).order_by()[:1]


def _citing(model: Any) -> Callable[[Any, datetime], LinkQuerySet[Any]]:
    return lambda source, at: model.objects.live(at).filter(reference=source).select_related("edition")


def _places_of(model: Any) -> Prepared[[Sequence[int]], Any]:
    @prepared
    def places(citations: Sequence[int]) -> QuerySet[Any]:
        return model.objects.filter(citation__in=citations).order_by("citation", "ordinal")

    return places


IN_ARTICLES = lists(_citing(Citation), columns=line_columns("headline"))
IN_PROFILES = lists(_citing(PersonCitation), columns=line_columns("name"))
ON_PAGES = lists(_citing(PageCitation), columns=line_columns("title"))
PLACES = {
    "articles": _places_of(CitationPlace),
    "people": _places_of(PersonCitationPlace),
    "pages": _places_of(PageCitationPlace),
}


def sections_of() -> dict[str, Section]:
    """Return the lists of a source's page, with the places in each text."""
    return {
        "articles": Section(_("Cited in articles"), IN_ARTICLES, ArticleEdition, shows="places"),
        "people": Section(_("Cited in profiles"), IN_PROFILES, PersonEdition, shows="places"),
        "pages": Section(_("Cited on pages"), ON_PAGES, PageEdition, shows="places"),
    }


def add_places(sections: Iterable[ShownSection]) -> None:
    """Give each citation its places in the text, as a prefetch would: a query a section."""
    for section in sections:
        citations = {link.pk: link for item in section.listing.items for link in item.rows}
        found: dict[int, list[Any]] = {number: [] for number in citations}
        for place in PLACES[section.name](list(citations)):
            found[place.citation_id].append(place)
        for number, link in citations.items():
            link.in_text = found[number]
