"""How long an answer may be kept: briefly, and never past the next change that is already known."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponseBase

LONGEST = 60
"""Seconds a page may be kept at most, so that whatever nobody knew of shows soon."""

R = TypeVar("R", bound=HttpResponseBase)


def keep_until(response: R, *, at: datetime, ends: Iterable[datetime] = (), longest: int = LONGEST) -> R:
    """Let an answer made at that moment be kept until the first of these ends, a minute at most.

    `longest` is for what may be kept for other than a minute.
    """
    seconds = min([longest, *(int((end - at).total_seconds()) for end in ends)])
    response["Cache-Control"] = f"public, max-age={max(0, seconds)}"
    return response
