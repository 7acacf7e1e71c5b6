"""How the admin's search is asked for. It reads a narrow index from end to end, so it may grow with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from desk.finding.hits import best

SEARCHES = {
    "find: one article": "article 4321",
    "find: in the middle of a name": "ticle 43 eadlin",
    "find: every article": "headlines longer",
    "find: nothing": "nobody",
}
MOST_TIMES_THE_FLOOR = 250


def search(asked: str) -> Callable[[], Any]:
    """Return a search of everything, as it is asked while somebody types."""
    request: Any = HttpRequest()
    request.moment, request.user = timezone.now(), User(is_superuser=True, is_staff=True)
    return lambda: best(request, asked, most=10)
