"""A later version of a piece brought in before: that article's next version, never a second one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article
from manuscripts import Manuscript, texts_of
from publishing import payloads
from publishing.bases import Payload
from publishing.errors import WrongState
from publishing.naming import name_key
from publishing.richtext import extract
from publishing.workflow import save_revision
from publishing.workflow.locking import Actor

SHINGLE = 5
ENOUGH = 0.3
MOST = 20
"""Of articles with one headline, those looked at: a column may have the same every day."""


def earlier_of(manuscript: Manuscript) -> Article | None:
    """Return the article that this is a later version of: the same headline over much of the same words."""
    known = Article.objects.out_of_bin().filter(headline=manuscript.headline).exclude(imported_digest="")
    words = shingles(" ".join(text for block in manuscript.blocks for text in texts_of(block)))
    for article in known.order_by("-changed_at")[:MOST]:
        before = shingles(extract(article.body).text)
        if before and len(before & words) >= ENOUGH * len(before):
            return article
    return None


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return every run of five words of a text, to see how much of one stands in another."""
    words = [key for word in text.split() if (key := name_key(word))]
    return {tuple(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 0))}


def next_version(article: Article, payload: Payload, *, actor: Actor, note: str) -> bool:
    """Save a later version as the next one of an article; tell whether it was new.

    What a colleague has worked on is never overwritten: then it is refused, and the sentence says where.
    """
    if any(payloads.read(revision)["body"] == payload["body"] for revision in article.revisions.all()):
        return False
    if not is_untouched(article):
        address = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
        raise WrongState(
            _(
                "This is a later version of “%(headline)s”, which colleagues have worked on since it was "
                "brought in. Put what is new into it there: %(address)s"
            )
            % {"headline": article.headline, "address": address}
        )
    kept = {name: value for name, value in payload.items() if value or name in ("headline", "body")}
    save_revision(working_copy=article, payload=kept, version=article.version, actor=actor, note=note)
    return True


def is_untouched(article: Article) -> bool:
    """Tell whether nobody has worked on an article since it was brought in."""
    return not article.revisions.exclude(saved_by=None).exists()
