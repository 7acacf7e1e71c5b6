"""Administrators are told on their desk of the last good backup; nobody else is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from operating.backups import records
from operating.backups.models import Backup
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.colleagues.test_passwords import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

DESK, ADDRESS = "/admin/", "/admin/backups/"


@pytest.fixture
def page() -> AdminPage:
    return AdminPage(make.make_user("administrator"))


def good(*, age: timedelta = timedelta(), **fields: Any) -> Backup:
    row = records.begin(target="/mnt/backups")
    records.succeed(row, name="20261130T030000Z", added=1_000, size=2_500_000, files=12)
    at = timezone.now() - age
    Backup.objects.filter(pk=row.pk).update(started_at=at, finished_at=at, verified_at=at, **fields)
    return row


def test_without_any_the_desk_says_so(page: AdminPage, settings: Any) -> None:
    said = page.open(DESK).content.decode()
    assert "There is no backup of this newsroom yet" in said and "errornote" not in said
    settings.PRODUCTION = True
    assert "errornote" in page.open(DESK).content.decode(), "a public site is warned"


def test_the_last_good_one_is_named_with_when_where_and_how_large(page: AdminPage) -> None:
    good(age=timedelta(hours=30))
    said = page.open(DESK)
    assert "2.4 MB, to /mnt/backups." in text_of(said) and "Last good backup:" in text_of(said)
    assert "errornote" not in said.content.decode()


def test_one_of_three_days_ago_is_no_longer_good_enough(page: AdminPage) -> None:
    good(age=timedelta(days=3))
    said = page.open(DESK)
    assert "No backup was made for two days." in text_of(said) and "Last good backup:" in text_of(said)
    assert "errornote" in said.content.decode()


def test_a_failed_one_is_told_with_its_reason_beside_the_last_good_one(page: AdminPage) -> None:
    good()
    records.fail(records.begin(target="/mnt/backups"), fault="No space left.")
    said = text_of(page.open(DESK))
    assert "failed: No space left. Last good backup:" in said


def test_a_failed_check_is_told_until_one_is_good_again(page: AdminPage) -> None:
    checked = good(age=timedelta(days=1))
    records.note_verified(checked.name, target="/mnt/backups", fault="One picture is damaged.")
    later = good()
    Backup.objects.filter(pk=later.pk).update(name="later")
    said = page.open(DESK)
    assert "One picture is damaged." in text_of(said) and "Last good backup:" in text_of(said)
    assert "errornote" in said.content.decode()
    records.note_verified("later", target="/mnt/backups")
    assert "errornote" not in page.open(DESK).content.decode()


def test_one_that_was_killed_counts_as_failed_when_the_next_begins() -> None:
    killed = records.begin(target="/mnt/backups")
    good()
    killed.refresh_from_db()
    assert killed.state == Backup.State.FAILED and "cut off" in killed.fault
    assert records.last_good() != killed


def test_one_that_the_rule_took_away_is_not_the_last_good_one() -> None:
    good(age=timedelta(days=1))
    records.note_removed(["20261130T030000Z"], target="/mnt/backups")
    assert records.last_good() is None


def test_the_page_lists_them(page: AdminPage, settings: Any) -> None:
    assert "Nothing says where to keep them" in text_of(page.open(ADDRESS))
    good()
    settings.BACKUP_TARGET = "/mnt/backups"
    said = text_of(page.open(ADDRESS))
    assert "They are kept in /mnt/backups, by the rule 7d 4w 12m." in said
    assert "12 files beside the database" in said and "20261130T030000Z" in said


@pytest.mark.parametrize("role", ["editor", "reporter"])
def test_nobody_else_sees_any_of_it(role: str) -> None:
    good(age=timedelta(days=3))
    page = AdminPage(make.make_user(role))
    assert "backup" not in text_of(page.open(DESK)).casefold()
    assert page.client.get(ADDRESS).status_code == 403
