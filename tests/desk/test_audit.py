"""Everything that was done: narrowed, paged by place, led on by rights, and exported without formulas."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import audit, audit_export
from desk.audit_export import BEGIN_A_FORMULA, harmless
from publishing.models import Event, Verb
from tests import factories
from tests.admin_forms import AdminPage
from tests.colleagues.desk import administrator, make_administrator
from tests.desk.test_plans import plan_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/audit/"
EXPORT = f"{PAGE}export/"


def entered(label: str, **fields: Any) -> Event:
    about = {"verb": Verb.SAVE, "kind": "tag", "object_key": "x"} | fields
    return Event.objects.create(label=label, **about)


def shown(page: AdminPage, query: str = "") -> list[str]:
    root = lxml.html.fromstring(page.client.get(f"{PAGE}{query}").content.decode())
    return [" ".join(row.text_content().split()) for row in root.xpath("//table//tbody/tr/td[4]")]


def exported(page: AdminPage, **asked: str) -> list[dict[str, str]]:
    answer = page.client.post(EXPORT, asked)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.same_on_both
def test_only_who_may_see_everything_comes_here() -> None:
    for who in ("reporter", "fact checker", "editor"):
        page = AdminPage(factories.make_user(who))
        assert page.client.get(PAGE).status_code == 403
        assert page.client.post(EXPORT).status_code == 403
        assert "Everything that was done" not in page.client.get("/admin/").content.decode()
    assert "Everything that was done" in administrator().client.get("/admin/").content.decode()


def test_it_is_narrowed_to_colleague_deed_kind_thing_time_and_words() -> None:
    editor = factories.make_user("editor")
    entered("Bridge", actor=editor)
    entered("Canal", verb=Verb.REMOVE)
    entered("Dam", kind="image", note="Because of the flood")
    entered("Old", at=datetime(2020, 5, 4, 12, tzinfo=UTC))
    page = administrator()
    labels = lambda query: {row.split()[0] for row in shown(page, query)}  # noqa: E731
    assert labels(f"?who={editor.pk}") == {"Bridge"}
    assert labels("?did=remove") == {"Canal"}
    assert labels("?kind=image") == {"Dam"}
    assert labels("?since=2020-05-04&until=2020-05-04") == {"Old"}
    assert labels("?until=2020-05-03") == set()
    assert labels("?words=FLOOD%20dam") == {"Dam"}
    assert {"Canal", "Dam", "Old"} <= labels("?who=system")
    assert labels("?kind=tag&key=x&words=bri") == {"Bridge"}


@pytest.mark.parametrize(
    "query",
    [
        *("?who=%00", "?who=99999999999999999999", "?before=x~y", "?before=2020-01-01~1"),
        *("?since=x", "?kind=%27", "?until=9999-12-31", "?since=0001-01-01"),
        *("?before=0001-01-01T00:00:00%2B14:00~5", "?before=9999-12-31T23:59:59-14:00~5"),
    ],
)
def test_nonsense_narrows_nothing_down_and_breaks_nothing(query: str) -> None:
    entered("Bridge")
    assert administrator().client.get(f"{PAGE}{query}").status_code == 200


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_first_and_the_last_days_of_all_are_in_every_time_zone(zone: str) -> None:
    entered("Bridge")
    user = make_administrator()
    user.time_zone = zone
    user.save()
    page = AdminPage(user)
    for asked in ({"since": "0001-01-01"}, {"until": "9999-12-31"}):
        assert "Bridge" in {row["what"] for row in exported(page, **asked)}


def test_it_goes_on_from_a_place_and_shows_every_entry_once() -> None:
    moment = datetime(2021, 1, 1, tzinfo=UTC)
    # As many at one moment as make three pages: the place is told by more than the time.
    for number in range(130):
        entered(f"Entry{number}", kind="tag", at=moment)
    page, address, seen = administrator(), "?kind=tag", []
    while address:
        root = lxml.html.fromstring(page.client.get(f"{PAGE}{address}").content.decode())
        seen += [row.text_content().split()[0] for row in root.xpath("//table//tbody/tr/td[4]")]
        address = next(iter(root.xpath("//a[@rel='next']/@href")), "")
    assert seen == [f"Entry{number}" for number in reversed(range(130))]


def test_no_page_counts_and_none_reads_more_the_more_there_is() -> None:
    page = administrator()
    with CaptureQueriesContext(connection) as few:
        page.client.get(PAGE)
    for number in range(60):
        entered(f"Entry{number}")
    with CaptureQueriesContext(connection) as many:
        page.client.get(PAGE)
    assert not [query["sql"] for query in many if "COUNT(" in query["sql"] and "event" in query["sql"]]
    assert len(many) <= len(few) + 1


@pytest.mark.parametrize(
    ("asked", "index"), [("", "at"), ("did", "of_verb"), ("kind", "of_kind"), ("who", "of_actor")]
)
def test_each_way_of_narrowing_has_its_index(asked: str, index: str) -> None:
    user = factories.make_user("editor")
    values = {"did": "save", "kind": "tag", "who": str(user.pk)}
    narrowed = audit.Narrowed({asked: values[asked]} if asked else {})
    plan = plan_of(lambda: narrowed.rows()[:51])
    assert f"event_{index}" in plan, plan
    assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan


def test_several_things_at_once_are_looked_for_in_so_many_entries_of_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit, "LOOKED_THROUGH", 20)
    busy, idle = factories.make_user("editor"), factories.make_user("editor")
    for number in range(70):
        at = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=number // 3)
        rare = number == 3
        entered(f"Entry{number}", actor=busy, verb=Verb.ERASE if rare else Verb.SAVE, at=at)
    entered("Seldom", actor=idle, kind="image", at=datetime(2018, 1, 1, tzinfo=UTC))
    page = administrator()
    seen, address, pressed = [], f"?who={busy.pk}&did=save", 0
    while address:
        root = lxml.html.fromstring(page.client.get(f"{PAGE}{address}").content.decode())
        seen += [row.text_content().split()[0] for row in root.xpath("//table//tbody/tr/td[4]")]
        ways = root.xpath("//a[@rel='next' or normalize-space()='Look further back']/@href")
        address, pressed = next(iter(ways), ""), pressed + 1
    assert seen == [f"Entry{number}" for number in reversed(range(70)) if number != 3] and pressed == 4
    # Of what is rare there are few enough to look through all of it.
    for asked in (f"?who={busy.pk}&did=erase", f"?who={idle.pk}&kind=tag", f"?who={idle.pk}&kind=image"):
        assert "Look further back" not in page.client.get(f"{PAGE}{asked}").content.decode()
    assert shown(page, f"?who={busy.pk}&did=erase")[0].startswith("Entry3")
    assert shown(page, f"?who={idle.pk}&kind=image&words=seldom")[0].startswith("Seldom")
    assert shown(page, f"?who={idle.pk}&kind=image&words=other") == []


def test_no_question_of_a_page_asks_for_two_things_that_no_index_has() -> None:
    user = factories.make_user("editor")
    entered("Bridge", actor=user)
    asked = {"who": str(user.pk), "did": "save", "kind": "tag", "key": "x", "words": "bridge"}
    with CaptureQueriesContext(connection) as queries:
        assert [event.label for event in audit.page_of(audit.Narrowed(asked), "").events] == ["Bridge"]
    asked_of = [query["sql"].partition(" WHERE ")[2].partition(" ORDER BY ")[0] for query in queries]
    for where in asked_of:
        columns = ("actor_id", "verb", "object_key")
        assert sum(f'"publishing_event"."{name}" = ' in where for name in columns) <= 1, where


def test_words_are_looked_for_in_so_many_entries_and_then_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "LOOKED_THROUGH", 20)
    entered("Needle", at=datetime(2019, 1, 1, tzinfo=UTC))
    for number in range(30):
        entered(f"Hay{number}")
    page = administrator()
    first = lxml.html.fromstring(page.client.get(f"{PAGE}?words=needle").content.decode())
    further = first.xpath("//a[normalize-space()='Look further back']/@href")
    assert shown(page, "?words=needle") == [] and len(further) == 1
    assert shown(page, further[0])[0].startswith("Needle")


def test_links_lead_only_where_one_may_go() -> None:
    article = factories.make_article(headline="The harbour")
    row = f"/admin/articles/article/{article.pk}/change/"
    assert row in administrator().client.get(PAGE).content.decode()
    assert row not in AdminPage(factories.staff_with("view_event")).client.get(PAGE).content.decode()


def test_the_export_is_what_is_asked_for_and_is_entered_itself() -> None:
    actor = make_administrator()
    page = AdminPage(actor)
    for number in range(5):
        entered(f"Entry{number}", kind="image")
    entered("Another")
    rows = exported(page, kind="image")
    assert [row["what"] for row in rows] == [f"Entry{number}" for number in reversed(range(5))]
    assert datetime.fromisoformat(rows[0]["at"]).tzinfo is not None
    told = Event.objects.get(verb=Verb.EXPORT)
    assert (told.actor, told.note) == (actor, "kind: image")
    assert page.client.get(EXPORT).status_code == 405
    assert page.client.post(EXPORT).getvalue().startswith(b"\xef\xbb\xbfat,")


def test_the_export_has_the_times_of_whoever_asks() -> None:
    actor = make_administrator()
    actor.time_zone = "Asia/Tokyo"
    actor.save()
    entered("Entry", kind="image", at=datetime(2026, 1, 1, 20, tzinfo=UTC))
    assert exported(AdminPage(actor), kind="image")[0]["at"] == "2026-01-02T05:00:00+09:00"


def test_the_export_has_few_entries_in_memory_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_export, "AT_ONCE", 7)
    moment = datetime(2021, 1, 1, tzinfo=UTC)
    for number in range(20):
        entered(f"Entry{number}", kind="image", at=moment + timedelta(seconds=number // 3))
    with CaptureQueriesContext(connection) as asked:
        rows = exported(administrator(), kind="image")
    assert len({row["what"] for row in rows}) == len(rows) == 20
    assert len([query for query in asked if "LIMIT 7" in query["sql"]]) == 3


@pytest.mark.same_on_both
@pytest.mark.parametrize("begin", [*BEGIN_A_FORMULA, " =", "\u00a0@", "'=", "\ufeff+"])
def test_no_cell_begins_a_formula(begin: str) -> None:
    entered(f"{begin}HYPERLINK(1)", kind="image")
    cell = exported(administrator(), kind="image")[0]["what"]
    assert cell.startswith("'") and not cell.startswith("'=HYPER=")
    assert harmless("A harbour - and more") == "A harbour - and more"


def test_logins_and_roles_are_told_in_words() -> None:
    words: Callable[[], Any] = audit.kinds_in_words
    assert {"role", "login", "article", "user", "invitation"} <= words().keys()
