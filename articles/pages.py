"""An article's page: everything a reader sees of one edition, in at most six queries of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from articles.chapters import Chapter, chapters
from articles.models import Article, ArticleEdition, ArticleTag
from articles.models.byline import BylineLine, byline_lines
from articles.related_shown import RelatedArticle, related_articles
from images.pictures import Picture
from images.shown import pictures_by_key
from profiles.finished_text import FinishedText, cited_in, finish, pictures_in
from profiles.models import PersonEdition
from profiles.people_shown import people_by_key
from publishing import richtext
from publishing.bases import Frozen
from publishing.models import Tag
from publishing.notices import Notice, notices
from publishing.site import absolute
from references.models import Reference
from references.shown import references_of


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
    return ArticleEdition.objects.at_address(slug, at=at).select_related("main_image").first()


def page_of(edition: ArticleEdition, *, at: datetime) -> ArticlePage:
    """Return the page of an edition that is live at that moment."""
    keys = richtext.keys(edition.body_html)
    references = references_of(edition, at=at)
    people = people_by_key([*keys.people, *_credited(edition)], at=at)
    links = ArticleTag.objects.filter(edition=edition).select_related("tag").order_by("position")
    tags = [link.tag for link in links]
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


def preview_of(article: Article, *, at: datetime) -> ArticlePage:
    """Return the page that publishing the draft now would make; nothing is written."""
    frozen: Frozen = article.freeze_into(article.payload(), at=at)
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
