"""A source's page: what it is, and every sentence that rests on it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from articles.models import ArticleEdition, Citation
from pages.models import PageCitation, PageEdition
from profiles.models import PersonCitation, PersonEdition
from publishing.caching import keep_until, leading_to, shows
from publishing.site import absolute
from reading.sections import Section, ends_of, path_of, shown_sections
from references.facts import facts_of
from references.models import Reference
from references.shown import note_source
from references.source_list import Entry


def source(request: HttpRequest, address: str) -> HttpResponse:
    """Show a source that something public cites; its key finds it, whatever its title was."""
    at = request.moment
    reference = Reference.objects.live(at).with_publisher().at_address(address).first()
    if reference is None:
        raise Http404
    path = reference.get_absolute_url()
    if request.path != path:
        return redirect(path, permanent=True)
    note_source(reference)
    shows(leading_to(reference))
    sections = shown_sections(request, sections_of(reference, at=at), at=at)
    context = {
        "entry": Entry.of(reference),
        "facts": facts_of(reference),
        "sections": sections,
        "is_first": not request.GET.get("before"),
        "canonical": absolute(path_of(path, request)),
    }
    return keep_until(render(request, "source.html", context), at=at, ends=ends_of(sections))


def sections_of(reference: Reference, *, at: datetime) -> dict[str, Section]:
    """Return the lists of a source's page, with the places in each text."""
    articles = Citation.objects.live(at).filter(reference=reference).prefetch_related("places")
    people = PersonCitation.objects.live(at).filter(reference=reference).prefetch_related("places")
    pages = PageCitation.objects.live(at).filter(reference=reference).prefetch_related("places")
    return {
        "articles": Section(_("Cited in articles"), articles, ArticleEdition.objects.all(), shows="places"),
        "people": Section(_("Cited in profiles"), people, PersonEdition.objects.all(), shows="places"),
        "pages": Section(_("Cited on pages"), pages, PageEdition.objects.all(), shows="places"),
    }
