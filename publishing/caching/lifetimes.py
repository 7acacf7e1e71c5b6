"""How long an answer may be kept: briefly, and never past the next change that is already known."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponseBase

from publishing.caching import noting

LONGEST = 60
"""Seconds a proxy may keep a page at most, so that whatever nobody knew of shows soon."""

R = TypeVar("R", bound=HttpResponseBase)


def keep_until(response: R, *, at: datetime, ends: Iterable[datetime] = (), longest: int | None = None) -> R:
    """Let an answer made at that moment be kept until the first of these ends, a minute at most.

    Proxies keep a page; browsers ask again, so that whoever has just published sees it. With `longest`
    (seconds) browsers keep it for as long as that; proxies, which everybody asks, for no longer than a page.
    """
    ends = list(ends)
    if ends:
        noting.ends(min(ends))
    seconds = max(0, min([longest or LONGEST, *(int((end - at).total_seconds()) for end in ends)]))
    own = 0 if longest is None else seconds
    response["Cache-Control"] = f"public, max-age={own}, s-maxage={min(seconds, LONGEST)}"
    return response
