"""A person's page as readers see it, and the people a text names who have one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from images.pictures import PICTURE_COLUMNS, Picture
from profiles.models import Person, PersonEdition
from publishing import richtext
from publishing.bases import Payload
from publishing.caching import keyed, rests_on, row, shows
from publishing.prepared import prepared
from publishing.site import absolute
from references.finished_text import FinishedText, previewed_text, published_text

SHOWN_COLUMNS = (
    "working_copy",
    "slug",
    "name",
    "occupation",
    "summary",
    "facts",
    "language",
    "body_html",
    "published_at",
    "updated_at",
    "live_until",
    "portrait_alt",
)


def people_by_key(keys: Iterable[str], *, at: datetime) -> dict[str, PersonEdition]:
    """Return the live profile of each person with one; without keys nothing is asked."""
    wanted = set(keys) - {""}
    if not wanted:
        return {}
    found = {profile.working_copy.key: profile for profile in _with_keys(sorted(wanted), at=at)}
    shows(*(row(profile) for profile in found.values()))
    rests_on(*(keyed(Person, key) for key in wanted if key not in found))
    return found


def live_edition(slug: str, *, at: datetime) -> PersonEdition | None:
    """Return what readers see at this address, or of the person who had it before."""
    return _at_address.first(slug, at=at)


@prepared
def _with_keys(keys: Sequence[str], at: datetime) -> QuerySet[PersonEdition]:
    profiles = PersonEdition.objects.live(at).filter(working_copy__key__in=keys)
    return profiles.select_related("working_copy").only(
        "slug", "name", "facts", "live_until", "working_copy__key"
    )


@prepared
def _at_address(slug: str, at: datetime) -> QuerySet[PersonEdition]:
    live = PersonEdition.objects.at_address(slug, at=at).select_related("portrait")
    return live.only(*SHOWN_COLUMNS, *(f"portrait__{name}" for name in PICTURE_COLUMNS))[:1]


def page_of(profile: PersonEdition, *, with_text: bool, at: datetime) -> dict[str, Any]:
    """Return what the template shows of a profile that is live at that moment."""
    shows(row(profile))
    if profile.portrait:
        shows(row(profile.portrait))
    text = None
    if with_text:
        keys = richtext.keys(profile.body_html)
        text = published_text(profile, keys=keys, people=people_by_key(keys.people, at=at), at=at)
    return _assemble(profile, text)


def preview_of(person: Person, payload: Payload, *, at: datetime) -> dict[str, Any]:
    """Return what the template would show if this payload were published now; nothing is written."""
    frozen = person.freeze_into(payload, at=at)
    people = people_by_key(richtext.keys(frozen.edition.body_html).people, at=at)
    return _assemble(frozen.edition, previewed_text(frozen, people=people, at=at)) | {"portrait_address": ""}


def _assemble(profile: PersonEdition, text: FinishedText | None) -> dict[str, Any]:
    portrait = Picture.of(profile.portrait, main=True) if profile.portrait else None
    return {
        "profile": profile,
        "portrait": portrait,
        "portrait_element": portrait.picture(alt=profile.portrait_alt, size="small") if portrait else "",
        "portrait_address": absolute(portrait.address("square.jpg")) if portrait else "",
        "text": text,
    }
