"""An article's page: all that a reader sees of one edition, in at most seven queries of its own."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from articles.chapters import Chapter, chapters
from articles.models import Article, ArticleEdition, ArticleTag, Related
from articles.models.byline import BylineLine, byline_lines
from articles.models.related import MOST
from images.pictures import PICTURE_COLUMNS, Picture
from images.shown import pictures_by_key, pictures_in
from profiles.models import PersonEdition
from profiles.shown import people_by_key
from publishing import richtext
from publishing.bases import Payload
from publishing.caching import leading_to, rests_on, row, shows
from publishing.models import Tag
from publishing.notices import Notice, notices
from publishing.prepared import prepared
from publishing.site import absolute
from references.finished_text import FinishedText, finish
from references.models import Reference
from references.shown import cited_in, references_of

SHOWN_COLUMNS = (
    "working_copy",
    "slug",
    "label",
    "headline",
    "standfirst",
    "summary",
    "words",
    "byline",
    "language",
    "body_html",
    "corrections",
    "published_at",
    "updated_at",
    "live_until",
    "main_image_alt",
    "main_image_caption",
    "leads_to",
)
RELATED_COLUMNS = (
    "slug",
    "headline",
    "short_headline",
    "language",
    "published_at",
    "live_until",
    "corrections",
    "working_copy",
    "leads_to",
)
REASONS = {"reference": "source", "person": "person", "tag": "tag"}
"""What a page calls each kind of thing that two articles share, the strongest first."""


@dataclass(frozen=True)
class RelatedArticle:
    """One of them, and the strongest thing that both share: a source, else a person, else a tag."""

    edition: ArticleEdition
    source: Reference | None = None
    person: PersonEdition | None = None
    tag: Tag | None = None

    @property
    def made_of(self) -> Hashable:
        """Return all that its line is made of."""
        shown, shared = self.edition, self.source or self.person or self.tag
        named = (shown.pk, shown.slug, shown.listing_headline, shown.language, shown.published_at)
        return *named, type(shared), str(shared)


@dataclass(frozen=True)
class ArticlePage:
    """What the template shows, and when any of it ends; a preview has no address."""

    edition: ArticleEdition
    text: FinishedText
    byline: list[BylineLine]
    mentioned: list[PersonEdition]
    tags: Sequence[Tag]
    notices: list[Notice]
    picture: Picture | None
    chapters: Sequence[Chapter] = ()
    related: Sequence[RelatedArticle] = ()
    ends: Sequence[datetime] = ()
    address: str = ""

    @property
    def is_preview(self) -> bool:
        return not self.address

    @property
    def grave_notices(self) -> list[Notice]:
        return [notice for notice in self.notices if notice.is_grave]

    @property
    def other_notices(self) -> list[Notice]:
        return [notice for notice in self.notices if not notice.is_grave]

    @property
    def main_picture(self) -> SafeString:
        return (
            self.picture.picture(alt=self.edition.main_image_alt, size="wide")
            if self.picture
            else SafeString()
        )

    @property
    def preview_picture(self) -> str:
        """Return the address of the picture other sites show with a link to this page."""
        return absolute(self.picture.address("og.jpg")) if self.picture else ""

    @property
    def section(self) -> Tag | None:
        return self.tags[0] if self.tags else None


def live_edition(slug: str, *, at: datetime) -> ArticleEdition | None:
    """Return what readers see at this address, or of the article that had it before."""
    return _at_address.first(slug, at=at)


@prepared
def _at_address(slug: str, at: datetime) -> QuerySet[ArticleEdition]:
    live = ArticleEdition.objects.at_address(slug, at=at).select_related("main_image")
    return live.only(*SHOWN_COLUMNS, *(f"main_image__{name}" for name in PICTURE_COLUMNS))[:1]


@prepared
def _tags_of(edition: int) -> QuerySet[Tag]:
    carried = Tag.objects.filter(articletag__edition=edition).order_by("articletag__position")
    return carried.only("name", "slug")


def page_of(edition: ArticleEdition, *, at: datetime) -> ArticlePage:
    """Return the page of an edition that is live at that moment."""
    keys = richtext.keys(edition.body_html)
    references = references_of(edition, at=at)
    people = people_by_key([*keys.people, *_credited(edition)], at=at)
    tags = _tags_of(edition.pk)
    shows(row(edition), *(row(tag) for tag in tags))
    if edition.main_image:
        shows(row(edition.main_image))
    return _assemble(
        edition,
        keys=keys,
        people=people,
        references=references,
        tags=tags,
        related=related_articles(edition, at=at, references=references, people=people.values(), tags=tags),
        pictures=pictures_by_key(keys.images),
        address=edition.get_absolute_url(),
    )


def preview_of(article: Article, payload: Payload, *, at: datetime) -> ArticlePage:
    """Return the page that publishing this payload now would make; nothing is written."""
    frozen = article.freeze_into(payload, at=at)
    edition = frozen.edition
    edition.published_at = edition.updated_at = at
    keys = richtext.keys(edition.body_html)
    return _assemble(
        edition,
        keys=keys,
        people=people_by_key([*keys.people, *_credited(edition)], at=at),
        references=cited_in(frozen, at=at),
        tags=[link.tag for link in frozen.of(ArticleTag)],
        pictures=pictures_in(frozen),
    )


def _credited(edition: ArticleEdition) -> list[str]:
    return [credit["person"] for credit in edition.byline]


def _assemble(
    edition: ArticleEdition,
    *,
    keys: richtext.Keys,
    people: Mapping[str, PersonEdition],
    references: Sequence[Reference],
    pictures: Mapping[str, Picture],
    related: Sequence[RelatedArticle] = (),
    **rest: Any,
) -> ArticlePage:
    return ArticlePage(
        edition=edition,
        text=finish(edition.body_html, people=people, references=references, pictures=pictures),
        byline=byline_lines(edition.byline, people),
        mentioned=[people[key] for key in keys.people if key in people],
        notices=notices(edition.corrections),
        picture=Picture.of(edition.main_image, main=True) if edition.main_image else None,
        chapters=chapters(edition),
        related=related,
        ends=[shown.live_until for shown in (edition, *people.values(), *(r.edition for r in related))],
        **rest,
    )


def related_articles(
    edition: ArticleEdition,
    *,
    at: datetime,
    references: Iterable[Reference],
    people: Iterable[PersonEdition],
    tags: Iterable[Tag],
) -> list[RelatedArticle]:
    """Return what is live of them, newest first, without what was retracted: one query.

    Where both lead stands with them, so the reason is true of what readers see of both. It is named from
    what this page shows: these sources, people and tags. Without a reason that may be named nothing is
    listed: that two texts belong together would tell of what they share in secret.
    """
    own = edition.leads_to or {}
    others = own.get("other", [])
    # Also those that readers cannot see now, and whatever points here.
    rests_on(leading_to(edition), *(row(Article, other) for other in others))
    live_now = _live_of(others, article=edition.working_copy_id, at=at)
    rests_on(*(row(other) for other in live_now))
    found = {other.pk: other for other in live_now if not other.is_retracted}
    newest = sorted(found.values(), key=lambda other: (other.published_at, other.pk), reverse=True)
    shown: dict[str, dict[int, Any]] = {
        "reference": {reference.pk: reference for reference in references},
        "person": {profile.working_copy_id: profile for profile in people},
        "tag": {tag.pk: tag for tag in tags},
    }
    shared = {kind: {pk: rows[pk] for pk in own.get(kind, ()) if pk in rows} for kind, rows in shown.items()}
    reasons = ((other, _strongest(other, shared)) for other in newest)
    related = [RelatedArticle(other, **reason) for other, reason in reasons if reason][:MOST]
    shows(*(row(one.edition) for one in related))
    return related


@prepared
def _live_of(others: Sequence[int], article: int, at: datetime) -> QuerySet[ArticleEdition]:
    """Return what is live of these articles, and of the newest that name this one."""
    live = ArticleEdition.objects.live(at).order_by().only(*RELATED_COLUMNS)
    pointing = Related.objects.live(at).filter(other=article).newest()
    newer = live.filter(pk__in=pointing.values("edition")[:MOST])
    return live.filter(working_copy__in=others).union(newer, all=True)


def _strongest(other: ArticleEdition, shared: Mapping[str, Mapping[int, Any]]) -> dict[str, Any]:
    """Return the first thing that the other shares, of the kind that says most."""
    for kind, rows in shared.items():
        for number in (other.leads_to or {}).get(kind, ()):
            if number in rows:
                return {REASONS[kind]: rows[number]}
    return {}
