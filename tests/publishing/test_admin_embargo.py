"""An embargo is seen wherever a draft is, keeps too early a time from being chosen, and is lifted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.models import Article
from publishing.embargoes import Embargo
from publishing.history import history_of
from publishing.workflow import put_under_embargo
from tests import factories as make
from tests.admin_forms import AdminPage, change_url
from tests.publishing.test_admin_publish_panel import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
UNTIL = datetime(2026, 5, 4, 4, tzinfo=UTC)
LINE = "EMBARGOED until 0600 Monday"


@pytest.fixture(autouse=True)
def clock(settings: object) -> object:
    with time_machine.travel(NOW) as traveller:
        yield traveller


def held_back(*, until: datetime | None = UNTIL) -> Article:
    article = make.make_article(headline="Secret")
    put_under_embargo(working_copy=article, embargo=Embargo(LINE, until), actor=None)
    return article


def text(answer: Any) -> str:
    """Return a page's source, whichever page it is."""
    assert answer.status_code == 200
    return str(answer.content.decode())


def logged_in(role: str = "editor") -> Client:
    client = Client()
    client.force_login(make.make_user(role))
    return client


def test_everybody_on_the_desk_sees_it_and_only_editors_can_lift_it() -> None:
    article = held_back()
    for role in ("reporter", "editor"):
        client = logged_in(role)
        for url in (change_url(article), "/admin/articles/article/", "/admin/"):
            assert "Under embargo until" in text(client.get(url)), (role, url)
        page = text(client.get(change_url(article)))
        assert LINE in page
        assert ("lift-embargo" in page) is (role == "editor")


def test_the_panel_offers_its_end_and_not_now() -> None:
    article = held_back()
    desk = Desk(article=article)
    panel = desk.shown()
    assert panel.xpath("//*[@data-embargo]/@data-embargo") == ["2026-05-04T04:00"]
    assert desk.words["publish-when"] == "at" and desk.words["publish-starts_at"] == "2026-05-04T04:00"
    for answers in ({"when": "now"}, {"starts_at": "2026-05-04T03:59"}):
        answer = desk.press(**answers, reason="wanted")
        assert answer.status_code == 422 and "is under embargo until" in answer.json()["html"]
    assert desk.press(reason="wanted").status_code == 200
    assert article.editions.get().starts_at == UNTIL
    planned = desk.shown()
    assert not planned.xpath("//button[@data-act='now']")


def test_the_pages_without_a_script_say_it_instead_of_a_button() -> None:
    article = held_back(until=None)
    page = AdminPage(make.make_user("editor"))
    for verb in ("publish", "schedule"):
        shown = page.client.get(change_url(article, verb)).content.decode()
        assert LINE in shown and "until an editor says when it ends" in shown
        assert 'type="submit"' not in shown.split("verb-form")[1].split("</form>")[0]
        assert change_url(article, "lift-embargo") in shown
    assert not article.editions.exists()


@pytest.mark.on_both
def test_an_editor_lifts_it_with_a_reason() -> None:
    article, page = held_back(), AdminPage(make.make_user("editor"))
    url = change_url(article, "lift-embargo")
    text(page.send(url, reason="  "))
    article.refresh_from_db()
    assert article.embargo is not None
    page.send(url, reason="Public by now.")
    article.refresh_from_db()
    told = history_of(article).first()
    assert article.embargo is None and told is not None and told.note == "Public by now."
    assert "lifted or changed the embargo" in text(page.client.get(change_url(article, "history")))
    assert page.client.get(url).status_code == 302


def test_whoever_may_not_publish_may_not_lift_it() -> None:
    article = held_back()
    assert article.embargo is not None
    url, client = change_url(article, "lift-embargo"), logged_in("reporter")
    sent = {"version": 1, "seen": article.embargo.mark, "reason": "I want to."}
    assert client.get(url).status_code == client.post(url, sent).status_code == 403
    article.refresh_from_db()
    assert article.embargo is not None


def test_an_editor_says_when_it_ends() -> None:
    article, page = held_back(until=None), AdminPage(make.make_user("editor"))
    page.send(change_url(article, "lift-embargo"), reason="They rang.", until="2026-05-04T04:00")
    article.refresh_from_db()
    assert (article.embargo_line, article.not_before) == (LINE, UNTIL)


def test_whoever_writes_it_can_hold_it_back_by_hand() -> None:
    article = make.make_article()
    for role in ("editor", "reporter"):
        assert "put-under-embargo" in text(logged_in(role).get(change_url(article)))
    page, url = AdminPage(make.make_user("reporter")), change_url(article, "put-under-embargo")
    page.send(url, line="The ministry asks", until="2026-04-30T10:00")
    article.refresh_from_db()
    assert article.embargo is None
    page.send(url, line="The ministry asks", until="2026-05-04T04:00")
    article.refresh_from_db()
    assert article.embargo == Embargo("The ministry asks", UNTIL)
    assert "put-under-embargo" not in text(page.client.get(change_url(article)))
    assert page.client.get(url).status_code == 302


def test_once_it_is_over_nothing_is_said_of_it(clock: time_machine.Traveller) -> None:
    article = held_back()
    clock.move_to(UNTIL + timedelta(seconds=1))
    client = logged_in()
    for url in (change_url(article), "/admin/articles/article/", "/admin/"):
        assert "Under embargo until" not in text(client.get(url))
    assert not Desk(article=article).shown().xpath("//*[@data-embargo]")
