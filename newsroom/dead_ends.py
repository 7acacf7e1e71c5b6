"""Entries of the menu that name an address of this site at which readers find nothing."""

from django.http import HttpRequest

from newsroom.finding.kinds import kinds_with_page
from newsroom.finding.places import page_at
from newsroom.models import MenuItem, Newsroom


def dead_ends(request: HttpRequest, newsroom: Newsroom) -> list[MenuItem]:
    """Return the entries whose written address leads to no page that readers see now."""
    return [
        item
        for item in newsroom.menu.all()
        if item.address.startswith("/") and not _leads_somewhere(request, item.address)
    ]


def _leads_somewhere(request: HttpRequest, address: str) -> bool:
    match = page_at(address)
    if match is None:
        return False
    for kind, part in kinds_with_page(match.view_name):
        rows = kind.with_page(request, part, match.kwargs[part])
        return bool(kind.seen_by_readers([row.pk for row in rows], at=request.moment))
    return True
