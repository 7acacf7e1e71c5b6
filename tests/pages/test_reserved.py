"""No page hides another part of the site, and none is hidden by one."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from pages.models import Page
from pages.models.reserved import RESERVED
from publishing.errors import InvalidText
from tests.admin_forms import AdminPage
from tests.factories import make_page, make_user, save

pytestmark = pytest.mark.django_db


def first_parts(resolver: URLResolver) -> Iterator[str]:
    """Return what each address of the site begins with, up to the first slash or dot."""
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver) and not route:
            yield from first_parts(pattern)
        elif not route.startswith("<"):
            yield re.split(r"[/.\\(<]", route)[0].strip("-")


def test_every_part_of_the_site_is_reserved() -> None:
    used = set(first_parts(get_resolver())) - {""}
    assert {"articles", "people", "images", "admin", "sitemap", "robots"} <= used
    assert used <= RESERVED, f"add to pages.models.reserved: {used - RESERVED}"


@pytest.mark.parametrize("slug", ["articles", "admin", "edit", "search", "pages"])
def test_a_reserved_address_is_refused_with_a_sentence(slug: str) -> None:
    with pytest.raises(InvalidText, match=f"“{slug}” is kept for another part of the site"):
        make_page(slug=slug)
    page = make_page(slug="mine")
    with pytest.raises(InvalidText, match="Choose a different one"):
        save(page, slug=slug)
    page.refresh_from_db()
    assert page.slug == "mine" and page.version == 1


def test_so_is_one_made_from_the_title() -> None:
    with pytest.raises(InvalidText, match="“people” is kept"):
        make_page(title="People")


def test_the_form_says_it_where_the_address_is_written() -> None:
    reporter = AdminPage(make_user("reporter"))
    answer = reporter.send("/admin/pages/page/add/", title="Find it", slug="Search", body="<p>Here.</p>")
    [said] = answer.context["adminform"].form.errors["slug"]
    assert "“search” is kept for another part of the site" in said
    assert not Page.objects.exists()


def test_control_other_addresses_are_taken() -> None:
    assert make_page(title="People and places").slug == "people-and-places"
    assert Client().get("/people/").status_code == 200
