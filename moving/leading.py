"""Leading readers on from an address of the site before."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import Error
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex, Substr
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri

from publishing.prepared import prepared

from .models import OldAddress
from .paths import LONGEST, as_kept

OWN = ("/admin/", "/edit/", "/static/", "/images/")
"""What stands under these is no old page, whatever is not there."""
READ_BY_HOME = "before"
OTHERS = ("utm_", "fbclid=", "gclid=", "msclkid=", "mc_cid=", "mc_eid=")
"""How what others write behind an address begins."""
MOST_PARTS = 10
MOST_NAMES = 1000


def old_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead on where there is no page: a live one is never hidden by an old address.

    The home page is always live, and old sites wrote their pages behind it: /?p=123.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(OWN):
            return get_response(request)
        behind_home = is_behind_home(request.path_info, request.GET)
        if behind_home and (there := _new_address(request)):
            return HttpResponsePermanentRedirect(there)
        response = get_response(request)
        if response.status_code == 404 and not behind_home and (there := _new_address(request)):
            return HttpResponsePermanentRedirect(there)
        return response

    return middleware


def is_behind_home(path: str, query: Mapping[str, object]) -> bool:
    """Tell whether a request may mean a page that the site before had behind its root."""
    return path == "/" and bool(query) and READ_BY_HOME not in query


def _new_address(request: HttpRequest) -> str:
    path = as_kept(request.get_full_path())
    if len(path) > LONGEST or "\0" in path:
        return ""
    paths = ways_of_asking(path)
    try:
        found = {row.path: row.leads_to() for row in _rows_at(paths, at=request.moment)}
    except Error:
        # Whether the database answers or not, nothing is here; that page needs none.
        return ""
    return next((found[path] for path in paths if path in found), "")


@prepared
def _rows_at(paths: Sequence[str], at: datetime) -> QuerySet[OldAddress]:
    return OldAddress.objects.filter(path__in=paths).led_on(at).order_by()


def ways_of_asking(address: str) -> list[str]:
    """Return the old addresses that one asked for may mean, the closest first.

    A counter of clicks or a sign of where somebody came from is no part of an old address. Which of the
    names in a query is one the site before gave, its addresses tell.
    """
    path, _, query = address.partition("?")
    parts = query.split("&") if query else []
    own = [part for part in parts if not part.startswith(OTHERS)]
    asked = [query, "&".join(own), *own[:MOST_PARTS]]
    ways = [f"{path}?{each}" for each in asked if each]
    return list(dict.fromkeys(ways if path == "/" else [*ways, path]))


def names_in(query: str) -> set[str]:
    """Return the names in a query as an old address is looked for; one without a value names itself."""
    kept = as_kept(f"/?{iri_to_uri(query)}").partition("?")[2]
    return {part.partition("=")[0] for part in kept.split("&") if part}


def names_behind_home() -> frozenset[str] | None:
    """Return the names with which the old addresses behind the site's root are written; None if too many."""
    behind = OldAddress.objects.filter(path__startswith="/?").order_by()
    first = StrIndex("path", Value("="))
    plain = behind.exclude(path__contains="&").filter(path__contains="=")
    names = set(plain.values_list(Substr("path", 3, first - 3), flat=True).distinct()[: MOST_NAMES + 1])
    others = behind.filter(Q(path__contains="&") | ~Q(path__contains="="))
    for path in others.values_list("path", flat=True)[: MOST_NAMES + 1]:
        names |= {part.partition("=")[0] for part in path[2:].split("&")}
    return frozenset(names) if len(names) <= MOST_NAMES else None
