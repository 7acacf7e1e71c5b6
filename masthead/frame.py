"""What every page shows of the newsroom: loaded when first asked for, once a request.

Where finished pages are kept, a process keeps it too until anything changes, and a digest of it is the
token of the frame: a finished page is as it would be made now only if its frame is.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from masthead.site import Site, site_at
from publishing.caching import counters

KEPT = "newsroom.frame"
"""Said beside a request whose newsroom may be the one this process keeps; no reader can say it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The newsroom as it was found when so many changes had been counted."""

    site: Site
    token: str
    epoch: bytes
    number: int


class _Kept:
    """The one frame of this process; asking anew costs a query, so one thread asks for all."""

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self.asking = threading.Lock()


_kept = _Kept()


def kept_frame() -> Frame | None:
    """Return the newsroom if nothing at all has changed since it was asked for."""
    kept = _kept.frame
    if kept is not None and kept.number == counters.number() and kept.epoch == counters.epoch():
        return kept
    return None


def frame_now() -> Frame:
    """Return the newsroom as of the last change that was counted.

    It is never as of when some request began: what has begun since may be announced, and is never again.
    While the database is away the one of before stands for it, with the number it had.
    """
    with _kept.asking:
        if (current := kept_frame()) is not None:
            return current
        # Before the query: what is announced while it runs is looked at again.
        number, epoch, before = counters.number(), counters.epoch(), _kept.frame
        try:
            site = site_at(timezone.now())
        except Error:
            if before is None:
                raise
            return before
        if before is not None and site == before.site:
            # The same object, for whoever keeps pieces made of it.
            site = before.site
        _kept.frame = Frame(site, site.token, epoch, number)
        return _kept.frame


def site_of_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request the newsroom as of its moment; one that never asks costs no query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_kept = bool(request.META.get(KEPT))
        site: Any = SimpleLazyObject(lambda: _kept_site() if is_kept else site_at(request.moment))
        request.site = site
        return get_response(request)

    return middleware


def _kept_site() -> Site:
    return (kept_frame() or frame_now()).site
