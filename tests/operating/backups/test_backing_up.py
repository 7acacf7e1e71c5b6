"""What a backup holds, who can read it, what it takes over from the last one, and what it refuses."""

import json
import shutil
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from images.models import Image
from operating.backups import last_good, taking
from operating.backups.alone import alone, workplace
from operating.backups.checking import check
from operating.backups.faults import BackupError
from operating.backups.manifest import Manifest, names_at, read
from operating.backups.models import Backup
from operating.backups.records import last_failed_check
from operating.backups.taking import back_up
from operating.backups.targets import place_at
from tests import factories as make
from tests.operating.backups.folders import a_data_dir, a_target  # noqa: F401 (fixtures)
from tests.promises.test_o3 import disk, fill

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("data_dir"),
    pytest.mark.same_on_both(committed=True),
]


def newest(target: str) -> Manifest:
    place = place_at(target)
    return read(place, names_at(place)[-1])


def objects(target: str) -> set[str]:
    return {path.name for path in (Path(target) / "objects").rglob("*") if path.is_file()}


@pytest.mark.on_both
def test_the_command_says_what_is_in_it_and_its_name_last(target: str, capsys: Any, data_dir: Path) -> None:
    (data_dir / "local.env").write_text("SECRET_KEY=hidden\n")
    make.make_image()
    call_command("backup", target)
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == newest(target).name
    assert any("local.env" in line and "confidential sources" in line for line in said)
    call_command("backup", target, "--quiet")
    assert capsys.readouterr().out.splitlines() == [newest(target).name]
    call_command("backup", target, "--check")
    assert capsys.readouterr().out.splitlines()[-1] == newest(target).name


def test_nobody_else_on_the_machine_can_read_any_of_it(target: str, data_dir: Path) -> None:
    (data_dir / "local.env").write_text("SECRET_KEY=hidden\n")
    make.make_image()
    back_up(target)
    for path in [Path(target), *Path(target).rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    kept = [one.name for one in newest(target).files["own"]]
    assert kept == ["local.env"]


def test_the_settings_the_site_runs_with_are_in_it(target: str) -> None:
    back_up(target)
    [kept] = newest(target).files["settings"]
    said = (Path(target) / kept.object).read_text()
    assert "SECRET_KEY='for tests only" in said and "NEWSROOM_DATA_DIR=" in said


@pytest.mark.on_both
def test_what_has_not_changed_is_stored_once(target: str) -> None:
    for _picture in range(3):
        make.make_image()
    first = back_up(target)
    make.make_image(size=(300, 200))
    with patch.object(Image._meta.get_field("original").storage, "open", wraps=_opened(Image)) as opened:
        second = back_up(target)
    assert len(newest(target).files["images.image.original"]) == 4
    assert second.added < second.size and first.added == first.size
    assert opened.call_count == 1, "what is known by its name is not read again"


def _opened(model: Any) -> Any:
    return model._meta.get_field("original").storage.open


def test_files_waiting_to_be_brought_in_are_in_it(target: str) -> None:
    make.make_delivery(make.make_user("editor"), "A headline\n\nA text.\n")
    back_up(target)
    assert len(newest(target).files["articles.delivered.content"]) == 1


@pytest.mark.on_both
def test_a_picture_removed_meanwhile_is_in_no_backup_or_in_it_with_its_row(target: str) -> None:
    kept, gone = make.make_image(), make.make_image()
    real = taking._Taking._files
    views = []

    def removed_first(self: Any, moment: Any) -> Any:
        if not views:
            # It goes between the moment and the copying, and was not copied ahead.
            self.known.clear()
            gone.original.storage.delete(gone.original.name)
            Image.objects.filter(pk=gone.pk)._raw_delete("default")
        views.append(moment)
        return real(self, moment)

    with patch.object(taking._Taking, "_files", removed_first):
        back_up(target)
    found = newest(target)
    assert [one.name for one in found.files["images.image.original"]] == [kept.original.name]
    assert found.missing == [] and found.counts["images_image"] == 1 and len(views) == 2


def test_a_picture_that_was_missing_before_is_named_and_holds_nothing_up(target: str) -> None:
    gone = make.make_image()
    gone.original.storage.delete(gone.original.name)
    back_up(target)
    assert newest(target).missing == [f"images.image.original/{gone.original.name}"]


@pytest.mark.on_both
def test_the_second_of_two_at_once_refuses_in_a_sentence(target: str, tmp_path: Path) -> None:
    with alone(place_at(target)):
        for place in (target, str(tmp_path / "elsewhere")):
            with pytest.raises(BackupError, match="Another backup is being made"):
                back_up(place)
    assert back_up(target).state == Backup.State.GOOD


@pytest.mark.on_both
def test_a_full_disk_refuses_in_a_sentence_and_leaves_the_earlier_ones_whole(tmp_path: Path) -> None:
    for place in disk(tmp_path / "small", size="4m"):
        target = str(place / "backups")
        make.make_image()
        good = back_up(target)
        make.make_image(size=(1200, 900), kind="PNG")
        filler = fill(place)
        with pytest.raises(CommandError, match="No space left on device"):
            call_command("backup", target)
        filler.unlink()
        assert names_at(place_at(target)) == [good.name]
        with workplace() as work:
            check(place_at(target), good.name, work=work)
        assert last_good() == good
        failed = Backup.objects.earliest("-id")
        assert failed.state == Backup.State.FAILED and "No space left" in failed.fault
        assert back_up(target).state == Backup.State.GOOD


def test_the_rule_takes_the_earlier_ones_away_and_files_nobody_needs(target: str, settings: Any) -> None:
    settings.BACKUP_KEEP = "2d"
    start = timezone.now()
    gone = make.make_image()
    with time_machine.travel(start - timedelta(days=3)):
        first = back_up(target)
    digest = newest(target).files["images.image.original"][0].sha256
    Image.objects.filter(pk=gone.pk)._raw_delete("default")
    make.make_image()
    for ago in (2, 1):
        with time_machine.travel(start - timedelta(days=ago)):
            back_up(target)
    assert len(names_at(place_at(target))) == 2 and first.name not in names_at(place_at(target))
    assert digest not in objects(target)
    first.refresh_from_db()
    assert first.removed_at is not None
    with workplace() as work:
        for name in names_at(place_at(target)):
            check(place_at(target), name, work=work)


def test_nothing_is_taken_away_while_a_list_cannot_be_read(target: str, settings: Any, capsys: Any) -> None:
    settings.BACKUP_KEEP = "1d"
    start = timezone.now()
    for ago in (9, 8):
        with time_machine.travel(start - timedelta(days=ago)):
            row = back_up(target)
    path = Path(target) / "backups" / f"{row.name}.json"
    path.write_text(path.read_text().replace("newsroom-backup", "newsroom-bäckup"))
    before = objects(target)
    call_command("backup", target)
    assert "could not be tidied up" in capsys.readouterr().out
    assert before <= objects(target)


def test_a_rule_or_target_that_cannot_be_used_is_refused_before_anything(target: str, settings: Any) -> None:
    settings.BACKUP_KEEP = "seven days"
    with pytest.raises(CommandError, match="BACKUP_KEEP"):
        call_command("backup", target)
    settings.BACKUP_KEEP, settings.BACKUP_TARGET = "7d", ""
    with pytest.raises(CommandError, match="BACKUP_TARGET"):
        call_command("backup")
    with pytest.raises(CommandError, match="holds what is to be backed up"):
        call_command("backup", str(settings.DATA_DIR))
    with pytest.raises(CommandError, match="There is no backup at"):
        call_command("backup", target, "--check")
    assert not Path(target).exists() or not objects(target)


def test_a_backup_that_went_bad_is_told_by_the_check_and_is_no_longer_the_last_good_one(target: str) -> None:
    make.make_image()
    row = back_up(target)
    [kept] = newest(target).files["images.image.original"]
    (Path(target) / kept.object).write_bytes(b"x" * kept.bytes)
    with pytest.raises(CommandError, match="damaged"):
        call_command("backup", target, "--check")
    row.refresh_from_db()
    assert row.state == Backup.State.FAILED and last_good() is None


def test_a_damaged_file_is_set_aside_by_the_check_and_written_anew_by_the_next_backup(target: str) -> None:
    pictures = [make.make_image(), make.make_image(size=(300, 200))]
    first = back_up(target)
    ill = [Path(target) / kept.object for kept in newest(target).files["images.image.original"]]
    whole = [path.read_bytes() for path in ill]
    for path in ill:
        path.write_bytes(flipped(path.read_bytes()))
    with pytest.raises(CommandError, match=r"damaged.*1 more.*set aside.*the next backup writes them anew"):
        call_command("backup", target, "--check")
    aside = [path.with_name(f"{path.name}.damaged") for path in ill]
    assert [path.read_bytes() for path in aside] == [flipped(one) for one in whole]
    with pytest.raises(CommandError, match="is missing"):
        call_command("backup", target, "--check")
    second = back_up(target)
    assert [path.read_bytes() for path in ill] == whole and len(pictures) == 2
    assert not any(path.exists() for path in aside), "what is whole again needs no damaged one beside it"
    for row in (first, second):
        call_command("backup", target, "--check", "--name", row.name)


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def test_a_damaged_file_stays_aside_as_long_as_there_is_no_other(target: str) -> None:
    picture = make.make_image()
    back_up(target)
    [kept] = newest(target).files["images.image.original"]
    path = Path(target) / kept.object
    path.write_bytes(flipped(path.read_bytes()))
    with pytest.raises(CommandError, match="set aside"):
        call_command("backup", target, "--check")
    picture.original.storage.delete(picture.original.name)
    back_up(target)
    assert not path.exists() and path.with_name(f"{path.name}.damaged").exists()


def test_what_one_that_broke_off_has_left_damaged_is_no_part_of_the_next(target: str) -> None:
    make.make_image()
    with (
        patch("operating.backups.checking.open_dump", side_effect=BackupError("broke off")),
        pytest.raises(BackupError, match="broke off"),
    ):
        back_up(target)
    left = max((path for path in (Path(target) / "objects").rglob("*") if path.is_file()), key=_is_picture)
    left.write_bytes(flipped(left.read_bytes()))
    with pytest.raises(BackupError, match="damaged"):
        back_up(target)
    back_up(target)
    call_command("backup", target, "--check")


def _is_picture(path: Path) -> bool:
    return path.read_bytes().startswith((b"\xff\xd8", b"\x89PNG"))


def test_nothing_is_set_aside_while_a_backup_is_made_nor_where_it_must_not_be(target: str) -> None:
    make.make_image()
    back_up(target)
    [kept] = newest(target).files["images.image.original"]
    path = Path(target) / kept.object
    path.write_bytes(flipped(path.read_bytes()))
    with (
        alone(place_at(target)),
        pytest.raises(CommandError, match=r"damaged.*not set aside.*Another backup is being made"),
    ):
        call_command("backup", target, "--check")
    with (
        patch("operating.backups.places.Folder.rename", side_effect=PermissionError(13, "Permission denied")),
        pytest.raises(CommandError, match=r"damaged.*not set aside.*Permission denied"),
    ):
        call_command("backup", target, "--check")
    assert path.exists()


def test_what_a_killed_check_has_left_is_gone_with_the_next_one(target: str, data_dir: Path) -> None:
    for begin in (lambda: back_up(target), lambda: call_command("backup", target, "--check")):
        left = data_dir / "backup-read-abcdefgh"
        left.mkdir(mode=0o700)
        (left / "dump-there").write_bytes(b"drafts and passwords")
        with workplace() as reading:
            (reading / "dump-there").write_bytes(b"read by somebody else")
            back_up(target)
            assert (reading / "dump-there").exists(), "whoever still reads keeps what is read"
        left.mkdir(mode=0o700, exist_ok=True)
        begin()
        assert not list(data_dir.glob("backup-read-*"))


def test_a_failed_check_is_remembered_until_one_is_good_again(target: str) -> None:
    make.make_image()
    back_up(target)
    assert last_failed_check() is None
    [kept] = newest(target).files["images.image.original"]
    path = Path(target) / kept.object
    path.write_bytes(flipped(path.read_bytes()))
    with pytest.raises(CommandError):
        call_command("backup", target, "--check")
    back_up(target)
    failed = last_failed_check()
    assert failed is not None and "damaged" in failed.fault
    call_command("backup", target, "--check")
    assert last_failed_check() is None


def test_the_list_of_what_was_erased_lies_beside_them(target: str) -> None:
    back_up(target)
    assert (Path(target) / "erasures.jsonl").exists()


@pytest.mark.on_both
def test_the_list_says_which_program_and_which_database_it_is_of(target: str) -> None:
    back_up(target)
    said = json.loads(next((Path(target) / "backups").iterdir()).read_text())
    assert said["database"]["kind"] in ("sqlite", "postgresql") and said["program"]
    assert said["migrations"]["operating"] and said["counts"]["accounts_user"] == 0
    shutil.rmtree(target)
