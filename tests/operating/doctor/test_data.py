"""What the doctor says of what is kept: each thing falsified once, put right, and seen good."""

import io
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from articles.models import Article, ArticleEdition
from demo.models import DemoRow
from images.models import Image, originals
from jobs import queue, working
from jobs.models import Job, State, Worker
from operating.backups import records as backups
from operating.doctor import records
from operating.doctor.checks.backup import backup
from operating.doctor.checks.cache import cache
from operating.doctor.checks.database import database
from operating.doctor.checks.demo import demo
from operating.doctor.checks.derived import derived, search
from operating.doctor.checks.pictures import pictures
from operating.doctor.checks.sessions import sessions
from operating.doctor.checks.worker import worker
from operating.doctor.findings import Asked, Finding
from operating.doctor.models import Checkup
from operating.doctor.running import Looked
from publishing.caching.counters import own
from publishing.models import Event, PublicChange, Verb
from publishing.search.models import SearchRow
from purging.models import Front
from purging.targets import set_up_mark
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.colleagues.test_passwords import text_of
from tests.operating.doctor.looking import ask, bad, levels, mend
from tests.publishing.test_recomputing import ELSEWHEN, falsify

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/health/"


def mended() -> int:
    return Event.objects.filter(verb=Verb.MEND).count()


def test_the_database_of_this_release_is_good() -> None:
    assert bad(database) == {}


def test_a_change_of_the_tables_that_is_still_to_be_made_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operating'")
    asked = Asked()
    assert bad(database, asked) == {"database.pending": "error"}
    assert levels(derived, asked) == {"database.not-looked-at": "warning"}


def test_a_change_by_another_release_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('articles', '0999_later', %s)",
            [timezone.now()],
        )
    assert bad(database) == {"database.unknown": "error"}


def test_without_a_database_the_rest_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection refused: password=secret\nmore")

    monkeypatch.setattr(connection, "ensure_connection", away)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", "--only", "database", "derived", "disk", stdout=out)
    told = {entry["check"]: entry["worst"] for entry in json.loads(out.getvalue())["checks"]}
    assert ended.value.code == 2
    assert told["database"] == "error" and told["derived"] == "warning" and told["disk"] != "error"


def test_a_database_file_that_another_user_has_made_is_given_back(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed() -> None:
        raise OperationalError("unable to open database file")

    (tmp_path / "newsroom.sqlite3").touch()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "newsroom.sqlite3"))
    monkeypatch.setattr(connection, "ensure_connection", closed)
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(os, "access", lambda path, how: False)
    found = next(one for one in ask(database) if one.level == "error")
    assert found.how_to_mend.endswith(f"chown newsroom {tmp_path / 'newsroom.sqlite3'}")


def test_a_worker_that_is_not_there_is_found() -> None:
    assert bad(worker) == {"worker.missing": "error"}
    seen = Worker.objects.create(name="w", seen_at=timezone.now())
    assert bad(worker) == {}
    seen.seen_at -= timedelta(minutes=11)
    seen.save()
    assert bad(worker) == {"worker.missing": "error"}


def test_what_failed_or_waits_long_is_found() -> None:
    Worker.objects.create(name="w", seen_at=timezone.now())
    queue.enqueue("colleagues.mail", {"to": "secret@example.org", "subject": "Secret", "text": "Words"})
    Job.objects.update(due_at=timezone.now() - timedelta(minutes=11))
    assert bad(worker) == {"worker.late": "warning"}
    Job.objects.update(state=State.FAILED)
    assert bad(worker) == {"worker.failed": "warning"}
    assert not any("ecret" in finding.what for finding in ask(worker))


def test_what_was_due_by_itself_and_was_not_put_in_is_found() -> None:
    Worker.objects.create(name="w", seen_at=timezone.now())
    queue.enqueue_due(timezone.now())
    assert bad(worker) == {}
    Job.objects.update(state=State.DONE, made_at=timezone.now() - timedelta(days=12))
    assert bad(worker) == {"worker.overdue": "warning"}


def test_what_is_worked_out_wrong_is_found_and_put_right() -> None:
    article = make.make_published_article(tags=[make.make_tag("Weather").key])
    assert bad(derived) == {}
    falsify(ArticleEdition.objects.get(), published_at=ELSEWHEN)
    falsify(Article.objects.get(), find_text="| snow |")
    assert bad(derived) == {"derived.wrong": "error"}
    PublicChange.objects.all().delete()
    mend(derived)
    assert bad(derived) == {}
    assert mended() == 1 and PublicChange.objects.exists()
    article.refresh_from_db()
    assert "snow" not in article.find_text


def test_a_sample_has_what_is_newest_and_everything_is_looked_at_with_all() -> None:
    for _number in range(70):
        make.make_tag()
    oldest = make.make_tag().__class__.objects.order_by("pk").first()
    assert oldest is not None
    falsify(oldest, sort_key="zzz")
    assert bad(derived, Asked(all=True)) == {"derived.wrong": "error"}
    newest = type(oldest).objects.latest("pk")
    falsify(oldest, **oldest.worked_out())
    falsify(newest, sort_key="zzz")
    assert bad(derived, Asked(quick=True)) == {"derived.wrong": "error"}


def test_two_rows_that_would_become_one_are_left_to_people() -> None:
    first, second = make.make_reference(title="One"), make.make_reference(title="Two")
    falsify(second, match_key="elsewhere", url=first.url, doi=first.doi, title="One")
    (said,) = mend(derived)
    assert second.key in said
    assert bad(derived) == {"derived.wrong": "error"}


def test_what_is_not_found_as_it_is_is_found_and_put_right() -> None:
    make.make_published_article(headline="Rain")
    assert bad(search) == {}
    falsify(SearchRow.objects.get(kind="article"), live_until=ELSEWHEN)
    assert bad(search) == {"search.wrong": "error"}
    mend(search)
    assert bad(search) == {} and mended() == 1
    SearchRow.objects.filter(kind="article").delete()
    mend(search)
    assert bad(search, Asked(all=True)) == {}


def test_what_is_found_by_older_rules_is_made_anew_in_the_background() -> None:
    make.make_published_article(headline="Rain")
    SearchRow.objects.update(folded_as="1")
    assert bad(search) == {"search.outdated": "warning"}
    mend(search)
    working.work_off()
    assert bad(search) == {}


@pytest.fixture
def picture() -> Iterator[Image]:
    # Of other tests there are files left whose rows are gone.
    _delete_files()
    yield make.make_image()
    _delete_files()


def _delete_files() -> None:
    for name in list(originals().names()):
        originals().delete(name)


def test_a_picture_without_its_file_is_found(picture: Image) -> None:
    assert bad(pictures) == {}
    picture.original.storage.delete(str(picture.original.name))
    assert bad(pictures) == {"pictures.missing": "error"}


def test_a_picture_whose_file_was_changed_is_found_by_reading_all(picture: Image) -> None:
    Path(picture.original.path).chmod(0o600)
    Path(picture.original.path).write_bytes(b"something else")
    assert bad(pictures) == {}
    assert bad(pictures, Asked(all=True)) == {"pictures.broken": "error"}


def test_a_file_that_nobody_knows_is_found_unless_it_is_new(picture: Image) -> None:
    originals().keep("unknown.jpg", b"left behind")
    assert bad(pictures) == {}
    assert bad(pictures, Asked(at=timezone.now() + timedelta(hours=3))) == {"pictures.unknown": "notice"}


def test_a_rule_that_no_backup_could_be_made_by_is_found(settings: Any) -> None:
    settings.BACKUP_KEEP = "7x"
    assert bad(backup)["backup.keep"] == "error"


def test_a_backup_that_is_missing_old_or_failed_is_found(settings: Any) -> None:
    assert bad(backup) == {"backup.missing": "notice"}
    settings.PRODUCTION = True
    assert bad(backup) == {"backup.missing": "error"}
    row = backups.begin(target="/var/backups/newsroom")
    backups.succeed(row, added=1, name="20261130", size=1)
    assert bad(backup) == {}
    assert bad(backup, Asked(at=timezone.now() + timedelta(days=3))) == {"backup.age": "warning"}
    assert bad(backup, Asked(at=timezone.now() + timedelta(days=8))) == {"backup.age": "error"}
    backups.fail(backups.begin(target="/var/backups/newsroom"), fault="The disk is full.")
    assert bad(backup) == {"backup.failed": "error"}


def test_a_backup_that_a_check_found_damaged_is_found_until_a_check_is_good() -> None:
    for name in ("first", "second"):
        backups.succeed(backups.begin(target="/var/backups/newsroom"), added=1, name=name, size=1)
    backups.note_verified("first", target="/var/backups/newsroom", fault="One picture is damaged.")
    assert bad(backup) == {"backup.check": "error"}
    backups.note_verified("second", target="/var/backups/newsroom")
    assert bad(backup) == {}


def test_many_logins_that_have_ended_are_found_and_forgotten() -> None:
    past, later = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    rows = [Session(session_key=f"k{n}", session_data="", expire_date=past) for n in range(5_001)]
    Session.objects.bulk_create([*rows, Session(session_key="still", session_data="", expire_date=later)])
    assert bad(sessions) == {"sessions": "notice"}
    mend(sessions)
    assert bad(sessions) == {} and mended() == 2
    assert list(Session.objects.values_list("pk", flat=True)) == ["still"]


def test_the_demo_on_a_public_site_is_found(settings: Any) -> None:
    assert bad(demo) == {}
    DemoRow.objects.create(kind="articles.article", object_key="k")
    assert bad(demo) == {"demo.there": "notice"}
    settings.PRODUCTION = True
    assert bad(demo) == {"demo.there": "warning"}


def test_changes_that_cannot_be_counted_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bad(cache) == {}
    monkeypatch.setattr(own, "is_doubted", True)
    assert bad(cache) == {"cache.counters": "error"}


def test_pages_that_are_not_kept_and_caches_that_are_not_told_are_found(settings: Any) -> None:
    settings.FINISHED_PAGES_WANTED = 0
    assert bad(cache) == {"cache.off": "notice"}
    settings.FINISHED_PAGES_WANTED = 16
    settings.PURGE_TARGETS = [
        {"method": "PURGE", "address": "http://127.0.0.1:1", "headers": {}, "secret": "s", "at_once": 9}
    ]
    assert bad(cache) == {"cache.front": "warning"}
    front = Front.objects.create(reached_at=timezone.now(), set_up=set_up_mark())
    assert bad(cache) == {}
    front.failing_since, front.fault = timezone.now(), "The cache does not answer."
    front.save()
    assert bad(cache) == {"cache.front": "error"}


def test_a_whole_run_is_kept_and_shown_to_administrators(settings: Any) -> None:
    make.make_published_article(headline="Rain")
    falsify(ArticleEdition.objects.get(), published_at=ELSEWHEN)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)
    assert "→ “manage.py doctor --mend” puts it right." in out.getvalue()
    page = AdminPage(make.make_user("administrator"))
    shown = text_of(page.open(ADDRESS))
    assert "its dates" in shown and "Looked over as a whole" in shown
    assert "that harm" in text_of(page.open("/admin/"))
    assert ADDRESS in page.open("/admin/background/").content.decode()


def test_they_look_again_and_put_it_right_by_a_button() -> None:
    make.make_published_article(headline="Rain")
    falsify(ArticleEdition.objects.get(), published_at=ELSEWHEN)
    owner = make.make_user("administrator")
    page = AdminPage(owner)
    answer = page.client.post(ADDRESS, {"what": "look"}, follow=True)
    assert "Looked at just now" in page.said(answer)
    button = 'name="check" value="derived"'
    assert button in answer.content.decode()
    answer = page.client.post(ADDRESS, {"what": "mend", "check": "derived"}, follow=True)
    assert "in the background" in page.said(answer)
    working.work_off()
    event = Event.objects.get(verb=Verb.MEND)
    assert event.actor == owner
    assert button not in page.open(ADDRESS).content.decode()
    for wrong in ({"what": "mend", "check": "<script>"}, {"what": "other"}, {}):
        assert "Nothing was done" in page.said(page.client.post(ADDRESS, wrong, follow=True))


def test_the_desk_of_others_says_nothing_of_it() -> None:
    make.make_checkup()
    assert "that harms it" in text_of(AdminPage(make.make_user("administrator")).open("/admin/"))
    assert "that harms it" not in text_of(AdminPage(make.make_user("editor")).open("/admin/"))


def test_a_run_takes_the_place_of_the_one_before() -> None:
    make.make_checkup()
    make.make_checkup()
    assert Checkup.objects.count() == 1
    assert records.errors_found() == 1


def test_a_machine_that_is_gone_is_forgotten_and_this_one_is_not() -> None:
    for name, days in (("gone", 15), ("beside", 13)):
        row = {"kind": records.Kind.WHOLE, "ended_at": timezone.now() - timedelta(days=days)}
        Checkup.objects.create(machine=name, worst="good", found={"checks": []}, **row)
    make.make_checkup()
    assert [one.machine for one in records.known()] == sorted(["beside", records.machine()])


def test_what_a_quick_look_may_miss_stays_until_it_is_put_right() -> None:
    make.make_checkup()
    fine = [Looked(derived, [Finding("good", "All is well.")], 0.1)]
    fine.append(Looked(database, [Finding("error", "It is away.")], 0.1))
    records.keep(fine, Asked(quick=True), kind=records.Kind.QUICK)
    (known,) = records.known()
    assert {entry["check"]: entry["worst"] for entry in known.checks} == {
        "derived": "error",
        "database": "error",
    }
    records.renew(fine[:1], Asked())
    (known,) = records.known()
    assert {entry["check"]: entry["worst"] for entry in known.checks} == {
        "derived": "good",
        "database": "error",
    }
