"""The related articles a reader is offered: those this one points to, and newer ones that point here."""

from datetime import datetime

from articles.models import ArticleEdition, Related
from articles.related import MOST

COLUMNS = (
    "slug",
    "headline",
    "short_headline",
    "published_at",
    "live_until",
    "corrections",
    "working_copy",
)


def related_editions(edition: ArticleEdition, *, at: datetime) -> list[ArticleEdition]:
    """Return what is live of them, newest first, without what was retracted: one query."""
    live = ArticleEdition.objects.live(at).order_by().only(*COLUMNS)
    chosen = live.filter(working_copy__in=Related.objects.filter(edition=edition).values("other"))
    pointing = Related.objects.live(at).filter(other=edition.working_copy_id).newest()
    newer = live.filter(pk__in=pointing.values("edition")[:MOST])
    found = {other.pk: other for other in chosen.union(newer, all=True) if not other.is_retracted}
    return sorted(found.values(), key=lambda other: (other.published_at, other.pk), reverse=True)[:MOST]
