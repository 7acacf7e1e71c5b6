"""What is answered when something is wrong: plain pages that ask neither the database nor what was sent.

Whoever sent a form gets back what they typed, as it was read before anything went wrong.
"""

import sys
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults

from colleagues.login_ended import comes_from_here
from masthead.plain_look import PlainLook, look
from newsroom import views
from newsroom.environment import NO_ROOM
from newsroom.logs import current_request_id
from publishing.errors import MayNotChange, WorkflowError
from publishing.scripted import wants_json

RETRY_AFTER = 10
"""Seconds after which whoever asks by itself may ask again."""

ADMIN = "/admin/"
SQLITE_FULL = "SQLITE_FULL"
POSTGRESQL_FULL = "53100"
SHORTEST_TO_READ = 20
"""Characters from which something typed is shown to be read; what is shorter is mostly a choice."""

TITLES = {
    400: gettext_lazy("That cannot be answered"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("There is no page here"),
    409: gettext_lazy("Not saved"),
    411: gettext_lazy("That cannot be answered"),
    413: gettext_lazy("That is too much"),
    429: gettext_lazy("That was too often"),
    500: gettext_lazy("Something went wrong"),
    503: gettext_lazy("Not now"),
}
SENTENCES = {
    400: gettext_lazy(
        "Something in the address or in what was sent is not as it should be. "
        "Go back, look at it and try again."
    ),
    403: gettext_lazy("Your account may not open this page or do this. If it should, ask an administrator."),
    404: gettext_lazy("The address may be mistyped, or the page was taken down."),
    409: gettext_lazy("Something has changed meanwhile. Look at it, then try again."),
    411: gettext_lazy("What was sent does not say how long it is."),
    413: gettext_lazy("What was sent is more than this page takes, so nothing of it was kept."),
    429: gettext_lazy("Please try again in a moment."),
    500: gettext_lazy("The fault is ours and has been written down. Please try again in a moment."),
    503: gettext_lazy("The site cannot answer at this moment. Please try again in a few minutes."),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a request is not as it should be."""
    return plain(request, 400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that somebody may not do this, and give back what they typed."""
    reason = str(exception) if isinstance(exception, MayNotChange) else ""
    if _typed(request) or wants_json(request):
        return plain(request, 403, sentence=reason)
    return _like_others(request, 403, lambda: defaults.permission_denied(request, exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no page, and give back what was typed where there was one."""
    if _typed(request) or wants_json(request):
        return plain(request, 404)
    return _like_others(request, 404, lambda: views.not_found(request, exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong: that the site cannot answer now, if the database or the disk cannot."""
    error = sys.exception()
    if is_full(error):
        sentence = _("There is no room left to keep anything. Tell whoever looks after the server.")
        return plain(request, 503, sentence=sentence)
    return plain(request, 503 if is_away(error) else 500)


def is_away(error: BaseException | None) -> bool:
    """Tell whether something failed because the database does not answer, or is none."""
    # Of a file that is no database, SQLite says no more than that; what has a name of its own is our fault.
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def is_full(error: BaseException | None) -> bool:
    """Tell whether something failed because the disk has no room."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    cause: Any = getattr(error, "__cause__", None)
    said = (getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", ""))
    return isinstance(error, Error) and (said[0] == SQLITE_FULL or said[1] == POSTGRESQL_FULL)


def plain(request: HttpRequest, status: int, *, sentence: str = "") -> HttpResponse:
    """Answer with a page that needs nothing but a file."""
    found = look()
    # The admin speaks the language of whoever is there, if it was known before anything went wrong.
    in_admin = request.path_info.startswith(ADMIN)
    with translation.override(translation.get_language() if in_admin else found.language):
        if in_admin and wants_json(request):
            # The page that sent it still has what was typed, so it is told in a sentence alone.
            response: HttpResponse = JsonResponse({"said": str(sentence or SENTENCES[status])}, status=status)
        else:
            response = HttpResponse(_page(request, found, status, sentence), status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(request: HttpRequest, found: PlainLook, status: int, sentence: str) -> str:
    if request.path_info.startswith(ADMIN):
        way_on = format_html('<p><a href="/admin/">{}</a></p>', _("Go to the newsroom’s desk"))
    else:
        way_on = format_html('<p><a href="/">{}</a></p>', _("Go to the newest articles"))
    number = current_request_id.get()
    if status in (500, 503) and number != "-":
        # What the log knows it by, for whoever is told of it.
        told = _("If you tell somebody of this, name its number: %(number)s") % {"number": number}
        way_on = format_html("<p>{}</p>{}", told, way_on)
    main = format_html(
        '<p class="standfirst">{}</p>{}{}', sentence or SENTENCES[status], _given_back(request), way_on
    )
    return found.filled(title=str(TITLES[status]), main=main)


def _given_back(request: HttpRequest) -> str:
    """Return what was typed, to be read and to be sent again."""
    typed = _typed(request)
    if not typed:
        return ""
    context = {
        "address": request.get_full_path(),
        "kept": typed,
        "token": request.POST.get("csrfmiddlewaretoken", ""),
        "is_incomplete": request.typed_is_incomplete,
        "to_read": [(name, value) for name, value in typed if len(value) >= SHORTEST_TO_READ],
    }
    return render_to_string("_components/_kept.html", context)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, if it was read and came from a page of ours: no other site's is sent on."""
    typed: list[tuple[str, str]] = getattr(request, "typed", [])
    if not typed:
        return []
    is_ours = getattr(request, "csrf_processing_done", False) or comes_from_here(request)
    return typed if is_ours else []


def _like_others(request: HttpRequest, status: int, page: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer with a page that looks like all others, or with a plain one where those cannot be made."""
    try:
        return page()
    except Error:
        return plain(request, status)


class Refusals:
    """Gives back what was typed where a verb refuses and the page has no form to say so on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, WorkflowError):
            return plain(request, 409, sentence=str(exception))
        return None
