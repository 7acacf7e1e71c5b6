"""What a post becomes here: its payload, and sentences on what could not come along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing.body import body_of
from articles.importing.sentences import remark_in_words
from articles.importing.sources import cites_of, references_by_key
from articles.models import Article
from images.models import Image
from manuscripts import Block, Manuscript, texts_of
from manuscripts import Figure as Shown
from manuscripts.manuscript import every_block
from pages.models import Page
from pages.models.reserved import RESERVED
from publishing.addresses import free_slugs
from publishing.bases import Payload
from publishing.richtext import has_words, one_line
from publishing.richtext.document import Figure
from publishing.slugs import make_slug
from publishing.workflow.locking import Actor

from .asked import Told
from .links import Lead, led
from .site import Attachment, Kind, Post, State

LONGEST_HEADLINE = 200
LONGEST_SUMMARY = {Kind.ARTICLE: 600, Kind.PAGE: 300}
LONGEST_CAPTION = 500
LONGEST_LANGUAGE = 12
FIRST_WORDS = 8


@dataclass(frozen=True)
class Around:
    """What the posts of a batch lead to."""

    lead: Lead
    pictures: Mapping[str, Image]
    tags: Mapping[str, str]
    language: str
    actor: Actor


def pictures_of(post: Post, read: Manuscript, attachment: Attachment | None) -> list[str]:
    """Return the addresses and ids of the pictures a post shows."""
    lead = attachment.id if attachment else post.lead
    inside = [
        block.address for block in every_block(read.blocks) if isinstance(block, Shown) and block.address
    ]
    return list(dict.fromkeys([*([lead] if lead else []), *inside]))


def payload_of(
    post: Post,
    read: Manuscript,
    told: Told,
    *,
    credits: Sequence[dict[str, Any]],
    lead: Attachment | None,
    carried: Mapping[str, Figure],
    slug: str,
    around: Around,
) -> Payload:
    """Return what a post is to hold; raises RichTextError where it is more than a text may."""
    told.say(*map(remark_in_words, (*post.remarks, *read.remarks)))
    headline, blocks = _headline(post, read, told)
    if post.kind is Kind.PAGE and lead is not None:
        blocks = (Shown(address=lead.id, alt=lead.alt), *blocks)
    found = references_by_key(read.references, actor=around.actor)
    figures = _figures(blocks, around.pictures)
    if undescribed := sum(figure.decorative for figure in figures.values()):
        told.say(_undescribed(undescribed))
    body = body_of(
        replace(read, blocks=led(blocks, around.lead)),
        mentions=(),
        speakers={},
        cites=cites_of(read.references, found),
        figures={**figures, **carried},
        comments={},
    )
    language = post.language or read.language or around.language
    payload = {
        "body": body,
        "slug": slug,
        "language": language if len(language) <= LONGEST_LANGUAGE else around.language,
    }
    summary = _summary(post, read, told)
    if post.kind is Kind.PAGE:
        return payload | {"title": headline, "summary": summary}
    tags = [around.tags[id] for id in post.terms if id in around.tags]
    return {
        **payload,
        "headline": headline,
        "standfirst": summary,
        "credits": list(credits) or _byline(read),
        "sources": [reference.key for reference in found.values()],
        "tags": list(dict.fromkeys(tags)),
        **_main_picture(post, lead, around.pictures),
    }


def published_at(post: Post, told: Told) -> datetime | None:
    """Return since when readers have a post, None where not everybody could read it there."""
    now = timezone.now()
    if post.state is State.PUBLIC and (post.published is None or post.published <= now):
        return post.published or post.changed or now
    if post.state in (State.SCHEDULED, State.PUBLIC) and post.published is not None:
        told.say(
            _("It was to be public there from %(when)s, and is a draft here: schedule it.")
            % {"when": date_format(timezone.localtime(post.published), "DATETIME_FORMAT")}
        )
    return None


def _headline(post: Post, read: Manuscript, told: Told) -> tuple[str, tuple[Block, ...]]:
    headline = one_line(post.title or read.headline)
    if not has_words(headline):
        words = next(
            (text.split() for block in read.blocks for text in texts_of(block) if has_words(text)), []
        )
        headline = " ".join(words[:FIRST_WORDS])[:LONGEST_HEADLINE] or _("Untitled")
        told.say(_("It had no title. Write one: it is called “%(title)s” now.") % {"title": headline})
    if len(headline) > LONGEST_HEADLINE:
        told.say(_("Its title was cut. It was: “%(title)s”") % {"title": headline})
        headline = one_line(headline, LONGEST_HEADLINE)
    told.headline = headline
    return headline, read.blocks


def _summary(post: Post, read: Manuscript, told: Told) -> str:
    summary = post.summary or read.summary
    most = LONGEST_SUMMARY[post.kind]
    if len(summary) <= most:
        return summary
    told.say(_("Its summary was cut. It was: “%(summary)s”") % {"summary": summary})
    return summary[: most - 1].rpartition(" ")[0] + "…"


def slugs_of(texts: Sequence[tuple[Post, Manuscript]]) -> dict[str, str]:
    """Return a free web address for each of a batch by its id, as like the old one as can be."""
    wanted = {post.id: _slug(post, read) for post, read in texts}
    found: dict[str, str] = {}
    for kind, model in ((Kind.ARTICLE, Article), (Kind.PAGE, Page)):
        ids = [post.id for post, _read in texts if post.kind is kind]
        found |= zip(ids, free_slugs(model, [wanted[id] for id in ids]), strict=True)
    return found


def _slug(post: Post, read: Manuscript) -> str:
    named = (post.slug, post.title, read.headline, f"{post.kind}-{post.id}")
    slug = next(filter(None, map(make_slug, named)), "")
    return f"{slug}-page" if post.kind is Kind.PAGE and slug in RESERVED else slug


def _figures(blocks: tuple[Block, ...], pictures: Mapping[str, Image]) -> dict[str, Figure]:
    """Return what each address is here; what nobody ever described is decoration, as it was there."""
    described = {
        block.address
        for block in every_block(blocks)
        if isinstance(block, Shown) and (block.alt.strip() or not block.address)
    }
    shown = {block.address for block in every_block(blocks) if isinstance(block, Shown)}
    return {
        said: Figure(image.key, decorative=said not in described and not has_words(image.alt))
        for said, image in pictures.items()
        if said in shown
    }


def _undescribed(count: int) -> str:
    return ngettext(
        "%(count)d picture has no description, so it is marked as decoration.",
        "%(count)d pictures have no description, so they are marked as decoration.",
        count,
    ) % {"count": count}


def _main_picture(post: Post, lead: Attachment | None, pictures: Mapping[str, Image]) -> Payload:
    image = pictures.get(lead.id if lead else post.lead)
    if image is None:
        return {}
    return {
        "main_image": image.key,
        "main_image_caption": one_line(lead.caption, LONGEST_CAPTION) if lead else "",
        "main_image_decorative": not has_words(image.alt),
    }


def _byline(read: Manuscript) -> list[dict[str, Any]]:
    return [{"person": None, "name": name, "role": ""} for name in dict.fromkeys(read.byline)]
