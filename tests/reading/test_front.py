"""The front page and the frame around every page."""

from datetime import UTC, datetime

import pytest
import time_machine

from publishing.workflow import retract
from tests.factories import make_image, make_person, make_published_article, make_tag
from tests.reading import by_class, get, links, queries, text, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def pictures(page) -> list[str]:
    return [image.get("src") or "" for image in page.iter("img")]


def test_the_first_story_leads_with_its_picture_and_its_description() -> None:
    make_published_article(main_image=make_image().key)
    image = make_image()
    make_published_article(headline="Newest", main_image=image.key, main_image_alt="What it shows")
    page = tree("/")
    first, second = by_class(page, "teaser")
    [picture] = first.iter("img")
    assert image.key in (picture.get("src") or "")
    assert (picture.get("alt"), picture.get("loading")) == ("What it shows", "eager")
    [small] = second.iter("img")
    assert (small.get("alt"), small.get("loading")) == ("", "lazy")


def test_what_was_retracted_never_leads_but_stands_in_its_place_marked() -> None:
    for headline in ("Oldest", "Older", "Newest", "Retracted one"):
        article = make_published_article(headline=headline, main_image=make_image().key)
    retract(working_copy=article, edition=1, actor=None, note="It does not hold.")
    stories = by_class(tree("/"), "teaser")
    assert [words(story.find(".//h2")) for story in stories] == ["Newest", "Retracted one", "Older", "Oldest"]
    assert next(stories[0].iter("img")).get("loading") == "eager"
    assert words(by_class(stories[1], "retracted")[0]) == "Retracted"
    assert not by_class(stories[0], "retracted")


def test_where_everything_was_retracted_nothing_leads() -> None:
    article = make_published_article(headline="Retracted one", main_image=make_image().key)
    retract(working_copy=article, edition=1, actor=None, note="It does not hold.")
    page = tree("/")
    assert "Retracted one" in text("/")
    assert not [image for image in page.iter("img") if image.get("loading") == "eager"]


def test_pictures_cost_no_query() -> None:
    tag = make_tag()
    make_published_article(tags=[tag.key])
    for path in ("/", tag.get_absolute_url()):
        assert queries(path) == 2
    for _ in range(5):
        make_published_article(main_image=make_image().key, tags=[tag.key])
    for path in ("/", tag.get_absolute_url()):
        assert queries(path) == 2
        assert len(pictures(tree(path))) == 5


def test_a_story_says_who_wrote_it() -> None:
    person = make_person(published=True, name="Ada Lovelace")
    names = [
        {"person": person.key, "name": "", "role": ""},
        {"person": None, "name": "Staff", "role": ""},
        {"person": None, "name": "Mei Lin", "role": "Photographs"},
    ]
    make_published_article(credits=names)
    [line] = by_class(tree("/"), "dates")
    assert "Ada Lovelace and Staff" in words(line) and "Mei Lin" not in words(line)


@pytest.mark.on_both
def test_older_articles_are_a_plain_list_under_their_heading() -> None:
    for _ in range(22):
        make_published_article()
    older = next(a.get("href") for a in tree("/").iter("a") if a.get("rel") == "next")
    page = tree(f"/{older}")
    assert words(page.find(".//h1")) == "Older articles"
    assert not by_class(page, "front-page") and len(by_class(page, "teaser")) == 2


def test_the_front_page_has_the_day_in_the_newsrooms_own_zone(settings) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    with time_machine.travel(datetime(2026, 1, 1, 18, 0, tzinfo=UTC), tick=False):
        [today] = by_class(tree("/"), "today")
        assert words(today) == "Friday, Jan. 2, 2026"
        assert next(t.get("datetime") for t in today.iter("time")) == "2026-01-02"


def test_no_other_page_changes_at_midnight(settings) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    article = make_published_article()
    for path in ("/people/", "/tags/", f"/articles/{article.slug}/"):
        assert not by_class(tree(path), "today")


@pytest.mark.on_both
def test_the_front_page_is_kept_until_midnight_at_most(settings) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    with time_machine.travel(datetime(2026, 1, 1, 15, 59, 20, tzinfo=UTC), tick=False):
        assert get("/")["Cache-Control"] == "public, max-age=0, s-maxage=40"
        assert get("/people/")["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_every_page_leads_to_the_sections_of_the_site() -> None:
    [nav] = by_class(tree("/"), "site-nav")
    assert {"/", "/tags/", "/people/"} <= set(links(nav))


def test_a_tag_says_what_it_is_about_where_tags_are_listed() -> None:
    tag = make_tag("Machines", description="From looms to logic.")
    make_published_article(tags=[tag.key])
    assert "From looms to logic." in text("/tags/")
