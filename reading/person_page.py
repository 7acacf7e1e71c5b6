"""A person's page: who it is, what they wrote, where they are named and what they said."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from articles.models import ArticleEdition, Credit, Mention, Quotation
from pages.models import PageEdition, PageMention
from profiles.shown import live_edition, page_of
from profiles.structured_data import profile_page
from publishing.caching import keep_until, leading_to, rests_on, row, shows
from publishing.querysets import LinkQuerySet
from publishing.richtext.data_script import data_script
from publishing.site import absolute
from reading.listings import line_columns, lists
from reading.sections import Section, ShownSection, ends_of, path_of, shown_sections


def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a person's page, or lead to where it lives now."""
    at = request.moment
    profile = live_edition(slug, at=at)
    if profile is None:
        raise Http404
    if profile.slug != slug:
        return redirect(profile, permanent=True)
    sections = shown_sections(request, sections_of(), of=profile.working_copy_id, at=at)
    shows(leading_to(profile))
    note_quotes(sections)
    is_first = not request.GET.get("before")
    context = page_of(profile, with_text=is_first, at=at)
    text, portrait = context["text"], context["portrait"]
    context |= {
        "sections": sections,
        "is_first": is_first,
        "canonical": absolute(path_of(profile.get_absolute_url(), request)),
        "json_ld": data_script(profile_page(profile, portrait)) if is_first else "",
    }
    ends = [profile.live_until, *(text.ends if text else ()), *ends_of(sections)]
    return keep_until(render(request, "person.html", context), at=at, ends=ends)


def _of_person(model: Any, *with_: str) -> Callable[[Any, datetime], LinkQuerySet[Any]]:
    return lambda person, at: model.objects.live(at).filter(person=person).select_related("edition", *with_)


ARTICLE_LINE = line_columns("headline")
QUOTED = ("parts", "reference__key", "reference__title", "reference__confidential")
WRITTEN = lists(_of_person(Credit), columns=ARTICLE_LINE, several=True)
MENTIONED = lists(_of_person(Mention), columns=ARTICLE_LINE)
SAID = lists(_of_person(Quotation, "reference"), columns=[*QUOTED, *ARTICLE_LINE], several=True)
ON_PAGES = lists(_of_person(PageMention), columns=line_columns("title"))


def sections_of() -> dict[str, Section]:
    """Return the lists of a person's page."""
    return {
        "written": Section(_("Articles"), WRITTEN, ArticleEdition),
        "mentioned": Section(_("Mentioned in"), MENTIONED, ArticleEdition),
        "said": Section(_("In their own words"), SAID, ArticleEdition, shows="quotes"),
        "pages": Section(_("Named on pages"), ON_PAGES, PageEdition),
    }


def note_quotes(sections: Iterable[ShownSection]) -> None:
    """Note the sources that stand under quotations, and those that may not."""
    for section in sections:
        for quote in (quote for item in section.listing.items for quote in item.rows):
            if section.shows == "quotes" and quote.reference:
                note = rests_on if quote.reference.confidential else shows
                note(row(quote.reference))
