"""An export is of one moment, whatever editors save, publish and remove while it is made."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.models import ArticleEdition
from images.models import Image
from moving.leaving import check, export, held, writing
from tests import factories as make
from tests.environment import ROOT
from tests.moving.leaving.reading import lines
from tests.promises.processes import Worker, database_url, workers

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

WRITERS = 2
ARTICLES = 12


def torn(folder: Path) -> list[str]:
    """Say what in an export does not fit together; of one moment, everything does."""
    articles = {each["key"]: each for each in lines(folder, "articles")}
    versions = {(each["article"], each["version"]) for each in lines(folder, "article-versions")}
    said = [f"{key} has no version {each['version']}" for key, each in articles.items()
            if (key, each["version"]) not in versions]  # fmt: skip
    said += [f"{key} has no article" for key, _ in versions if key not in articles]
    said += [f"{key}: {number} is newer than the draft" for key, number in versions
             if key in articles and number > articles[key]["version"]]  # fmt: skip
    for edition in lines(folder, "article-editions"):
        if (edition["article"], edition["version"]) not in versions:
            said.append(f"edition {edition['key']} has no saved version")
    done = [each for each in lines(folder, "history") if each["kind"] == "article" and each["version"]]
    told = {(each["key"], each["version"]) for each in done}
    said += [f"history tells of {key}, which is not there" for key in told - versions]
    said += [f"history does not tell of {key}" for key in versions - told]
    return said


def save_and_publish(writer: Worker, pages: list[int], stop: threading.Event, done: list[int]) -> None:
    """Have a process save and publish one article after the other until it is told to stop."""
    number = 0
    seen = dict.fromkeys(pages, 1)
    while not stop.is_set():
        page = pages[number % len(pages)]
        number += 1
        saved = writer.ask(do="write", verb="save", page=page, text=f"Words {number}", version=seen[page])
        assert saved["came_of_it"] == "done", saved
        seen[page] += 1
        writer.ask(do="write", verb="publish", page=page, text="", version=seen[page])
    done.append(number)


def exported(place: Path) -> dict[str, Any]:
    """Run the command in a process of its own."""
    variables = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATABASE_URL": database_url()}
    command = [sys.executable, "manage.py", "export", str(place), "--json", "--verbosity", "0"]
    ran = subprocess.run(
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=True
    )
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def test_an_export_is_of_one_moment_while_others_save_and_publish(tmp_path: Path) -> None:
    pages = [make.make_article(headline=f"Article {number}").pk for number in range(ARTICLES)]
    stop, done = threading.Event(), []
    with workers(WRITERS) as started:
        threads = [
            threading.Thread(target=save_and_publish, args=(writer, pages[number::WRITERS], stop, done))
            for number, writer in enumerate(started)
        ]
        for thread in threads:
            thread.start()
        try:
            places = [tmp_path / f"out-{number}" for number in range(2)]
            said = [exported(place) for place in places]
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert len(done) == WRITERS and sum(done) > len(pages), "they were writing all the time"
    for place, told in zip(places, said, strict=True):
        assert torn(place) == []
        assert check(place).sentences == []
        assert told["counts"]["article-versions"] == len(lines(place, "article-versions"))
    versions = [told["counts"]["article-versions"] for told in said]
    assert versions == sorted(versions) and versions[0] < versions[-1], "each is of a later moment"


@pytest.fixture
def saving_between(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Have another process save, publish and remove something between two files of an export."""
    first, second = make.make_article(headline="One"), make.make_article(headline="Two")
    said: list[str] = []
    lines_of = writing._Writing._lines
    with workers(1) as (writer,):

        def lines_and_more(self: Any, kind: Any, summary: Any) -> None:
            lines_of(self, kind, summary)
            if kind.file == "articles":
                for page in (first.pk, second.pk):
                    answer = writer.ask(do="write", verb="save", page=page, text="Later words", version=1)
                    said.append(answer["came_of_it"])
                    writer.ask(do="write", verb="publish", page=page, text="", version=2)

        monkeypatch.setattr(writing._Writing, "_lines", lines_and_more)
        yield said


def test_nobody_waits_for_an_export_and_it_sees_nothing_of_them(
    tmp_path: Path, saving_between: list[str]
) -> None:
    export(tmp_path / "out")
    assert saving_between == ["done", "done"]
    assert torn(tmp_path / "out") == []
    assert {each["version"] for each in lines(tmp_path / "out", "article-versions")} == {1}
    assert lines(tmp_path / "out", "article-editions") == []
    assert ArticleEdition.objects.count() == 2


def test_control_without_one_view_an_export_is_torn(
    tmp_path: Path, saving_between: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "one_view", nullcontext)
    export(tmp_path / "out")
    assert torn(tmp_path / "out") != []


def test_a_picture_removed_meanwhile_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = make.make_image()
    hold = writing.hold_pictures

    def remove_behind(folder: Path) -> list[str]:
        missing = hold(folder)
        picture.forget_files()
        return missing

    monkeypatch.setattr(writing, "hold_pictures", remove_behind)
    export(tmp_path / "out")
    (record,) = lines(tmp_path / "out", "pictures")
    assert (tmp_path / "out" / record["file"]).is_file()
    assert check(tmp_path / "out").sentences == []


def test_a_picture_removed_before_it_is_held_is_in_no_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, other = make.make_image(), make.make_image()
    hold, views = held.hold_pictures, []

    def remove_first(folder: Path) -> list[str]:
        if not views:
            removing = threading.Thread(target=remove, args=(picture,))
            removing.start()
            removing.join()
        views.append(hold(folder))
        return views[-1]

    monkeypatch.setattr(writing, "hold_pictures", remove_first)
    export(tmp_path / "out")
    assert views == [[picture.key], []]
    assert [each["key"] for each in lines(tmp_path / "out", "pictures")] == [other.key]


def remove(picture: Image) -> None:
    """Remove a picture as another process does, its file once its row is gone."""
    Image.objects.filter(pk=picture.pk).delete()
    picture.forget_files()
    connection.close()
