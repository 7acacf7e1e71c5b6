"""A move that is killed at any moment goes on where it was: nothing is lost, and nothing comes in twice."""

import os
import random
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pixels

from articles.models import Article, ArticleAddress, ArticleEdition
from benchmarks.exports import CATEGORIES, TAGS, write_export
from images.models import Image
from moving.models import Arrival, OldAddress
from publishing.models import Event, Tag, Verb
from tests.environment import ROOT
from tests.promises.processes import database_url
from tests.soaking import how_many

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

KILLS = how_many(2, soak=40)
POSTS = how_many(20, soak=40)
PICTURE = "https://old.example/wp-content/uploads/quay.png"


def begin(export: Path, pictures: Path) -> "subprocess.Popen[bytes]":
    arguments = ["importsite", "wordpress", str(export), "--batch", "4", "--pictures", str(pictures)]
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_for(process: "subprocess.Popen[bytes]", arrivals: int) -> None:
    until = time.monotonic() + 60
    while Arrival.objects.filter(kind="post").count() < arrivals and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_killed_and_begun_again_it_is_as_if_it_had_never_been_broken_off(tmp_path: Path) -> None:
    export, pictures = tmp_path / "export.xml", tmp_path / "uploads"
    write_export(export, POSTS, words=60, picture=PICTURE)
    pictures.mkdir()
    buffer = BytesIO()
    Pixels.new("RGB", (20, 20), (1, 2, 3)).save(buffer, "PNG")
    (pictures / "quay.png").write_bytes(buffer.getvalue())
    for number in range(KILLS):
        process = begin(export, pictures)
        wait_for(process, (number + 1) * POSTS // (KILLS + 1))
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        process.communicate()
        # Whatever is there is there as a whole.
        assert (
            Article.objects.count()
            == ArticleEdition.objects.count()
            == Arrival.objects.filter(kind="post").count()
        )
    last = begin(export, pictures)
    _out, said = last.communicate(timeout=120)
    assert last.returncode == 0, said.decode()
    articles = Article.objects.all()
    assert articles.count() == ArticleEdition.objects.count() == ArticleAddress.objects.count() == POSTS
    assert set(articles.values_list("slug", flat=True)) == {
        f"post-{number}" for number in range(1, POSTS + 1)
    }
    assert OldAddress.objects.exclude(article=None).count() == 2 * POSTS
    assert Tag.objects.count() == Arrival.objects.filter(kind="term").count() == CATEGORIES + min(TAGS, POSTS)
    assert Image.objects.count() == 1
    assert Event.objects.filter(verb=Verb.PUBLISH).count() == POSTS
    assert not articles.filter(body__contains="data-gap").exists()
