"""What every page shows is kept as of the last change, whatever request asked for it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from masthead.frame import KEPT, site_of_request
from publishing.caching import due
from publishing.caching.announcing import microseconds
from tests.factories import fill_in_newsroom, make_scheduled_article, make_tag
from tests.publishing.caching.folders import fresh_counters  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_counters")]


def menu_at(moment: datetime) -> list[str]:
    """Return what the menu says in a request that began at that moment."""
    found: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.extend(link.label for link in request.site.menu)
        return HttpResponse()

    request = HttpRequest()
    request.META[KEPT] = True
    request.moment = moment
    site_of_request(view)(request)
    return found


def test_a_request_from_before_something_began_leaves_no_menu_of_before() -> None:
    tag, begins = make_tag(name="Ships"), timezone.now() + timedelta(hours=1)
    fill_in_newsroom(menu=[{"label": "", "address": "", "tag": tag, "page": None}])
    make_scheduled_article(starts_at=begins, tags=[tag.key])
    before = begins - timedelta(seconds=1)
    with time_machine.travel(before, tick=False) as clock:
        assert menu_at(before) == []
        clock.move_to(begins)
        # Somebody else comes by meanwhile, and announces what has begun.
        assert due.is_due(microseconds(timezone.now()))
        due.catch_up()
        menu_at(before)
        assert menu_at(timezone.now()) == ["Ships"]
