"""The related articles a reader is offered: those this one points to, and newer ones that point here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from articles.models import ArticleEdition, ArticleTag, Citation, Mention, Related
from articles.models.related import MOST
from profiles.models import PersonEdition
from publishing.models import Tag
from references.models import Reference

COLUMNS = (
    "slug",
    "headline",
    "short_headline",
    "language",
    "published_at",
    "live_until",
    "corrections",
    "working_copy",
)


@dataclass(frozen=True)
class RelatedArticle:
    """One of them, and the strongest thing that both share: a source, else a person, else a tag."""

    edition: ArticleEdition
    source: Reference | None = None
    person: PersonEdition | None = None
    tag: Tag | None = None


def related_articles(
    edition: ArticleEdition,
    *,
    at: datetime,
    references: Iterable[Reference],
    people: Iterable[PersonEdition],
    tags: Iterable[Tag],
) -> list[RelatedArticle]:
    """Return what is live of them, newest first, without what was retracted: one query.

    What they share is looked up anew, so the reason is true of what readers see of both. It is named from
    what this page shows: these sources, people and tags. Without a reason that may be named nothing is
    listed: that two texts belong together would tell of what they share in secret.
    """
    live = _with_reasons(edition, at=at)
    chosen = live.filter(working_copy__in=Related.objects.filter(edition=edition).values("other"))
    pointing = Related.objects.live(at).filter(other=edition.working_copy_id).newest()
    newer = live.filter(pk__in=pointing.values("edition")[:MOST])
    found = {other.pk: other for other in chosen.union(newer, all=True) if not other.is_retracted}
    newest = sorted(found.values(), key=lambda other: (other.published_at, other.pk), reverse=True)
    shown: dict[str, dict[int, Any]] = {
        "source": {reference.pk: reference for reference in references},
        "person": {profile.working_copy_id: profile for profile in people},
        "tag": {tag.pk: tag for tag in tags},
    }
    reasons = ((other, _strongest(other, shown)) for other in newest)
    return [RelatedArticle(other, **reason) for other, reason in reasons if reason][:MOST]


def _with_reasons(edition: ArticleEdition, *, at: datetime) -> Any:
    """Return live articles, each with the first source, person and tag that it shares with this one."""
    own_sources = Citation.objects.filter(edition=edition, reference__confidential=False)
    with_page = PersonEdition.objects.live(at).filter(working_copy=OuterRef("person"))
    own_people = Mention.objects.filter(Exists(with_page), edition=edition)
    own_tags = ArticleTag.objects.filter(edition=edition)
    return (
        ArticleEdition.objects.live(at)
        .order_by()
        .only(*COLUMNS)
        .annotate(
            source=_first(Citation, "reference", of=own_sources),
            person=_first(Mention, "person", of=own_people),
            tag=_first(ArticleTag, "tag", of=own_tags),
        )
    )


def _first(model: Any, field: str, *, of: Any) -> Any:
    shared = model.objects.filter(edition=OuterRef("pk"), **{f"{field}__in": of.values(field)})
    return shared.order_by("position").values(field)[:1]


def _strongest(other: ArticleEdition, shown: Mapping[str, Mapping[int, Any]]) -> dict[str, Any]:
    for kind, rows in shown.items():
        row = rows.get(getattr(other, kind))
        if row is not None:
            return {kind: row}
    return {}
