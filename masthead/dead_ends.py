"""Entries of the menu that name an address of this site at which readers find nothing."""

from urllib.parse import unquote

from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from masthead.models import MenuItem, Newsroom

NOT_ASKED = ("admin", "edit", "static")
"""What no page for readers answers: what stands behind the login, and files."""


def dead_ends(request: HttpRequest, newsroom: Newsroom) -> list[MenuItem]:
    """Return the entries whose written address leads to no page that readers see now."""
    return [
        item
        for item in newsroom.menu.all()
        if item.address.startswith("/") and not _leads_somewhere(request, item.address)
    ]


def _leads_somewhere(request: HttpRequest, address: str) -> bool:
    """Ask the page itself, as a reader would."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if path.split("/")[1] in NOT_ASKED:
        return True
    match = _page_at(path)
    if match is None:
        return False
    try:
        return bool(match.func(_as_reader(request, path), *match.args, **match.kwargs).status_code < 400)
    except Http404:
        return False


def _page_at(path: str) -> ResolverMatch | None:
    """Return which page has an address; a slash left out at the end is put there."""
    for whole in (path, f"{path}/"):
        try:
            return resolve(whole)
        except Resolver404:
            continue
    return None


def _as_reader(request: HttpRequest, path: str) -> HttpRequest:
    asked = HttpRequest()
    asked.method = "GET"
    asked.path = asked.path_info = path
    asked.META = {"SERVER_NAME": request.META["SERVER_NAME"], "SERVER_PORT": request.META["SERVER_PORT"]}
    asked.moment, asked.site = request.moment, request.site
    return asked
