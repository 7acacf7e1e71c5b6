"""The sources a published text shows, loaded at once, and in how many articles each is cited."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Expression, IntegerField, OuterRef, QuerySet, Subquery, Value

from publishing.bases import Frozen
from publishing.caching import leading_to, rests_on, row, shows
from publishing.links import links_to
from publishing.prepared import Prepared, prepared
from references.models import CitationBase, Reference

MOST_COUNTED = 50
"""Readers are told in how many articles a source is cited up to this many."""


LINE_COLUMNS = tuple(
    f"reference__{name}"
    for name in (
        "key",
        "version",
        "confidential",
        "title",
        "container_title",
        "volume",
        "issue",
        "pages",
        "issued",
        "url",
        "doi",
        "archive_url",
        "publisher__version",
        "publisher__name",
        "publisher__domain",
    )
)
"""What a citation is asked for with its source: what stands in a list of sources."""


class CountOf(Subquery):
    """The number of a query's rows, as part of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def references_of(edition: Any, *, at: datetime) -> list[Reference]:
    """Return what an edition of any kind cites and may show, in the order in which readers meet it."""
    model = edition.citations.model
    citations = may_be_shown(_cited_by(model)(edition.pk, at=at))
    # That this very article cites it readers can see.
    alone = 1 if model.is_from_article else 0
    for citation in citations:
        citation.reference.articles = citation.articles if citation.articles > alone else 0
        shows(leading_to(citation.reference))
    return [citation.reference for citation in citations]


@cache
def _cited_by(model: Any) -> Prepared[..., Any]:
    """Return how the citations of an edition of one kind are asked for."""

    @prepared
    def cited_by(edition: int, at: datetime) -> QuerySet[Any]:
        citations = model.objects.filter(edition=edition).select_related("reference__publisher")
        counted = citations.annotate(articles=articles_citing("reference", at=at)).order_by("position")
        return counted.only("reference", *LINE_COLUMNS)

    return cited_by


def may_be_shown(citations: Iterable[Any]) -> list[Any]:
    """Return those of an edition's citations that are not confidential, and note all of them."""
    shown = []
    for citation in citations:
        if citation.reference.confidential:
            rests_on(row(citation.reference))
        else:
            shown.append(citation)
            note_source(citation.reference)
    return shown


def note_source(reference: Reference) -> None:
    """Note a source that readers are shown, with its publisher."""
    shows(row(reference))
    if reference.publisher:
        shows(row(reference.publisher))


def references_shown(citations: Iterable[CitationBase], *, of: models.Model, at: datetime) -> list[Reference]:
    """Return the same for a draft's unsaved citations, counted as if it were published."""
    shown = [citation for citation in citations if not citation.reference.confidential]
    here = {citation.reference_id: citation.is_from_article for citation in shown}
    article = of if any(here.values()) else None
    counted = Reference.objects.filter(pk__in=here).annotate(others=articles_citing("pk", at=at, but=article))
    others = dict(counted.order_by().values_list("pk", "others"))
    for citation in shown:
        elsewhere = others[citation.reference_id]
        citation.reference.articles = elsewhere + here[citation.reference_id] if elsewhere else 0
    return [citation.reference for citation in shown]


def cited_in(frozen: Frozen, *, at: datetime) -> list[Reference]:
    """Return the sources an unsaved edition may show, in order."""
    return references_shown(frozen.of(CitationBase), of=frozen.edition.working_copy, at=at)


def articles_citing(reference: str, *, at: datetime, but: models.Model | None = None) -> Expression:
    """Return, as part of a query, how many articles cite the source that `reference` leads to.

    One more than the most is as far as it counts, so that the cost stays the same however many there are.
    """
    number: Any = Value(0)
    for link in links_to(Reference, CitationBase):
        if link.model.is_from_article:
            live: Any = link.model.objects.live(at).filter(reference=OuterRef(reference)).order_by()
            others = live.exclude(edition__working_copy=but.pk) if but else live
            number = number + CountOf(others.values("pk")[: MOST_COUNTED + 1])
    return number
