"""What all answers to readers have in common: read-only, the same for everybody, kept briefly."""

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response

from publishing.caching import Noted, keep_until, noted_here
from purging.answers import tell_in_front

ADMIN = "/admin/"
FOR_ONE = "newsroom.for_one"
"""Noted beside a request whose answer may depend on who asks: by their session, or a cookie for them."""
NOT_FOUND_SECONDS = 5
"""Short, and the same for every address: a page that is due must not be missed for long, nor betrayed."""


def public_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse writes outside the admin, and give every page its caching headers."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN):
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            refusal = HttpResponseNotAllowed(["GET", "HEAD"])
            refusal["Cache-Control"] = "no-store"
            return refusal
        with noted_here() as noted:
            response = get_response(request)
        return _finished(request, response, noted)

    return middleware


def _finished(request: HttpRequest, response: HttpResponse, noted: Noted) -> HttpResponseBase:
    session = getattr(request, "session", None)
    if response.cookies or (session is not None and session.accessed):
        request.META[FOR_ONE] = True
    # Whatever a reader's cookies made of it: one that means nothing would be taken back, or replaced.
    response.cookies.clear()
    response["Vary"] = "Accept-Encoding"
    if "Cache-Control" not in response:
        _limit(request, response)
    tell_in_front(response, noted, at=request.moment)
    if response.status_code != 200 or response.streaming or "no-store" in response["Cache-Control"]:
        return response
    if "ETag" not in response:
        response["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _limit(request: HttpRequest, response: HttpResponse) -> None:
    if 300 <= response.status_code < 400:
        # Never followed without asking: kept, it would outlive the rename that made it, and meet the next
        # one in a loop.
        response["Cache-Control"] = "no-cache"
    elif response.status_code == 404:
        response["Cache-Control"] = f"public, max-age={NOT_FOUND_SECONDS}"
    elif response.status_code < 400:
        keep_until(response, at=request.moment)
    else:
        response["Cache-Control"] = "no-store"
