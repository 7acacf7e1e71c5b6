"""Write the articles of a database of ours as lines of JSON, so that the peers hold the same words."""

import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from articles.models import ArticleEdition  # noqa: E402
from articles.shown import ArticlePage, page_of  # noqa: E402
from references.models import Reference  # noqa: E402


def main(path: str) -> None:
    """Write every live article to this file."""
    at = timezone.now()
    editions = ArticleEdition.objects.live(at).select_related("main_image").order_by("pk")
    with Path(path).open("w", encoding="utf-8") as out:
        for edition in editions.iterator():
            out.write(json.dumps(_line(page_of(edition, at=at))) + "\n")


def _line(page: ArticlePage) -> dict[str, Any]:
    edition = page.edition
    return {
        "headline": edition.headline,
        "slug": edition.slug,
        "summary": edition.summary,
        "body": str(page.text.body),
        "published_at": edition.published_at.isoformat(),
        "tags": [{"name": tag.name, "slug": tag.slug} for tag in page.tags],
        "people": [{"name": person.name, "slug": person.slug} for person in page.mentioned],
        "sources": [_source(entry.reference) for entry in page.text.sources],
    }


def _source(reference: Reference) -> dict[str, str]:
    publisher = reference.publisher
    return {
        "key": reference.key,
        "title": reference.title,
        "publisher": publisher.name if publisher else "",
        "url": reference.url,
    }


if __name__ == "__main__":
    main(sys.argv[1])
