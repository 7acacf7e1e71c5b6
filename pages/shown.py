"""A page as readers see it, in at most four queries."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from pages.models import Page, PageEdition
from profiles.shown import people_by_key
from publishing import richtext
from publishing.bases import Payload
from publishing.caching import row, shows
from publishing.notices import notices
from publishing.prepared import prepared
from references.finished_text import FinishedText, previewed_text, published_text


def live_edition(slug: str, *, at: datetime) -> PageEdition | None:
    """Return what readers see at this address, or of the page that had it before."""
    return _at_address.first(slug, at=at)


@prepared
def _at_address(slug: str, at: datetime) -> QuerySet[PageEdition]:
    return PageEdition.objects.at_address(slug, at=at)[:1]


def page_of(edition: PageEdition, *, at: datetime) -> dict[str, Any]:
    """Return what the template shows of an edition that is live at that moment."""
    shows(row(edition))
    keys = richtext.keys(edition.body_html)
    people = people_by_key(keys.people, at=at)
    return _assemble(edition, published_text(edition, keys=keys, people=people, at=at))


def preview_of(page: Page, payload: Payload, *, at: datetime) -> dict[str, Any]:
    """Return what the template would show if this payload were published now; nothing is written."""
    frozen = page.freeze_into(payload, at=at)
    frozen.edition.published_at = frozen.edition.updated_at = at
    people = people_by_key(richtext.keys(frozen.edition.body_html).people, at=at)
    return _assemble(frozen.edition, previewed_text(frozen, people=people, at=at))


def _assemble(edition: PageEdition, text: FinishedText) -> dict[str, Any]:
    told = notices(edition.corrections)
    return {
        "edition": edition,
        "text": text,
        "grave_notices": [notice for notice in told if notice.is_grave],
        "other_notices": [notice for notice in told if not notice.is_grave],
    }
