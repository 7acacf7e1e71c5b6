"""A page for machines: schema.org WebPage, or the narrower kind its usual address tells of."""

from typing import Any

from pages.models import PageEdition
from publishing.site import absolute

KINDS = {"about": "AboutPage", "contact": "ContactPage"}


def web_page(edition: PageEdition) -> dict[str, Any]:
    """Return a page as one JSON-LD object, without empty fields."""
    address = absolute(edition.get_absolute_url())
    data = {
        "@context": "https://schema.org",
        "@type": KINDS.get(edition.slug, "WebPage"),
        "@id": address,
        "url": address,
        "name": edition.title,
        "description": edition.summary,
        "inLanguage": edition.language,
        "datePublished": edition.published_at.isoformat(),
        "dateModified": edition.updated_at.isoformat(),
    }
    return {name: value for name, value in data.items() if value}
