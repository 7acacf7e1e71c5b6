"""A form sent when the login has ended: everything typed comes back, to be sent again."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from colleagues.second_factor.forms import CODE
from publishing.scripted import wants_json

BEFORE_LOGIN = {"join", "choose-password", "forgotten", "login-code", "login-factor", "not-me"}
STEPS = {"login", "login-code", "login-factor"}
"""The steps of logging in: without the first there is nothing to go on with."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token fits no more: its cookie is gone, or another login has begun."""
    return answer_to_form(request)


def answer_to_form(request: HttpRequest) -> HttpResponse:
    """Give back what was typed, if it was typed here: no other site's form is offered for sending."""
    if not comes_from_here(request):
        sentence = _("This form was sent from another site, or from nowhere. Nothing was changed.")
        return _never_kept(render(request, "403.html", {"sentence": sentence}, status=403))
    name = request.resolver_match.url_name if request.resolver_match else None
    if name in BEFORE_LOGIN - STEPS:
        sentence = _(
            "This page was open for too long, or your browser keeps no cookies. Open the link again."
        )
        return _never_kept(render(request, "403.html", {"sentence": sentence}, status=403))
    if wants_json(request):
        return _never_kept(answer_to_script(request))
    kept = kept_fields(request.POST)
    is_login = name in STEPS
    context = {
        "title": _("Log in again") if is_login else _("Not saved yet: your login ended"),
        # Not a login name alone: without its password there is nothing to send.
        "kept": [] if is_login else kept,
        "is_incomplete": not is_login and leaves_out(request),
        "address": request.get_full_path(),
        "login_address": f"{reverse('admin:login')}?{urlencode({'next': reverse('admin:index')})}",
        "site_title": request.site.name,
        "is_nav_sidebar_enabled": False,
        "has_permission": False,
        "is_popup": False,
    }
    return _never_kept(render(request, "admin/login_ended.html", context, status=403))


def answer_to_script(request: HttpRequest) -> HttpResponse:
    """Tell a page's script that its login has ended, or with which token it can go on under the next."""
    if not request.user.is_authenticated:
        return JsonResponse({"logged_out": True}, status=401)
    return JsonResponse({"token": get_token(request)}, status=403)


def comes_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form stood on a page of this site."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin in (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)


def kept_fields(form: QueryDict) -> list[tuple[str, str]]:
    """Return what a form holds that can be given back: no secrets."""
    return [(name, value) for name, values in form.lists() for value in values if _is_kept(name)]


def leaves_out(request: HttpRequest) -> bool:
    """Tell whether a form holds what cannot be given back."""
    return bool(request.FILES) or any(value and _is_secret(name) for name, value in request.POST.items())


def _is_kept(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and not _is_secret(name)


def _is_secret(name: str) -> bool:
    return "password" in name.casefold() or name.endswith(CODE)


def _never_kept(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
