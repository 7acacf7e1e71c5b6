"""What a restore refuses, and what it sees to beside the data."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from colleagues.leaving import deactivate
from colleagues.models import PasswordLink
from colleagues.passwords import make_link
from images.models import Image
from operating.backups import files, last_good, restoring, schemas
from operating.backups.faults import BackupError
from operating.backups.models import Backup
from operating.backups.restoring import restore
from operating.backups.taking import back_up
from operating.erasing.people import erase_person
from profiles.models import Person
from publishing.caching import counters
from publishing.models import Event, Verb
from tests import factories as make
from tests.operating.backups.folders import a_data_dir, a_target  # noqa: F401 (fixtures)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("data_dir"),
    pytest.mark.same_on_both(committed=True),
]


def rewrite(target: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what a backup says of itself, seal and all."""
    [path] = (Path(target) / "backups").iterdir()
    said = json.loads(path.read_text())
    change(said)
    del said["seal"]
    sorted_text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    path.write_text(json.dumps(said | {"seal": hashlib.sha256(sorted_text.encode()).hexdigest()}))


def everything_gone() -> None:
    """Let the newsroom be as on a new machine."""
    call_command("flush", interactive=False, verbosity=0)


@pytest.mark.on_both
def test_over_content_it_refuses_and_with_replace_keeps_what_was_there(target: str, capsys: Any) -> None:
    article = make.make_published_article(headline="As it was")
    back_up(target)
    make.save(article, headline="As it is")
    with pytest.raises(CommandError, match=r"has content.*--replace"):
        call_command("restore", target)
    article.refresh_from_db()
    assert article.headline == "As it is"
    call_command("restore", target, "latest", "--replace")
    article.refresh_from_db()
    assert article.headline == "As it was"
    said = capsys.readouterr().out
    assert "What was there before is kept in" in said and "as it was at" in said
    assert "Restored from the backup" in Event.objects.get(verb=Verb.RESTORE).note


@pytest.mark.on_both
def test_on_an_empty_machine_it_needs_no_leave(target: str, data_dir: Path) -> None:
    picture = make.make_image()
    whole = picture.original.read()
    make.make_published_article(headline="Here again", main_image=picture.key)
    row = back_up(target)
    everything_gone()
    picture.original.storage.delete(picture.original.name)
    restore(target)
    assert Article.objects.get().headline == "Here again"
    assert Image.objects.get().original.read() == whole
    assert (good := last_good()) is not None and good.name == row.name, "it knows of its own backup"
    assert not Backup.objects.filter(state=Backup.State.RUNNING).exists()
    assert not (data_dir / "restore-unfinished").exists()


def test_one_of_a_newer_release_is_refused(target: str) -> None:
    back_up(target)
    rewrite(target, lambda said: said["migrations"]["articles"].append("0999_of_tomorrow"))
    with pytest.raises(CommandError, match="newer Newsroom"):
        call_command("restore", target)


@pytest.mark.on_both
def test_one_of_an_older_release_is_brought_up_to_date(target: str) -> None:
    call_command("migrate", "axes", "0008", verbosity=0)
    try:
        make.make_article(headline="Of before")
        back_up(target)
    finally:
        call_command("migrate", verbosity=0)
    restore(target, replace=True)
    assert Article.objects.get().headline == "Of before"
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_migrations WHERE app = 'axes'")
        assert cursor.fetchone()[0] == 10


@pytest.mark.on_both
def test_another_kind_of_database_is_refused_and_told_the_way(target: str) -> None:
    back_up(target)
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    rewrite(target, lambda said: said["database"].update(kind=other))
    with pytest.raises(CommandError, match=r"manage.py export"):
        call_command("restore", target)


@pytest.mark.on_both
def test_one_that_breaks_off_leaves_everything_as_it_was(target: str, monkeypatch: Any) -> None:
    article, picture = make.make_article(headline="As it was"), make.make_image()
    back_up(target)
    make.save(article, headline="As it is")
    picture.original.storage.delete(picture.original.name)

    def fails(*_arguments: Any, **_more: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(restoring, "write_event", fails)
    with pytest.raises(RuntimeError):
        restore(target, replace=True)
    article.refresh_from_db()
    assert article.headline == "As it is"
    assert not picture.original.storage.exists(picture.original.name), "nor is a file left"
    monkeypatch.undo()
    restore(target, replace=True)
    article.refresh_from_db()
    assert article.headline == "As it was"


def test_one_that_breaks_off_at_the_last_step_gives_no_leave_to_the_next(
    target: str, data_dir: Path, monkeypatch: Any
) -> None:
    article = make.make_article(headline="As it was")
    back_up(target)
    make.save(article, headline="As it is")

    def fails(_beside: Any) -> None:
        raise BackupError("in use")

    for kind in (files.Beside, schemas.Beside):
        monkeypatch.setattr(kind, "switch", fails)
    with pytest.raises(BackupError, match="in use"):
        restore(target, replace=True)
    monkeypatch.undo()
    assert not (data_dir / "restore-unfinished").exists()
    with pytest.raises(BackupError, match="has content"):
        restore(target)
    article.refresh_from_db()
    assert article.headline == "As it is"


@pytest.mark.on_both
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has it step aside with the switch")
def test_what_is_there_is_kept_before_a_restore_can_be_gone_on_with(
    target: str, data_dir: Path, monkeypatch: Any
) -> None:
    article = make.make_article(headline="As it was")
    back_up(target)
    make.save(article, headline="As it is")
    is_kept: list[bool] = []
    switch = files.Beside.switch

    def looked(beside: files.Beside) -> None:
        is_kept.append((data_dir / "before-restore.sqlite3").exists())
        switch(beside)

    monkeypatch.setattr(files.Beside, "switch", looked)
    restore(target, replace=True)
    assert is_kept == [True]


@pytest.mark.on_both
def test_nobody_gets_in_again_who_was_shut_out_since(target: str, capsys: Any) -> None:
    user, leaving = make.make_user("editor"), make.make_user("reporter", username="leaving")
    make.make_user("administrator")
    make_link(user=user, actor=None)
    client = Client()
    client.force_login(user)
    back_up(target)
    deactivate(user=leaving, actor=None)
    call_command("restore", target, "--replace")
    assert Session.objects.count() == 0
    assert client.get("/admin/").status_code == 302
    assert not PasswordLink.objects.open(timezone.now()).exists()
    leaving.refresh_from_db()
    assert not leaving.is_active and "leaving" in capsys.readouterr().out


@pytest.mark.parametrize(
    "where", [pytest.param("this database", marks=pytest.mark.on_both), "the data folder", "the target"]
)
def test_what_was_erased_since_is_erased_again(target: str, data_dir: Path, where: str) -> None:
    person = make.make_person(name="Wanda Forgotten", published=True)
    back_up(target)
    erase_person(person=person, actor=None)
    if where == "the target":
        back_up(target)
        (data_dir / "erasures.jsonl").unlink()
    if where != "this database":
        everything_gone()
    [first, *_later] = sorted(path.stem for path in (Path(target) / "backups").iterdir())
    restore(target, first, replace=True)
    assert "Wanda" not in str(Person.objects.get().payload())
    assert "Wanda" not in "".join(Event.objects.values_list("label", flat=True))


def test_nothing_kept_of_before_is_believed(target: str, data_dir: Path) -> None:
    back_up(target)
    make.make_published_article()
    epoch = counters.epoch()
    (data_dir / "finished-pages.sqlite3").write_bytes(b"pages")
    restore(target, replace=True)
    assert counters.epoch() != epoch
    assert not (data_dir / "finished-pages.sqlite3").exists()


def test_local_env_comes_back_where_there_is_none(target: str, data_dir: Path, capsys: Any) -> None:
    local_env = data_dir / "local.env"
    local_env.write_text("SECRET_KEY=of-then\nEMAIL_URL='smtp://of.then'\nDATABASE_URL=sqlite:////then\n")
    back_up(target)
    local_env.unlink()
    call_command("restore", target)
    assert "SECRET_KEY='of-then'" in local_env.read_text() and "smtp://of.then" in local_env.read_text()
    assert "DATABASE_URL" not in local_env.read_text(), "where things are is this machine's own"
    assert local_env.stat().st_mode & 0o777 == 0o600
    assert "local.env is back" in capsys.readouterr().out


def test_on_a_machine_just_set_up_the_key_comes_back_and_the_new_one_is_kept(
    target: str, data_dir: Path, settings: Any
) -> None:
    local_env = data_dir / "local.env"
    local_env.write_text("SECRET_KEY=of-then\nSITE_NAME=Then\n")
    back_up(target)
    local_env.write_text("SECRET_KEY=of-now\nPORT=9001\n")
    settings.SECRET_KEY = "of-now"
    restore(target)
    assert set(local_env.read_text().splitlines()[1:]) == {
        "SECRET_KEY='of-then'",
        "SITE_NAME='Then'",
        "PORT='9001'",
    }
    assert "of-now" in (data_dir / "local.env.before-restore").read_text()


def test_over_a_newsroom_local_env_stays_and_another_key_is_told(
    target: str, data_dir: Path, capsys: Any
) -> None:
    local_env = data_dir / "local.env"
    local_env.write_text("SECRET_KEY=of-then\n")
    back_up(target)
    local_env.write_text("SECRET_KEY=of-now\n")
    make.make_article()
    call_command("restore", target, "--replace")
    assert local_env.read_text() == "SECRET_KEY=of-now\n"
    assert "SECRET_KEY is another one here" in capsys.readouterr().out


def test_two_logins_are_content_and_the_first_is_none(target: str) -> None:
    back_up(target)
    make.make_user("administrator")
    restore(target)
    make.make_user("administrator")
    make.make_user("editor")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", target)
    assert User.objects.count() == 2


def test_later_backups_are_known_afterwards(target: str) -> None:
    first = back_up(target)
    second = back_up(target)
    restore(target, first.name, replace=True)
    assert (good := last_good()) is not None and good.name == second.name
    assert good.finished_at is not None and timezone.now() - good.finished_at < timedelta(minutes=5)
