"""RSS with the whole text: of everything, of one tag, of one person."""

from datetime import UTC, datetime
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.translation import gettext as _

from articles.models import ArticleEdition, ArticleTag, Credit, Mention
from articles.models.byline import plain_byline
from profiles.shown import live_edition
from publishing.caching import keep_until, rests_on_everything
from publishing.prepared import prepared
from publishing.querysets import LinkQuerySet
from publishing.site import absolute
from reading.feed_text import FeedText, feed_columns, feed_texts, printable
from reading.listings import SIZE
from reading.views import tag_at

WITH_EDITION = ("edition__main_image", "edition__working_copy")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class NewsFeed(Rss201rev2Feed):
    """RSS 2.0 with full texts and the dates of updates."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("content:encoded", item["content"])

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


def site_feed(request: HttpRequest) -> HttpResponse:
    """Answer with the newest articles."""
    editions = _newest(request.moment)
    title = _("Newest articles of %(site)s") % {"site": request.site.name}
    return _answer(request, editions, title=request.site.name, about=title, page=reverse("home"))


def tag_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the newest articles that carry a tag."""
    found = _tagged(slug, at=request.moment)
    if not found:
        raise Http404
    tag = found[0].tag
    title = f"{tag.name} – {request.site.name}"
    editions = [link.edition for link in found]
    return _answer(request, editions, title=title, about=tag.description, page=tag.get_absolute_url())


def person_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the newest articles that a person wrote or is mentioned in."""
    profile = live_edition(slug, at=request.moment)
    if profile is None:
        raise Http404
    if profile.slug != slug:
        return redirect("person-feed", profile.slug, permanent=True)
    found: dict[int, ArticleEdition] = {}
    for links in (_written_by, _mentioning):
        of_person = links(profile.working_copy_id, at=request.moment)
        found |= {link.edition_id: link.edition for link in of_person}
    editions = sorted(found.values(), key=lambda e: (e.published_at, e.pk), reverse=True)[:SIZE]
    title = f"{profile.name} – {request.site.name}"
    return _answer(request, editions, title=title, about=profile.summary, page=profile.get_absolute_url())


@prepared
def _newest(at: datetime) -> QuerySet[ArticleEdition]:
    newest = ArticleEdition.objects.live(at).newest().select_related("main_image", "working_copy")
    return newest.only(*feed_columns())[:SIZE]


@prepared
def _tagged(slug: str, at: datetime) -> QuerySet[ArticleTag]:
    links = _newest_of(ArticleTag.objects.live(at).filter(tag=tag_at(slug)))
    named = ("tag__name", "tag__slug", "tag__description")
    return links.select_related("tag", *WITH_EDITION).only(*named, *feed_columns("edition__"))[:SIZE]


@prepared
def _written_by(person: int, at: datetime) -> QuerySet[Credit]:
    return _newest_of(Credit.objects.live(at).filter(person=person))[:SIZE]


@prepared
def _mentioning(person: int, at: datetime) -> QuerySet[Mention]:
    return _newest_of(Mention.objects.live(at).filter(person=person))[:SIZE]


def _newest_of(links: LinkQuerySet[Any]) -> LinkQuerySet[Any]:
    return links.newest().select_related(*WITH_EDITION).only(*feed_columns("edition__"))


def _answer(
    request: HttpRequest, editions: list[ArticleEdition], *, title: str, about: str, page: str
) -> HttpResponse:
    feed = NewsFeed(
        title=as_html(title),
        link=absolute(page),
        description=as_html(about or title),
        language=request.site.language,
        feed_url=absolute(request.path),
    )
    rests_on_everything()
    texts = feed_texts(editions, at=request.moment)
    for edition in editions:
        _add(feed, edition, texts[edition.pk])
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    return keep_until(response, at=request.moment, ends=[edition.live_until for edition in editions])


def _add(feed: NewsFeed, edition: ArticleEdition, text: FeedText) -> None:
    feed.add_item(
        title=as_html(_title(edition)),
        link=absolute(edition.get_absolute_url()),
        description=as_html(edition.summary),
        author_name=printable(plain_byline(edition.byline)) or None,
        pubdate=edition.published_at,
        updateddate=edition.updated_at,
        # The article's own key: it survives a change of the address.
        unique_id=f"urn:newsroom:article:{text.key}",
        unique_id_is_permalink=False,
        categories=[printable(name) for name in text.tags],
        content=text.html,
    )


def _title(edition: ArticleEdition) -> str:
    """Return the headline; what was retracted says so where only titles are read."""
    if edition.is_retracted:
        return _("Retracted: %(headline)s") % {"headline": edition.headline}
    return edition.headline


def as_html(text: str) -> str:
    """Return words for a place that feed readers read as HTML, where a `<` written as such would vanish."""
    return escape(printable(text), quote=False)
