"""Leading readers on from an address of the site before."""

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from .models import OldAddress
from .paths import LONGEST, as_kept

OWN = ("/admin/", "/edit/", "/static/", "/images/")
"""What stands under these is no old page, whatever is not there."""
READ_BY_HOME = "before"


def old_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead on where there is no page: a live one is never hidden by an old address.

    The home page is always live, and old sites wrote their pages behind it: /?p=123.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(OWN):
            return get_response(request)
        behind_home = request.path_info == "/" and request.GET and READ_BY_HOME not in request.GET
        if behind_home and (there := _new_address(request)):
            return HttpResponsePermanentRedirect(there)
        response = get_response(request)
        if response.status_code == 404 and not behind_home and (there := _new_address(request)):
            return HttpResponsePermanentRedirect(there)
        return response

    return middleware


def _new_address(request: HttpRequest) -> str:
    path = as_kept(request.get_full_path())
    if len(path) > LONGEST or "\0" in path:
        return ""
    # A counter of clicks or a sign of where somebody came from is no part of an old address.
    paths = dict.fromkeys([path, path.partition("?")[0]])
    if path.startswith("/?"):
        paths.pop("/")
    rows = OldAddress.objects.filter(path__in=paths).led_on(request.moment)
    try:
        found = {row.path: row.leads_to() for row in rows}
    except Error:
        # Whether the database answers or not, nothing is here; that page needs none.
        return ""
    return next((found[path] for path in paths if path in found), "")
