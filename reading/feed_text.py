"""Whole articles for feed readers: the same text, with addresses that work anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string

from articles.models import Article, ArticleEdition, ArticleTag, Citation
from images.pictures import Picture
from images.shown import pictures_by_key
from profiles.shown import people_by_key
from publishing import richtext
from publishing.notices import notices
from publishing.site import absolute
from references.source_list import Entry


class WorldPicture(Picture):
    """A picture shown elsewhere than on this site."""

    def address(self, name: str) -> str:
        return absolute(super().address(name))


@dataclass
class FeedText:
    """What a feed says of one article."""

    key: str
    html: str = ""
    tags: list[str] = field(default_factory=list)
    sources: list[Entry] = field(default_factory=list)


def feed_texts(editions: Sequence[ArticleEdition], *, at: datetime) -> dict[int, FeedText]:
    """Return what a feed says of each of these, with as many queries for many as for one."""
    ids = [edition.pk for edition in editions]
    keys = {edition.pk: richtext.keys(edition.body_html) for edition in editions}
    articles = dict(Article.objects.filter(editions__in=ids).values_list("editions", "key"))
    texts = {pk: FeedText(key=articles[pk]) for pk in ids}
    for link in ArticleTag.objects.filter(edition__in=ids).select_related("tag").order_by("position"):
        texts[link.edition_id].tags.append(link.tag.name)
    citations = Citation.objects.filter(edition__in=ids, reference__confidential=False)
    for citation in citations.select_related("reference__publisher").order_by("position"):
        texts[citation.edition_id].sources.append(Entry.of(citation.reference))
    people = people_by_key((key for found in keys.values() for key in found.people), at=at)
    addresses = {key: absolute(profile.get_absolute_url()) for key, profile in people.items()}
    loaded = pictures_by_key(key for found in keys.values() for key in found.images)
    pictures = {key: _for_the_world(picture) for key, picture in loaded.items()}
    for edition in editions:
        texts[edition.pk].html = _html(edition, texts[edition.pk], addresses, pictures)
    return texts


def _html(
    edition: ArticleEdition, text: FeedText, people: dict[str, str], pictures: dict[str, WorldPicture]
) -> str:
    # Without note marks: their ids would clash with those of the next article in a reader's list.
    resolved = richtext.resolve(
        edition.body_html, people=people, references=(), images=pictures, pull_quotes=False
    )
    main = WorldPicture.of(edition.main_image) if edition.main_image else None
    context = {
        "edition": edition,
        "body": resolved.body,
        "main": main,
        "main_picture": main.picture(alt=edition.main_image_alt) if main else "",
        "sources": text.sources,
        "notices": notices(edition.corrections),
    }
    return render_to_string("_components/_feed_text.html", context)


def _for_the_world(picture: Picture) -> WorldPicture:
    return WorldPicture.of(picture)
