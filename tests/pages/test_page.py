"""The page itself: what it shows, where it is found, and what it costs."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from pages.models import Page
from publishing.richtext import build
from publishing.workflow import correct, publish, retract, schedule, withdraw
from tests.factories import (
    citing,
    make_image,
    make_page,
    make_person,
    make_published_article,
    make_published_page,
    make_publisher,
    make_reference,
    mentioning,
    picturing,
    quoting,
    save,
    text_of,
)
from tests.reading import by_class, get, json_ld, links, queries, text, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def full_page(count: int) -> Page:
    """Publish a page with that many of everything."""
    marks = [
        *(mentioning(make_person(published=True)) for _ in range(count)),
        *(citing(make_reference(publisher=make_publisher())) for _ in range(count)),
        *(picturing(make_image()) for _ in range(count)),
    ]
    return make_published_page(body="".join(marks))


@pytest.mark.on_both
def test_the_page_says_what_was_published() -> None:
    person, source, picture = make_person(published=True, name="Ada Lovelace"), make_reference(), make_image()
    make_published_page(
        title="About us & <others>",
        slug="about",
        body=build.heading(2, "Who we are")
        + mentioning(person)
        + citing(source, "We were founded in 2019.", locator="p. 4")
        + quoting("We try", person=person, reference=source)
        + picturing(picture, caption="Our house"),
    )
    page = tree("/about/")
    assert [words(h1) for h1 in page.iter("h1")] == ["About us & <others>"]
    assert words(page.find(".//main//h2[@id='who-we-are']")) == "Who we are"
    assert links(page)["/people/ada-lovelace/"] == "Ada Lovelace"
    assert "p. 4" in words(page.find(".//li[@id='note-1']"))
    assert "“We try” was said." in words(page)
    assert "Our house" in words(page.find(".//main//figure")) and picture.key in text("/about/")


def test_the_head_carries_what_other_sites_and_machines_need() -> None:
    make_published_page(title="About us", slug="about", summary="Who we are.", language="de")
    make_published_page(slug="ethics", body=text_of("How we work."))
    page = tree("/about/")
    named = {m.get("name") or m.get("property"): m.get("content") for m in page.iter("meta")}
    address = "http://127.0.0.1:8000/about/"
    assert named["description"] == named["og:description"] == "Who we are."
    assert page.find(".//link[@rel='canonical']").get("href") == named["og:url"] == address
    data = json_ld("/about/")
    assert (data["@type"], data["url"], data["name"]) == ("AboutPage", address, "About us")
    assert data["inLanguage"] == page.find(".//article").get("lang") == "de"
    assert json_ld("/ethics/")["@type"] == "WebPage"
    assert json_ld("/ethics/")["description"] == "How we work."


def test_the_cost_is_five_queries_however_much_is_on_the_page() -> None:
    empty, small, large = make_published_page(), full_page(1), full_page(30)
    assert queries(f"/{small.slug}/") == queries(f"/{large.slug}/") == 5
    assert queries(f"/{empty.slug}/") <= 5


def test_it_is_in_no_list_of_articles_and_in_no_feed() -> None:
    make_published_article()
    make_published_page(title="CANARY", slug="canary")
    for path in ("/", "/feed/", "/tags/", "/people/"):
        assert "CANARY" not in text(path) and "canary" not in text(path)
    assert "http://127.0.0.1:8000/canary/" in text("/sitemap.xml")


def test_people_are_linked_only_while_their_page_is_live() -> None:
    person, unknown = make_person(published=True), make_person(name="Nobody Yet")
    make_published_page(slug="about", body=mentioning(person) + mentioning(unknown))
    assert f"/people/{person.slug}/" in text("/about/")
    assert "Nobody Yet" in text("/about/") and unknown.key not in text("/about/")
    withdraw(working_copy=person, edition=1, actor=None)
    assert f"/people/{person.slug}/" not in text("/about/")


@pytest.mark.on_both
def test_a_persons_page_leads_to_the_pages_that_name_them() -> None:
    person = make_person(published=True, name="Ada")
    page = make_published_page(title="About us", slug="about", body=mentioning(person))
    make_page(title="A draft", body=mentioning(person))
    assert links(tree("/people/ada/"))["/about/"] == "About us"
    assert "A draft" not in text("/people/ada/")
    withdraw(working_copy=page, edition=1, actor=None)
    assert "/about/" not in links(tree("/people/ada/"))


@pytest.mark.on_both
def test_a_source_is_public_while_a_page_cites_it_and_leads_there() -> None:
    source = make_reference(title="The register")
    page = make_published_page(
        title="About us", slug="about", body=citing(source, "We are a company.", locator="no. 5")
    )
    shown = tree(source.get_absolute_url())
    assert links(shown)["/about/"] == "About us"
    assert [words(quote) for quote in shown.iter("blockquote")] == ["We are a company."]
    assert "no. 5" in words(shown)
    withdraw(working_copy=page, edition=1, actor=None)
    assert Client().get(source.get_absolute_url()).status_code == 404


@pytest.mark.on_both
def test_a_confidential_source_leaves_no_trace() -> None:
    secret = make_reference(title="CANARY", confidential=True)
    make_published_page(slug="about", body=citing(secret, "So it is."))
    page = tree("/about/")
    assert not by_class(page, "note-mark") and page.find(".//section[@role='doc-endnotes']") is None
    assert "CANARY" not in text("/about/") and secret.key not in text("/about/")


def test_a_picture_can_be_fetched_while_a_page_shows_it() -> None:
    picture = make_image()
    page = make_published_page(body=picturing(picture))
    path = f"/images/{picture.key}/64.webp"
    assert Client().get(path).status_code == 200
    withdraw(working_copy=page, edition=1, actor=None)
    assert Client().get(path).status_code == 404


def test_the_date_at_the_end_follows_what_matters_only() -> None:
    with time_machine.travel("2026-01-05 10:00 +0000", tick=False):
        page = make_published_page(slug="privacy")
    with time_machine.travel("2026-02-01 10:00 +0000", tick=False):
        publish(working_copy=page, version=save(page, summary="A typo mended"), actor=None)
    assert words(by_class(tree("/privacy/"), "dates")[0]).startswith("Published Jan. 5, 2026")
    with time_machine.travel("2026-03-01 10:00 +0000", tick=False):
        version = save(page, body=text_of("We keep nothing."))
        correct(working_copy=page, version=version, actor=None, kind="update", note="Logs are not kept now.")
    shown = tree("/privacy/")
    assert words(by_class(shown, "dates")[0]).startswith("Updated March 1, 2026")
    article = words(shown.find(".//article"))
    assert article.index("We keep nothing.") < article.index("Logs are not kept now.")
    assert article.index("Logs are not kept now.") < article.rindex("Updated March 1")


def test_grave_notes_stand_on_top() -> None:
    page = make_published_page(slug="about", body=text_of("The text."))
    retract(working_copy=page, edition=1, actor=None, note="None of this is so.")
    shown = words(tree("/about/").find(".//article"))
    assert shown.index("None of this is so.") < shown.index("The text.")


@pytest.mark.on_both
def test_an_old_address_leads_to_the_new_one_in_one_step() -> None:
    page = make_published_page(slug="imprint")
    for slug in ("about", "about-us"):
        publish(working_copy=page, version=save(page, slug=slug), actor=None)
    for slug in ("imprint", "about"):
        response = Client().get(f"/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/about-us/")
    get("/about-us/")
    withdraw(working_copy=page, edition=3, actor=None)
    assert {Client().get(f"/{slug}/").status_code for slug in ("imprint", "about", "about-us")} == {404}


@pytest.mark.on_both
def test_a_scheduled_change_shows_on_time_and_nothing_is_kept_beyond_it() -> None:
    page = make_published_page(title="Old words", slug="about")
    start = timezone.now() + timedelta(hours=1)
    version = save(page, title="New words")
    schedule(working_copy=page, version=version, actor=None, starts_at=start)
    assert get("/about/")["Cache-Control"] == "public, max-age=0, s-maxage=60"
    with time_machine.travel(start - timedelta(seconds=7), tick=False):
        assert "Old words" in text("/about/")
        assert get("/about/")["Cache-Control"] == "public, max-age=0, s-maxage=7"
    with time_machine.travel(start, tick=False):
        assert "New words" in text("/about/")


def test_a_page_is_kept_no_longer_than_those_it_links_have_one() -> None:
    person = make_person()
    end = timezone.now() + timedelta(hours=1)
    publish(working_copy=person, version=person.version, actor=None, expires_at=end)
    make_published_page(slug="about", body=mentioning(person))
    with time_machine.travel(end - timedelta(seconds=7), tick=False):
        for path in ("/about/", f"/people/{person.slug}/"):
            assert get(path)["Cache-Control"] == "public, max-age=0, s-maxage=7"


def test_it_is_the_same_for_every_reader() -> None:
    make_published_page(slug="about")
    answer = Client(headers={"Accept-Language": "de"}).get("/about/")
    assert answer["Vary"] == "Accept-Encoding" and not answer.cookies
    assert Client().get("/about/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_text_written_from_right_to_left_stands_so() -> None:
    make_published_page(slug="about", language="ar")
    assert tree("/about/").find(".//article").get("dir") == "rtl"
