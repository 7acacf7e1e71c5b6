"""Language and time zone of a request: each colleague's own in the admin, the site's everywhere else."""

from collections.abc import Callable
from contextlib import ExitStack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers


def admin_locale(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Choose a language under /admin/ only, so that a public page is the same for every reader."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/admin/"):
            with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
                return get_response(request)
        language = chosen_language(request)
        with ExitStack() as stack:
            stack.enter_context(translation.override(language))
            stack.enter_context(timezone.override(chosen_zone(request)))
            response = get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def chosen_language(request: HttpRequest) -> str:
    """Return the colleague's language, or what the browser asks for."""
    own = getattr(request.user, "language", "")
    if own and translation.check_for_language(own):
        return own
    return translation.get_language_from_request(request)


def chosen_zone(request: HttpRequest) -> ZoneInfo | None:
    """Return the colleague's time zone; none means the newsroom's."""
    try:
        return ZoneInfo(getattr(request.user, "time_zone", "") or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return None
