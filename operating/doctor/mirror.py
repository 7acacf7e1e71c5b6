"""An address that tells the doctor, and nobody else, how its own request arrived."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse

from colleagues.throttling import client_address

HEADER = "X-Newsroom-Doctor"
SALT = "newsroom.doctor"
GOOD_FOR = 60
"""Seconds."""


def pass_of_now() -> str:
    """Return what lets its sender ask for the next minute."""
    return signing.TimestampSigner(salt=SALT).sign("seen")


def has_pass(request: HttpRequest) -> bool:
    """Tell whether the doctor asks, and has just begun to."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(request.headers.get(HEADER, ""), max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return True


def seen(request: HttpRequest) -> HttpResponse:
    """Tell how this request arrived."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    told: dict[str, Any] = {
        "host": request.get_host(),
        "is_secure": request.is_secure(),
        "forwarded_for": [part.strip() for part in forwarded.split(",") if part.strip()],
        "client": client_address(request),
    }
    answer = JsonResponse(told)
    answer["Cache-Control"] = "no-store"
    return answer
