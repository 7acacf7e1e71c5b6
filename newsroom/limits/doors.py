"""Who asks too often is told when to come again: at search, suggestions, forms, feeds, and what is not there.

Nothing is written anywhere for it. Pages that are kept finished are handed out before any of this.
"""

import ipaddress
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import ngettext

from accounts.models import User
from colleagues.throttling import client_address
from newsroom import faults
from newsroom.limits.buckets import Buckets, Rate

RATES = {
    "search": Rate(60, 1),
    "suggestions": Rate(200, 10),
    "feeds": Rate(120, 2),
    "missing": Rate(300, 5),
    "strangers": Rate(60, 0.5),
    "colleagues": Rate(1500, 20),
    "uploads": Rate(200, 600 / 3600),
}
"""By door: how many at once from one address, or of one colleague, and how many more a second."""
DOORS = {name: Buckets(rate) for name, rate in RATES.items()}
A_NETWORK = 8
"""How many times as many a network of IPv6 with 48 bits has: an office or a small provider shares one."""
ADMIN = "/admin/"
BY_ADDRESS = {"/search/": "search", "/search/starting/": "suggestions"}
FOR_STRANGERS = ("/admin/login/", "/admin/forgotten/", "/admin/join/", "/admin/password/", "/admin/not-me/")
AN_UPLOAD = 100_000
"""Bytes from which a form with files counts as one that brings some."""


class Limits:
    """Counts who asks at each door, before anything is looked up for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        keys = list(keys_of(request))
        door = door_of(request)
        if door and (wait := _longest(DOORS[door], keys)):
            return too_often(request, wait)
        is_public = not request.path_info.startswith(ADMIN)
        misses = DOORS["missing"]
        if is_public and (wait := max((misses.wait(key, times=times) for key, times in keys), default=0)):
            return too_often(request, wait)
        answer = self.get_response(request)
        if is_public and answer.status_code == 404:
            _longest(misses, keys)
        return answer


class ColleagueLimits:
    """Counts what each colleague sends, wherever they are; stands behind the reading of forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Count a form, once it is read: what was typed is given back with the refusal."""
        if request.method != "POST" or not request.path_info.startswith(ADMIN):
            return None
        user = getattr(request, "user", None)
        if not isinstance(user, User):
            return None
        doors = ["colleagues", "uploads"] if brings_files(request) else ["colleagues"]
        wait = max(DOORS[door].take(str(user.pk)) for door in doors)
        return too_often(request, wait) if wait else None


def door_of(request: HttpRequest) -> str:
    """Return at which door a request stands; nothing at most."""
    path = request.path_info
    if request.method == "POST":
        return "strangers" if path.startswith(FOR_STRANGERS) else ""
    if path in BY_ADDRESS:
        return BY_ADDRESS[path]
    return "feeds" if path.endswith(("/feed/", ".xml")) else ""


def brings_files(request: HttpRequest) -> bool:
    """Tell whether a form is of the kind that holds files, and long enough to hold one."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    is_long = length.isdigit() and int(length[:12]) >= AN_UPLOAD
    return is_long and (request.content_type or "") == "multipart/form-data"


def keys_of(request: HttpRequest) -> Iterator[tuple[str, int]]:
    """Return whom a request counts for: an address, or the networks of one, each with how often it may.

    An address that is not of the public internet counts for nobody: behind it stands a proxy that nobody
    has told us of, and everybody with it.
    """
    told = client_address(request)
    if told is None:
        return
    address = ipaddress.ip_address(told)
    if not address.is_global:
        return
    yield told, 1
    if isinstance(address, ipaddress.IPv6Address):
        yield str(ipaddress.ip_network((int(address), 48), strict=False)), A_NETWORK


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """Say when to come again, in a page or in a line."""
    sentence = ngettext(
        "That was too often. Try again in %(count)d second.",
        "That was too often. Try again in %(count)d seconds.",
        wait,
    ) % {"count": wait}
    if request.path_info.startswith(ADMIN) or "text/html" in request.headers.get("Accept", ""):
        answer = faults.plain(request, 429, sentence=sentence)
    else:
        answer = HttpResponse(f"{sentence}\n", status=429, content_type="text/plain; charset=utf-8")
        answer["Cache-Control"] = "no-store"
    answer["Retry-After"] = str(wait)
    return answer


def _longest(buckets: Buckets, keys: list[tuple[str, int]]) -> int:
    return max((buckets.take(key, times=times) for key, times in keys), default=0)
