"""Whole articles for feed readers: the same text, with addresses that work anywhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from articles.models import ArticleEdition, ArticleTag, Citation
from images.pictures import PICTURE_COLUMNS, Picture
from images.shown import pictures_by_key
from profiles.shown import people_by_key
from publishing import richtext
from publishing.notices import notices
from publishing.pieces import Pieces, in_words, same
from publishing.prepared import prepared
from publishing.site import absolute
from references.shown import LINE_COLUMNS
from references.source_list import Entry

MADE_OF = ("language", "standfirst", "main_image_alt", "main_image_caption", "body_html")
"""What of an article its text in a feed is made of, beside what it leads to."""
BESIDE_THE_TEXT = (
    *("slug", "headline", "summary", "byline", "corrections"),
    *("published_at", "updated_at", "live_until"),
)
_TEXTS: Pieces[str] = Pieces(100)
_KEYS: Pieces[richtext.Keys] = Pieces(100)


NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Leave out what XML cannot hold; one such character would break the whole feed."""
    return NO_XML.sub("", text)


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
    keys = {edition.pk: _keys_in(edition.body_html) for edition in editions}
    texts = {edition.pk: FeedText(key=edition.working_copy.key) for edition in editions}
    for number, name in _tags_of(ids):
        texts[number].tags.append(name)
    for citation in _cited_by(ids):
        texts[citation.edition_id].sources.append(Entry.of(citation.reference))
    people = people_by_key((key for found in keys.values() for key in found.people), at=at)
    addresses = {key: absolute(profile.get_absolute_url()) for key, profile in people.items()}
    loaded = pictures_by_key(key for found in keys.values() for key in found.images)
    pictures = {key: _for_the_world(picture) for key, picture in loaded.items()}
    for edition in editions:
        text, named = texts[edition.pk], keys[edition.pk]
        made_of = (
            settings.SITE_URL,
            in_words(),
            edition.pk,
            tuple(getattr(edition, name) for name in MADE_OF),
            same(edition.corrections),
            WorldPicture.of(edition.main_image) if edition.main_image else None,
            tuple(addresses.get(key) for key in named.people),
            tuple(pictures.get(key) for key in named.images),
            tuple(entry.line for entry in text.sources),
        )
        text.html = _TEXTS.get(made_of, lambda: printable(_html(edition, text, addresses, pictures)))  # noqa: B023
    return texts


def _keys_in(neutral: str) -> richtext.Keys:
    return _KEYS.get(neutral, lambda: richtext.keys(neutral))


@prepared
def _tags_of(editions: Sequence[int]) -> QuerySet[ArticleTag, tuple[int, str]]:
    links = ArticleTag.objects.filter(edition__in=editions).order_by("position")
    return links.values_list("edition", "tag__name")


@prepared
def _cited_by(editions: Sequence[int]) -> QuerySet[Citation]:
    citations = Citation.objects.filter(edition__in=editions, reference__confidential=False)
    named = citations.select_related("reference__publisher").order_by("position")
    return named.only("edition", "reference", *LINE_COLUMNS)


def feed_columns(path: str = "") -> list[str]:
    """Return what is asked of an article for a feed; `path` leads to it."""
    pictured = (f"main_image__{name}" for name in PICTURE_COLUMNS)
    return [f"{path}{name}" for name in (*MADE_OF, *BESIDE_THE_TEXT, *pictured, "working_copy__key")]


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
