"""What an answer tells the caches in front: by which words they know it, and how long they may keep it."""

from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

from publishing.caching import LONGEST, Noted
from purging.targets import Filled, is_set_up
from purging.trust import can_be_told
from purging.words import words_of

WHILE_ASKED = 60
"""Seconds for which a page may be shown while it is asked for anew (stale-while-revalidate)."""
WHILE_AWAY = 86_400
"""Seconds for which a page may be shown while the origin fails (stale-if-error)."""
PLAIN = "public, max-age=0, s-maxage="

R = TypeVar("R", bound=HttpResponseBase)


def tell_in_front(response: R, noted: Noted, *, at: datetime) -> R:
    """Give an answer that may be kept what caches need that are told of changes; without them, nothing."""
    kept = response.get("Cache-Control", "")
    if not is_set_up() or not kept.startswith("public"):
        return response
    is_page = response.status_code in (200, 304)
    # What is not there may come with any change, the same answer whatever is missing; and so may go what
    # says nothing of itself.
    shown, everything = (noted.shown, noted.everything or not noted.said) if is_page else ((), True)
    for name, text in Filled(words_of(shown, everything=everything)).headers(settings.PURGE_LABELS):
        response[name] = text
    # What nobody could drop stays for a minute as anywhere.
    if is_page and noted.said and kept.startswith(PLAIN) and can_be_told():
        response["Cache-Control"] = lifetime(noted, at=at)
    return response


def lifetime(noted: Noted, *, at: datetime) -> str:
    """Return for how long a page may be kept where a change is told: never past what is known to end.

    Only there may it outlive its time at all: a cache that cannot be told would bring back what was taken
    down while the origin is away.
    """
    left = int((noted.ends - at).total_seconds()) if noted.ends else None
    fresh = max(LONGEST, settings.PROXY_SECONDS)
    if left is None:
        return f"{PLAIN}{fresh}, stale-while-revalidate={WHILE_ASKED}, stale-if-error={WHILE_AWAY}"
    fresh = max(0, min(fresh, left))
    beyond = left - fresh
    parts = [f"{PLAIN}{fresh}"]
    if beyond >= WHILE_ASKED:
        parts.append(f"stale-while-revalidate={WHILE_ASKED}")
    if beyond > 0:
        parts.append(f"stale-if-error={min(beyond, WHILE_AWAY)}")
    return ", ".join(parts)
