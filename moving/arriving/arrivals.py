"""What came in before: the rows by which a site moved in twice is moved in once."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Max

from manuscripts.packing import packed
from moving.models import Arrival
from publishing.history import subject_of
from publishing.models import Event

from .site import Post, Site

LONGEST = 200
IDS_A_QUERY = 500


def name_of(site: Site) -> str:
    """Return what tells a site from another: its address without what changes over the years."""
    parts = urlsplit(site.name)
    host = (parts.hostname or "").removeprefix("www.")
    return (host + parts.path.rstrip("/") if host else site.name)[:LONGEST]


def known_as(id: str) -> str:
    """Return an id as the table keeps it; a long one is known by its digest."""
    fitting = id.replace("\0", "")
    if len(fitting) <= LONGEST:
        return fitting
    return hashlib.sha256(fitting.encode()).hexdigest()


class Arrivals:
    """The rows of one site."""

    def __init__(self, site: Site) -> None:
        self.site = name_of(site)

    def of(self, kind: Arrival.Kind, ids: Iterable[str], *with_: str) -> dict[str, Arrival]:
        """Return what is known by these ids."""
        wanted = {known_as(id): id for id in ids}
        names = list(wanted)
        found: dict[str, Arrival] = {}
        for start in range(0, len(names), IDS_A_QUERY):
            some = names[start : start + IDS_A_QUERY]
            rows = Arrival.objects.filter(site=self.site, kind=kind, external__in=some).select_related(*with_)
            found |= {wanted[row.external]: row for row in rows}
        return found

    def row(self, kind: Arrival.Kind, id: str, **became: Any) -> Arrival:
        """Return a row still to be written."""
        return Arrival(site=self.site, kind=kind, external=known_as(id), **became)

    def hold(self, kind: Arrival.Kind, id: str, became: models.Model) -> None:
        """Write what something became; where it leads elsewhere already, it is led here."""
        name = str(became._meta.model_name)
        Arrival.objects.update_or_create(
            site=self.site, kind=kind, external=known_as(id), defaults={name: became}
        )

    def forget(self, kind: Arrival.Kind, id: str) -> None:
        """Remember nothing of this any more."""
        Arrival.objects.filter(site=self.site, kind=kind, external=known_as(id)).delete()


def last_events(rows: Sequence[models.Model]) -> dict[str, int]:
    """Return the number of the last entry in the history of each row, by key; all are of one kind."""
    if not rows:
        return {}
    keys = [subject_of(row).key for row in rows]
    events = Event.objects.filter(kind=subject_of(rows[0]).kind, object_key__in=keys)
    return dict(events.order_by().values_list("object_key").annotate(Max("id")))


def digest_of(post: Post, credits: Sequence[dict[str, Any]], *, terms: Sequence[str]) -> str:
    """Return what tells a post from itself after it was changed there, or is to be signed otherwise here."""
    said = asdict(replace(post, manuscript=None))
    said["manuscript"] = packed(post.manuscript) if post.manuscript else None
    said |= {"credits": list(credits), "tags": list(terms)}
    text = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
