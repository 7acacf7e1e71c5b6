"""An article for machines: schema.org NewsArticle with its sources and people."""

from typing import Any

from articles.models.byline import Name
from articles.shown import ArticlePage
from profiles.models import PersonEdition
from publishing.site import absolute
from references.source_list import Entry

CROPS = ("square.jpg", "4x3.jpg", "16x9.jpg")


def news_article(page: ArticlePage, *, publisher: dict[str, Any]) -> dict[str, Any]:
    """Return the page as one JSON-LD object, without empty fields."""
    edition = page.edition
    address = absolute(page.address)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": edition.headline,
        "description": edition.summary,
        "inLanguage": edition.language,
        "wordCount": edition.words,
        "isAccessibleForFree": True,
        "datePublished": edition.published_at.isoformat(),
        "dateModified": edition.updated_at.isoformat(),
        "image": [absolute(page.picture.address(crop)) for crop in CROPS] if page.picture else [],
        "author": [author(name) for line in page.byline if not line.role for name in line.names],
        "publisher": publisher,
        "articleSection": page.section.name if page.section else "",
        "keywords": [tag.name for tag in page.tags],
        "citation": [creative_work(entry) for entry in page.text.sources],
        "mentions": [person(profile) for profile in page.mentioned],
        "correction": [
            {"@type": "CorrectionComment", "text": notice.text, "datePublished": notice.at.isoformat()}
            for notice in page.notices
        ],
    }
    return {name: value for name, value in data.items() if value}


def author(name: Name) -> dict[str, str]:
    """Return one name of the byline: a person, unless an agency is said to be one."""
    data = {"@type": "Organization" if name.is_agency else "Person", "name": name.text}
    return data | {"url": absolute(name.url)} if name.url else data


def person(profile: PersonEdition) -> dict[str, Any]:
    """Return a person named in the text."""
    data: dict[str, Any] = {
        "@type": "Person",
        "name": profile.name,
        "url": absolute(profile.get_absolute_url()),
    }
    links = profile.facts.get("links")
    return data | {"sameAs": links} if links else data


def creative_work(entry: Entry) -> dict[str, Any]:
    """Return a source; its address is the original's, or none."""
    line = entry.line
    publisher = line.publisher or line.domain
    data = {
        "@type": "CreativeWork",
        "name": line.title,
        "url": line.link,
        "datePublished": line.issued,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else {},
        "isPartOf": {"@type": "CreativeWork", "name": entry.reference.container_title} if line.within else {},
    }
    return {name: value for name, value in data.items() if value}
