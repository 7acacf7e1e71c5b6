"""What was erased is known in two places, and done again where a database does not know it."""

import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from operating.erasing import journal
from operating.erasing.journal import Entry
from operating.erasing.models import Erasure

pytestmark = pytest.mark.django_db

NOW = timezone.now()
OLD = Entry("person", "abc123", NOW - timedelta(days=9), in_texts=True, words="somebody")
NEW = Entry("colleague", "7", NOW)


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path / journal.FILE


def in_database(entry: Entry, *, finished: bool = True) -> None:
    Erasure.objects.create(**entry._asdict(), finished_at=NOW if finished else None)


def test_what_either_place_knows_is_in_the_list(own_file: Path) -> None:
    journal.write(own_file, [OLD])
    in_database(NEW)

    assert journal.entries() == [OLD, NEW]

    journal.keep()

    assert journal.read(own_file) == [OLD, NEW]


def test_a_line_that_is_torn_costs_no_other(own_file: Path) -> None:
    own_file.write_text(f'{OLD.line}\n{{"kind": "per\n[]\n{{"kind": "person", "key": "x", "at": "2026"}}\n')

    assert journal.read(own_file) == [OLD]


def test_a_journal_holds_which_row_and_when_and_nothing_else() -> None:
    assert set(json.loads(OLD.line)) == {"kind", "key", "at", "in_texts", "words", "places"}


def test_the_command_lists_them_and_does_a_list_again(
    own_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_database(OLD)
    call_command("erasures")
    assert capsys.readouterr().out == f"{OLD.line}\n"

    # Of neither there is a row here: it is noted, and that is all.
    journal.write(tmp_path / "list.jsonl", [OLD, NEW])
    call_command("erasures", repeat=tmp_path / "list.jsonl")

    assert "1 erasure done again." in capsys.readouterr().out
    assert set(journal.in_database(finished=True)) == {OLD, NEW}


def test_only_what_the_database_does_not_know_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Entry] = []
    monkeypatch.setattr(journal, "VERBS", {"person": done.append, "colleague": done.append})
    in_database(OLD)
    in_database(NEW, finished=False)
    third = NEW._replace(key="8")

    assert journal.repeat([third, OLD, NEW, NEW]) == 2
    assert done == [NEW, third]


def test_two_who_write_at_once_do_not_take_each_others_file(
    own_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second begins while the first is about to put its file in place."""
    replace, nested = Path.replace, []

    def meanwhile(beside: Path, target: Path) -> Path:
        if not nested:
            nested.append(True)
            other = threading.Thread(target=journal.write, args=[own_file, [OLD, NEW]])
            other.start()
            other.join()
        return replace(beside, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    journal.write(own_file, [OLD])
    assert journal.read(own_file) == [OLD]
    assert [path.name for path in own_file.parent.iterdir()] == [own_file.name]
