"""What was found, as readers see it: the rows behind the hits, those of a kind loaded at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import ArticleEdition, ArticleTag, Quotation
from images.pictures import Picture
from pages.models import PageEdition
from profiles.models import PersonEdition
from publishing.languages import direction_of
from publishing.search import Hit
from publishing.search.parts import QUOTATION
from publishing.search.shelves import PUBLIC
from publishing.search.snippets import marked, part_of
from references.csl import house_line
from references.models import Reference
from references.shown import MOST_COUNTED, articles_citing

NOTHING = SafeString()


@dataclass(frozen=True)
class Result:
    """One line of what was found; words that were asked for are marked in its title and its snippet."""

    kind: str
    url: str
    title: str
    title_marked: SafeString = NOTHING
    kicker: str = ""
    snippet: SafeString = NOTHING
    byline: str = ""
    date: datetime | None = None
    language: str = ""
    picture: SafeString = NOTHING
    speaker: str = ""
    speaker_url: str = ""
    cited: str = ""
    is_retracted: bool = False
    ends: datetime | None = None

    @property
    def direction(self) -> str:
        """Return which way its words are read, empty where nobody has said their language."""
        return direction_of(self.language) if self.language else ""


Pattern = re.Pattern[str] | None
"""What finds the words that were asked for."""
Texts = Mapping[int, str]
"""Of the rows of a kind that were found, by their ids, the words each was found by."""
Results = Mapping[int, Result]


def results_of(hits: Sequence[Hit], pattern: Pattern, *, at: datetime) -> list[Result]:
    """Return the results for hits in their order; what is not live at that moment is left out."""
    rows_of_texts = PUBLIC.text.objects.filter(place__in=[hit.place for hit in hits])
    texts = dict(rows_of_texts.values_list("place", "text"))
    found: dict[str, Results] = {}
    for kind in {hit.kind for hit in hits} - {QUOTATION}:
        rows = {hit.object_id: texts.get(hit.place, "") for hit in hits if hit.kind == kind}
        found[kind] = LOADERS[kind](rows, pattern, at)
    quotes = _quotes([hit for hit in hits if hit.kind == QUOTATION], texts, pattern, at)
    shown = (quotes.get(hit.place) or found.get(hit.kind, {}).get(hit.object_id) for hit in hits)
    return [result for result in shown if result]


def _articles(texts: Texts, pattern: Pattern, at: datetime) -> Results:
    editions = ArticleEdition.objects.live(at).filter(pk__in=texts).defer("body_html", "standfirst")
    first = ArticleTag.objects.filter(edition__in=texts, position=0).select_related("tag")
    sections = {link.edition_id: link.tag.name for link in first}

    def result(edition: ArticleEdition) -> Result:
        kicker = filter(None, [str(edition.get_label_display()), sections.get(edition.pk, "")])
        return Result(
            kind="article",
            url=edition.get_absolute_url(),
            title=edition.headline,
            title_marked=marked(edition.headline, pattern),
            kicker=" · ".join(kicker),
            snippet=part_of(texts[edition.pk] or edition.summary, pattern),
            byline=edition.writers,
            date=edition.published_at,
            language=edition.language,
            is_retracted=edition.is_retracted,
            ends=edition.live_until,
        )

    return {edition.pk: result(edition) for edition in editions}


def _people(texts: Texts, pattern: Pattern, at: datetime) -> Results:
    profiles = PersonEdition.objects.live(at).filter(pk__in=texts)

    def result(profile: PersonEdition) -> Result:
        portrait = Picture.of(profile.portrait) if profile.portrait else None
        return Result(
            kind="person",
            url=profile.get_absolute_url(),
            title=profile.name,
            title_marked=marked(profile.name, pattern),
            kicker=_("Person"),
            byline=profile.occupation,
            snippet=part_of(texts[profile.pk] or profile.summary, pattern),
            picture=portrait.picture(alt="", size="face") if portrait else SafeString(),
            language=profile.language,
            ends=profile.live_until,
        )

    return {row.pk: result(row) for row in profiles.select_related("portrait").defer("body_html")}


def _pages(texts: Texts, pattern: Pattern, at: datetime) -> Results:
    pages = PageEdition.objects.live(at).filter(pk__in=texts).defer("body_html")
    return {
        page.pk: Result(
            kind="page",
            url=page.get_absolute_url(),
            title=page.title,
            title_marked=marked(page.title, pattern),
            kicker=_("About this newsroom"),
            snippet=part_of(texts[page.pk] or page.summary, pattern),
            language=page.language,
            ends=page.live_until,
        )
        for page in pages
    }


def _sources(texts: Texts, pattern: Pattern, at: datetime) -> Results:
    rows = Reference.objects.live(at).filter(pk__in=texts).with_publisher()

    def result(source: Any) -> Result:
        line = house_line(source)
        return Result(
            kind="source",
            url=source.get_absolute_url(),
            title=source.title,
            title_marked=marked(source.title, pattern),
            kicker=" · ".join([_("Source"), source.get_type_display()]),
            byline=", ".join(filter(None, [line.within, line.publisher, line.date])),
            language=source.language,
            cited=_cited(source.in_articles),
        )

    counted = rows.annotate(in_articles=articles_citing("pk", at=at)).defer("note", "find_text")
    return {source.pk: result(source) for source in counted}


def _cited(number: int) -> str:
    if number > MOST_COUNTED:
        return _("Cited in over %(number)d articles") % {"number": MOST_COUNTED}
    if not number:
        return ""
    words = ngettext("Cited in one article", "Cited in %(number)d articles", number)
    return words % {"number": number}


def _quotes(
    hits: Sequence[Hit], texts: Mapping[int, str], pattern: Pattern, at: datetime
) -> dict[int, Result]:
    """Return quotations by their places: an article has several."""
    if not hits:
        return {}
    links = Quotation.objects.live(at).filter(edition__in={hit.object_id for hit in hits}).with_edition()
    quotes = {(link.edition_id, link.position): link for link in links}
    speakers = PersonEdition.objects.live(at).filter(working_copy__in={link.person_id for link in links})
    people = {row.working_copy_id: row for row in speakers.only("name", "slug", "working_copy")}
    found = {}
    for hit in hits:
        if link := quotes.get((hit.object_id, hit.part)):
            found[hit.place] = _quote(
                link, people.get(link.person_id or 0), texts.get(hit.place, ""), pattern
            )
    return found


def _quote(link: Quotation, person: PersonEdition | None, text: str, pattern: Pattern) -> Result:
    edition = link.edition
    # Somebody without a page is named as the text does it.
    named = text.removeprefix(link.words).strip()
    return Result(
        kind=QUOTATION,
        url=edition.get_absolute_url(),
        title=edition.headline,
        title_marked=marked(edition.headline, pattern),
        snippet=marked(link.words, pattern),
        speaker=person.name if person else named,
        speaker_url=person.get_absolute_url() if person else "",
        date=edition.published_at,
        language=edition.language,
        is_retracted=edition.is_retracted,
        ends=link.live_until,
    )


LOADERS: Mapping[str, Callable[[Texts, Pattern, datetime], Results]] = {
    "article": _articles,
    "person": _people,
    "page": _pages,
    "source": _sources,
}
