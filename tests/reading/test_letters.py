"""Long lists of names are divided by letters, in whatever script the names are."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import views as profile_views
from profiles.models import PersonEdition
from publishing import letters
from publishing.models import Tag
from publishing.workflow import withdraw
from reading import views as reading_views
from tests.factories import make_person, make_published_article, make_tag

pytestmark = pytest.mark.django_db

NAMES = {
    "Ada Moor": "A", "Åsa Berg": "A", "Čapek": "C", "Чехов": "C", "梁文锋": "L", "Ελένη": "E", "أحمد": "H",
    "שרה": "S", "김민준": "G", "さくら": "S", "दीपा": "D", "Łucja": "L", "50 Cent": "#",
}  # fmt: skip


@pytest.fixture
def few_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile_views, "SIZE", 3)
    monkeypatch.setattr(reading_views, "TAGS_A_PAGE", 3)
    # How many are asked for is kept with a prepared question.
    for views, name in ((profile_views, "_first"), (reading_views, "_first_tags")):
        plain = getattr(views, name).plain
        monkeypatch.setattr(views, name, lambda at, plain=plain: list(plain(at)))


def links(page: str) -> list[str]:
    return re.findall(r'<li[^>]*><a href="(/(?:people|tags)/[^"]+)"', page)


def letter_links(page: str) -> dict[str, str]:
    return {label: href for href, label in re.findall(r'<a href="(\?letter=\w+)"[^>]*>([^<]+)</a>', page)}


def read_on(client: Client, address: str, start: str = "") -> list[str]:
    """Return what all the pages of a list show, one after the other."""
    found: list[str] = []
    query = start
    while True:
        page = client.get(address + query).content.decode()
        found += links(page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        if more is None:
            return found
        query = more[1].replace("&amp;", "&")


def make_people(client: Client) -> str:
    for name in NAMES:
        make_person(name=name, published=True)
    return "/people/"


def make_tags(client: Client) -> str:
    for name in NAMES:
        make_published_article(tags=[make_tag(name).key])
    return "/tags/"


@pytest.mark.parametrize("make", [make_people, make_tags])
def test_every_name_stands_under_its_letter_once(client: Client, few_a_page: None, make: object) -> None:
    address = make(client)  # type: ignore[operator]
    bar = letter_links(client.get(address).content.decode())
    assert set(NAMES.values()) == set(bar)
    for letter, query in bar.items():
        assert len(read_on(client, address, query)) == list(NAMES.values()).count(letter), letter
    whole = read_on(client, address)
    assert len(whole) == len(set(whole)) == len(NAMES)


def test_a_letter_with_many_names_is_divided_further(client: Client, few_a_page: None) -> None:
    for name in ("Sand", "Sato", "Sen", "Sokol", "Sørensen", "Weiss"):
        make_person(name=name, published=True)
    page = client.get("/people/?letter=s").content.decode()
    assert set(letter_links(page)) == {"S", "W", "Sa", "Se", "So"}
    assert len(read_on(client, "/people/", "?letter=so")) == 2
    assert 'aria-current="true">S<' in page and 'aria-current="true">W<' not in page


def test_few_names_stand_on_one_page_without_letters(client: Client) -> None:
    for name in NAMES:
        make_person(name=name, published=True)
    page = client.get("/people/").content.decode()
    assert len(links(page)) == len(NAMES) and "letter-bar" not in page


def test_a_letter_has_only_what_readers_see(client: Client, few_a_page: None) -> None:
    for name in ("Ada", "Ben", "Cem", "Dee"):
        make_person(name=name, published=True)
    make_person(name="Zoe")
    gone = make_person(name="Yann", published=True)
    withdraw(working_copy=gone, edition=1, actor=None)
    assert set(letter_links(client.get("/people/").content.decode())) == {"A", "B", "C", "D"}
    nobody = [client.get(f"/people/?letter={letter}") for letter in ("z", "y", "x")]
    assert {answer.status_code for answer in nobody} == {404}
    assert len({answer.content for answer in nobody}) == 1


@pytest.mark.parametrize("odd", ["A", "ab'", "%00", "é", "abcd", "ot", "-", "_", "a b", "١"])
@pytest.mark.parametrize("address", ["/people/", "/tags/"])
def test_an_odd_letter_is_nowhere(client: Client, address: str, odd: str) -> None:
    assert client.get(f"{address}?letter={odd}").status_code == 404
    assert client.get(f"{address}?after={odd}").status_code == 404


def test_the_bar_is_one_question(client: Client, few_a_page: None) -> None:
    for name in ("Ada", "Ben", "Cem", "Dee"):
        make_person(name=name, published=True)
    people = PersonEdition.objects.live(timezone.now()).order_by("sort_key", "pk")
    with CaptureQueriesContext(connection) as asked:
        [row] = letters.bar(people, people[0], "")
    assert len(row) == 4 and len(asked) == 2
    assert Tag.objects.live(timezone.now()).count() == 0
