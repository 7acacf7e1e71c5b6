"""A later version of a piece brought in before: that article's next version, never a second one."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.article import LONGEST_ADDRESS, LONGEST_STORY
from manuscripts import Manuscript, texts_of
from publishing import payloads
from publishing.bases import Payload
from publishing.errors import WrongState
from publishing.naming import name_key
from publishing.richtext import extract, one_line
from publishing.workflow import save_revision
from publishing.workflow.locking import Actor

SHINGLE = 5
ENOUGH = 0.3
MOST = 20
"""Of articles with one headline, those looked at: a column may have the same every day."""


def earlier_of(manuscript: Manuscript) -> Article | None:
    """Return the article that this is a later version of: much of the same words, and one thing in common.

    That is the headline, the slug of a wire's story, or the address where it stands elsewhere.
    """
    common = Q(headline=manuscript.headline)
    if story := story_of(manuscript):
        common |= Q(imported_story=story)
    if address := address_of(manuscript):
        common |= Q(imported_address=address)
    known = Article.objects.out_of_bin().filter(common).exclude(imported_digest="")
    words = shingles(" ".join(text for block in manuscript.blocks for text in texts_of(block)))
    for article in known.order_by("-changed_at")[:MOST]:
        before = shingles(extract(article.body).text)
        if before and len(before & words) >= ENOUGH * len(before):
            return article
    return None


def story_of(manuscript: Manuscript) -> str:
    """Return the slug of a story, the same however it is written; none that no column holds."""
    story = name_key(one_line(manuscript.story))
    return story if len(story) <= LONGEST_STORY else ""


def address_of(manuscript: Manuscript) -> str:
    """Return where a text stands elsewhere, without what two addresses of one page differ in."""
    try:
        parts = urlsplit(manuscript.address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    # The first page of a site is the address of none of its texts.
    if parts.scheme not in ("http", "https") or not host or not (path or parts.query):
        return ""
    address = f"{host}{path}" + (f"?{parts.query}" if parts.query else "")
    return address if len(address) <= LONGEST_ADDRESS else ""


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return every run of five words of a text, to see how much of one stands in another."""
    words = [key for word in text.split() if (key := name_key(word))]
    return {tuple(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 0))}


def next_version(
    article: Article, payload: Payload, manuscript: Manuscript, *, actor: Actor, note: str
) -> bool:
    """Save a later version as the next one of an article; tell whether it was new.

    What a colleague has worked on is never overwritten: then it is refused, and the sentence says where.
    """
    kept = {name: value for name, value in payload.items() if value or name in ("headline", "body")}
    if any(
        kept == {name: before[name] for name in kept}
        for before in map(payloads.read, article.revisions.all())
    ):
        return False
    if not is_untouched(article):
        raise WrongState(" ".join(_worked_on(article, manuscript)))
    save_revision(working_copy=article, payload=kept, version=article.version, actor=actor, note=note)
    article.imported_version = article.version
    article.imported_story = story_of(manuscript) or article.imported_story
    article.imported_address = address_of(manuscript) or article.imported_address
    article.save(update_fields=["imported_version", "imported_story", "imported_address"])
    return True


def _worked_on(article: Article, manuscript: Manuscript) -> list[str]:
    address = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
    refusal = _(
        "This is a later version of “%(headline)s”, which colleagues have worked on since it was "
        "brought in. Put what is new into it there: %(address)s"
    ) % {"headline": article.headline, "address": address}
    if manuscript.embargo is None:
        return [refusal]
    return [refusal, _("Mind its embargo: “%(line)s”") % {"line": manuscript.embargo.text}]


def is_untouched(article: Article) -> bool:
    """Tell whether an article is as files have made it, whoever brought them in."""
    if article.imported_version is not None:
        return article.imported_version == article.version
    return not article.revisions.exclude(saved_by=None).exists()
