"""What “Your newsroom” says shows on every page at once, by one query; what is empty is the environment's."""

import re
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article
from masthead.saving import save_newsroom, the_newsroom
from masthead.site import site_at
from masthead.web_addresses import check_address
from publishing.errors import EditConflict, InvalidText
from publishing.models import Event
from publishing.workflow import schedule, withdraw
from tests.admin_forms import AdminPage, change_url
from tests.environment import ROOT
from tests.factories import (
    fill_in_newsroom,
    make_article,
    make_image,
    make_page,
    make_person,
    make_published_article,
    make_published_page,
    make_reference,
    make_tag,
    make_user,
    save,
    tomorrow,
)
from tests.reading import by_class, json_ld, links, queries, text, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def menu_of(path: str = "/") -> list[tuple[str, str]]:
    (nav,) = by_class(tree(path), "site-nav")
    return [(words(a), a.get("href") or "") for a in nav.iter("a")]


def entry(label: str = "", **leads_to: object) -> dict[str, object]:
    return {"label": label, "tag": None, "page": None, "address": ""} | leads_to


def test_an_empty_newsroom_is_as_the_environment_says(settings) -> None:
    settings.SITE_NAME, settings.LANGUAGE_CODE, settings.TIME_ZONE = "The Gazette", "de", "Europe/Berlin"
    for _ in range(2):  # without a row, and with one that says nothing
        page = tree("/")
        assert page.get("lang") == "de"
        assert words(page.find(".//title")) == "The Gazette"
        assert str(site_at(timezone.now()).zone) == "Europe/Berlin"
        fill_in_newsroom(tagline="Every day")


def test_nothing_reads_the_environments_name_language_or_zone_past_it() -> None:
    may = {"masthead/site.py", "masthead/forms.py", "newsroom/settings.py", "publishing/languages.py"}
    words = re.compile(r"settings\.(SITE_NAME|LANGUAGE_CODE|TIME_ZONE)")
    folders = [path for path in ROOT.iterdir() if (path / "__init__.py").exists() and path.name != "tests"]
    files = [path for folder in folders for path in folder.rglob("*.py")]
    assert len(files) > 200
    found = {str(path.relative_to(ROOT)) for path in files if words.search(path.read_text())}
    assert found <= may


def test_the_name_shows_everywhere_at_once() -> None:
    person, tag, source = make_person(published=True), make_tag(), make_reference()
    article = make_published_article(
        tags=[tag.key], sources=[source.key], credits=[{"person": person.key, "name": "", "role": ""}]
    )
    name, shown = "The <Morning> & Evening Post", "The &lt;Morning&gt; &amp; Evening Post"
    fill_in_newsroom(name=name)
    pages = [f"/articles/{article.slug}/", f"/people/{person.slug}/", source.get_absolute_url()]
    for path in ["/", "/people/", "/tags/", tag.get_absolute_url(), *pages]:
        page = text(path)
        assert f"{shown}</title>" in page and f'og:site_name" content="{shown}"' in page
        assert page.count(shown) >= 4
    assert json_ld(f"/articles/{article.slug}/")["publisher"]["name"] == name
    for path in ("/feed/", f"{tag.get_absolute_url()}feed/", f"/people/{person.slug}/feed/"):
        # Feed readers take a title for HTML.
        assert shown in (ElementTree.fromstring(text(path)).findtext("channel/title") or "")
    assert shown in Client().get("/admin/login/").content.decode()
    assert shown in AdminPage(make_user("reporter")).open("/admin/").content.decode()
    assert shown in Client().get("/nonsense/").content.decode()


@pytest.mark.on_both
def test_it_costs_every_page_one_query_with_a_menu_of_any_length() -> None:
    make_published_article(tags=[make_tag().key])
    before = queries("/")
    tags = [make_tag() for _ in range(12)]
    for tag in tags:
        make_published_article(tags=[tag.key])
    fill_in_newsroom(
        logo=make_image(), icon=make_image(), accent="#0b5cab", menu=[entry(tag=tag) for tag in tags]
    )
    assert len(menu_of()) == 12
    assert queries("/") == before == 2
    for path in ("/robots.txt", "/health/"):
        assert queries(path) <= 1


def test_machines_are_told_who_publishes_and_how_to_reach_them() -> None:
    logo = make_image(size=(900, 300))
    fill_in_newsroom(
        name="The Post",
        tagline="News of the port",
        logo=logo,
        contact_email="desk@post.example",
        contact_address="1 Quay Street\nPort",
        links=["https://social.example/@post"],
    )
    said = json_ld("/")
    assert said["@type"] == "Organization" and said["url"] == "http://127.0.0.1:8000/"
    assert said["logo"]["url"] == f"http://127.0.0.1:8000/images/{logo.key}/640.jpg"
    assert (said["slogan"], said["email"]) == ("News of the port", "desk@post.example")
    assert said["sameAs"] == ["https://social.example/@post"]
    assert Client().get(said["logo"]["url"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    article = make_published_article()
    assert json_ld(f"/articles/{article.slug}/")["publisher"]["logo"] == said["logo"]


def test_the_foot_of_every_page_says_how_to_reach_the_newsroom() -> None:
    fill_in_newsroom(
        contact_email="desk@post.example",
        contact_address="1 Quay Street\nPort",
        footer_text="Published by us.\n\n<b>All</b> rights reserved.",
        links=["https://www.social.example/@post"],
    )
    page = tree("/people/")
    (foot,) = by_class(page, "site-footer")
    assert links(foot)["mailto:desk@post.example"] == "desk@post.example"
    assert links(foot)["https://www.social.example/@post"] == "social.example"
    assert "1 Quay Street" in words(foot) and "<b>All</b> rights reserved." in words(foot)


def test_language_and_zone_are_those_of_public_pages_feeds_and_the_admin() -> None:
    with time_machine.travel("2025-03-04 23:30:00+00:00", tick=False):
        article = make_published_article()
    fill_in_newsroom(language="de", time_zone="Asia/Tokyo")
    page = text(f"/articles/{article.slug}/")
    assert '<html lang="de">' in page and "2025-03-05T08:30:00+09:00" in page and "5. März 2025" in page
    assert ElementTree.fromstring(text("/feed/")).findtext("channel/language") == "de"
    assert '<html lang="de">' in Client().get("/images/nonsense/320.jpg").content.decode()
    user = make_user("editor")
    editor = AdminPage(user)
    assert editor.form("/admin/articles/article/add/")["language"] == ["de"]
    assert "Asia/Tokyo." in editor.open(change_url(make_article(), "publish")).content.decode()
    assert "The newsroom&#x27;s: Asia/Tokyo" in editor.open(change_url(user)).content.decode()


def test_a_page_in_a_script_read_from_the_right_says_so() -> None:
    fill_in_newsroom(language="ar")
    page = tree("/")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")


def test_a_language_or_zone_that_is_gone_is_the_environments() -> None:
    fill_in_newsroom(language="zz", time_zone="Mars/Olympus")
    site = site_at(timezone.now())
    assert (site.language, site.time_zone) == ("en", "UTC")
    assert Client().get("/").status_code == 200


def test_articles_brought_in_are_in_the_newsrooms_language_and_zone(tmp_path, capsys) -> None:
    fill_in_newsroom(language="fr", time_zone="America/New_York")
    piece = tmp_path / "piece.txt"
    piece.write_text("Rain on the port\n\nNobody saw it on Monday.\n")
    call_command("importarticle", str(piece), "--publish", "--date", "2025-01-27T09:30")
    article = Article.objects.get()
    assert article.language == "fr"
    assert article.editions.get().published_at.isoformat() == "2025-01-27T14:30:00+00:00"


def test_the_menu_stands_in_its_order_and_leaves_out_what_leads_to_nothing() -> None:
    used, unused, down = make_tag("Ports"), make_tag("CANARY"), make_tag("Ships")
    make_published_article(tags=[used.key])
    gone = make_published_article(tags=[down.key])
    fill_in_newsroom(
        menu=[
            entry("Shop", address="https://shop.example/"),
            entry(tag=down),
            entry(tag=unused),
            entry("The docks", tag=used),
            entry("Everybody", address="/people/"),
        ]
    )
    ships = ("Ships", down.get_absolute_url())
    rest = [("The docks", "/tags/ports/"), ("Everybody", "/people/")]
    assert menu_of() == [("Shop", "https://shop.example/"), ships, *rest]
    withdraw(working_copy=gone, edition=1, actor=None)
    assert menu_of() == [("Shop", "https://shop.example/"), *rest]
    assert "CANARY" not in text("/")
    here = [a.get("href") for a in tree("/people/").iter("a") if a.get("aria-current") == "page"]
    assert here == ["/people/"]


def test_an_entry_names_a_page_as_readers_see_it_and_while_they_do() -> None:
    draft, page = (
        make_page(title="CANARY", slug="canary"),
        make_published_page(title="About us", slug="about"),
    )
    save(page, title="CANARY two", slug="canary-two")
    people = entry("Everybody", address="/people/")
    fill_in_newsroom(menu=[entry(page=draft), entry(page=page), people])
    assert menu_of() == [("About us", "/about/"), ("Everybody", "/people/")]
    assert "CANARY" not in text("/") and queries("/") == 2
    schedule(working_copy=page, version=page.version, actor=None, starts_at=tomorrow())
    assert menu_of()[0] == ("About us", "/about/")
    with time_machine.travel(tomorrow(), tick=False):
        assert menu_of()[0] == ("CANARY two", "/canary-two/")
    withdraw(working_copy=page, edition=1, actor=None)
    assert menu_of() == [("Everybody", "/people/")]


def test_without_entries_that_lead_somewhere_the_menu_is_ours() -> None:
    ours = [("Newest", "/"), ("Tags", "/tags/"), ("People", "/people/")]
    assert menu_of() == ours
    fill_in_newsroom(menu=[entry(tag=make_tag())])
    assert menu_of() == ours


@pytest.mark.parametrize(
    "address", ["/", "/people/", "/a?b=c#d", "https://shop.example", "https://例え.example/x"]
)
def test_addresses_a_menu_may_lead_to(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("people/", "//evil.example/", "/\\evil.example", "/a b", "/a\nb", "https://"),
        *("http://plain.example/", "https://user@evil.example/", "https://[x/"),
        *("javascript:alert(1)", "mailto:a@b.example"),
    ],
)
def test_addresses_a_menu_may_not_lead_to(address: str) -> None:
    with pytest.raises(ValidationError, match="is no address"):
        check_address(address)
    with pytest.raises(InvalidText):
        fill_in_newsroom(menu=[entry("Here", address=address)])


def test_an_entry_leads_to_one_thing_and_says_what() -> None:
    tag = make_tag()
    both = [entry("Both", tag=tag, address="/"), entry("Both", tag=tag, page=make_page())]
    for wrong in (*both, entry("Nothing"), entry(address="/people/")):
        with pytest.raises(InvalidText):
            fill_in_newsroom(name="Not saved", menu=[wrong])
    assert site_at(timezone.now()).name == "Newsroom"


@pytest.mark.on_both
def test_every_save_is_in_the_history_with_its_menu() -> None:
    row = fill_in_newsroom(name="The Post", menu=[entry("Everybody", address="/people/")])
    fill_in_newsroom(menu=[])
    first, second = Event.objects.filter(kind="newsroom", object_key=row.key).order_by("pk")
    assert first.data["changed"]["name"][1] == "The Post"
    assert first.data["changed"]["menu"] == [[], ["Everybody (/people/)"]]
    assert second.data["changed"] == {"menu": [["Everybody (/people/)"], []]}


@pytest.mark.on_both
def test_a_save_that_saw_an_older_state_is_refused_whole() -> None:
    seen = fill_in_newsroom(name="The Post", menu=[entry("Everybody", address="/people/")]).version
    fill_in_newsroom(name="The Evening Post")
    with pytest.raises(EditConflict):
        save_newsroom(newsroom=the_newsroom(), changes={"name": "Mine"}, version=seen, actor=None, menu=[])
    assert site_at(timezone.now()).name == "The Evening Post"
    assert menu_of() == [("Everybody", "/people/")]
