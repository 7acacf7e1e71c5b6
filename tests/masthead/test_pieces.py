"""Pieces that many pages share are made once, and show at once whatever changes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from masthead.templatetags import pieces
from publishing.records import save_record
from tests.environment import ROOT
from tests.factories import (
    citing,
    fill_in_newsroom,
    make_image,
    make_published_article,
    make_reference,
    make_tag,
)
from tests.reading import by_class, text, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the templates that pieces are made of."""
    names: list[str] = []
    render = pieces._rendered

    def noted(found: Any, *rest: Any) -> Any:
        names.append(Path(found.origin.name).name)
        return render(found, *rest)

    monkeypatch.setattr(pieces, "_rendered", noted)
    return names


def test_a_second_page_makes_nothing_anew_that_is_the_same(made: list[str]) -> None:
    tag = make_tag()
    for _ in range(3):
        make_published_article(tags=[tag.key])
    text("/")
    assert "_teaser.html" in made
    del made[:]
    text(tag.get_absolute_url())
    assert "_teaser.html" not in made and "_site_footer.html" not in made
    del made[:]
    text("/")
    assert made == []


def test_what_the_newsroom_says_of_itself_shows_at_once() -> None:
    make_published_article()
    for name in ("The Harbour", "The River", "The Harbour"):
        fill_in_newsroom(name=name, tagline=f"Of {name}", footer_text=f"Printed by {name}")
        page = text("/")
        assert page.count(f"Of {name}") == 3 and f"Printed by {name}" in page
        assert f'<meta property="og:site_name" content="{name}">' in page


def test_the_menu_says_where_one_is_and_nowhere_else() -> None:
    make_published_article(tags=[make_tag("Rivers").key])
    for path in ("/", "/tags/", "/people/", "/", "/tags/rivers/"):
        here = [link.get("href") for link in tree(path).iter("a") if link.get("aria-current") == "page"]
        assert here == ([path] if path != "/tags/rivers/" else [])


def test_the_front_page_has_its_day() -> None:
    for day in (1, 2, 1):
        with time_machine.travel(datetime(2027, 3, day, 12, tzinfo=UTC), tick=False):
            assert f'<time datetime="2027-03-0{day}">' in text("/")
            assert "2027-03-0" not in text("/tags/")


def test_a_language_has_its_own_pieces() -> None:
    make_published_article()
    fill_in_newsroom(language="en")
    english = words(by_class(tree("/"), "today")[0])
    fill_in_newsroom(language="de")
    assert words(by_class(tree("/"), "today")[0]) != english


def test_a_source_in_new_words_and_another_picture_show_at_once() -> None:
    source = make_reference(title="First title")
    picture = make_image(credit="Ada")
    article = make_published_article(body=citing(source), main_image=picture.key)
    path = f"/articles/{article.slug}/"
    assert "First title" in text(path) and "Ada" in text(path)
    save_record(record=source, changes={"title": "Second title"}, version=source.version, actor=None)
    save_record(record=picture, changes={"credit": "Grace"}, version=picture.version, actor=None)
    assert "Second title" in text(path) and "First title" not in text(path)
    assert "Grace" in text(path) and "Ada" not in text(path)


def test_a_piece_of_a_newsrooms_own_is_made_each_time_with_all_its_page_has(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_published_article()
    before = text("/")
    monkeypatch.setattr(pieces, "OWN", ROOT)
    del made[:]
    assert text("/") == before
    assert made == []


def test_who_is_logged_in_makes_no_other_pieces(admin_client: Client) -> None:
    make_published_article()
    assert admin_client.get("/").content == Client().get("/").content
