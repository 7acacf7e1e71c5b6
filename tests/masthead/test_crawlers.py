"""What crawlers are told, as the newsroom chooses it; where to write about a hole."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client, override_settings

from masthead.crawlers import ANSWERS, CRAWLERS, TRAINING, names_for
from publishing.models import Event, PublicChange
from tests.admin_forms import AdminPage
from tests.factories import fill_in_newsroom, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

SITE = "https://news.example"


def rules() -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(Client().get("/robots.txt").content.decode().splitlines())
    return parser


def let_in(parser: RobotFileParser, path: str = "/articles/x/") -> set[str]:
    names = ("Googlebot", *(crawler.name for crawler in CRAWLERS))
    return {name for name in names if parser.can_fetch(name, f"{SITE}{path}")}


def test_at_first_search_and_answers_are_let_in_and_training_is_not() -> None:
    assert let_in(rules()) == {"Googlebot", *names_for(ANSWERS)}


@pytest.mark.parametrize("search", [True, False])
@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_each_choice_is_told_whatever_the_others_are(search: bool, answers: bool, training: bool) -> None:
    fill_in_newsroom(lets_search_in=search, lets_answers_in=answers, lets_training_in=training)
    parser, wanted = rules(), set[str]()
    wanted |= {"Googlebot"} if search else set()
    wanted |= set(names_for(ANSWERS)) if answers else set()
    wanted |= set(names_for(TRAINING)) if training else set()
    assert let_in(parser) == wanted
    assert not let_in(parser, "/admin/") and not let_in(parser, "/edit/articles/x/")
    assert len(parser.site_maps() or []) == 2
    reserved = Client().get("/.well-known/tdmrep.json").json()
    assert reserved == [{"location": "/*", "tdm-reservation": 0 if training else 1}]


@pytest.mark.on_both
def test_a_choice_is_made_on_your_newsroom_announced_and_in_the_history() -> None:
    page = AdminPage(make_user("administrator"))
    newsroom = fill_in_newsroom(name="The Post")
    before = PublicChange.objects.count()
    page.send(f"/admin/masthead/newsroom/{newsroom.pk}/change/", lets_training_in="on")
    assert "GPTBot" in let_in(rules())
    assert PublicChange.objects.count() > before
    assert Event.objects.filter(kind="newsroom")[0].data["changed"]["lets_training_in"] == [False, True]


def test_there_is_no_security_txt_until_a_contact_is_named() -> None:
    for path in ("/.well-known/security.txt", "/security.txt"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("contact", "told"),
    [("holes@news.example", "mailto:holes@news.example"), ("https://news.example/holes/", None)],
)
def test_security_txt_says_where_until_when_and_in_which_languages(contact: str, told: str | None) -> None:
    fill_in_newsroom(security_contact=contact, language="de")
    with override_settings(SITE_URL=SITE):
        answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == (told or contact)
    assert lines["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert lines["Preferred-Languages"] == "de, en"
    left = datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
    assert timedelta(days=170) < left < timedelta(days=365)
    assert Client().get("/security.txt")["Location"] == "/.well-known/security.txt"


@pytest.mark.parametrize(
    "contact", ["javascript:alert(1)", "http://x.example/", "nobody", "https://", "a b@c.d"]
)
def test_what_is_no_contact_is_refused(contact: str) -> None:
    page = AdminPage(make_user("administrator"))
    newsroom = fill_in_newsroom(name="The Post")
    answer = page.send(f"/admin/masthead/newsroom/{newsroom.pk}/change/", security_contact=contact)
    assert "Write an e-mail address" in answer.content.decode()


def test_password_managers_are_led_to_where_a_password_is_changed() -> None:
    assert Client().get("/.well-known/change-password")["Location"] == "/admin/password_change/"
