"""Language and time zone of a request: each colleague's own in the admin, the newsroom's everywhere else."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from publishing.languages import interface_language

WORDLESS = ("/edit/", "/images/", "/style/", "/health/")
"""Addresses that answer without words or times, so that they need not ask which to use."""


def admin_locale(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Choose a language under /admin/ only, so that a public page is the same for every reader."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(WORDLESS):
            return get_response(request)
        if not request.path_info.startswith("/admin/"):
            with _locale_of(request):
                return get_response(request)
        language, zone = _chosen(request)
        with translation.override(language), timezone.override(zone):
            response = get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _locale_of(request: HttpRequest) -> AbstractContextManager[None]:
    """Return the newsroom's language and zone; what needs the database to answer will say so itself."""
    try:
        return request.site.locale()
    except Error:
        return nullcontext()


def _chosen(request: HttpRequest) -> tuple[str, tzinfo]:
    """Return a colleague's language and zone, with the same patience."""
    try:
        return chosen_language(request), chosen_zone(request)
    except Error:
        return interface_language(translation.get_language()), timezone.get_current_timezone()


def chosen_language(request: HttpRequest) -> str:
    """Return the colleague's language, or what the browser asks for, or the newsroom's."""
    own = getattr(request.user, "own_language", "")
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return interface_language(own, *(code for code, _weight in asked), str(request.site.language))


def chosen_zone(request: HttpRequest) -> ZoneInfo:
    """Return the colleague's time zone, or the newsroom's."""
    return getattr(request.user, "own_zone", None) or request.site.zone
