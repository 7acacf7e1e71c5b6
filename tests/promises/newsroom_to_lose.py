"""A newsroom that is backed up and lost: what is in it, who goes on writing, what readers get of it."""

import hashlib
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import randint
from typing import Any, TextIO

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article, ArticleEdition
from images.models import Image
from images.renditions import renditions_for
from operating.backups.alone import workplace
from operating.backups.checking import check
from operating.backups.content import has_content
from operating.backups.faults import BackupError
from operating.backups.manifest import named, names_at, read
from operating.backups.models import Backup
from operating.backups.referenced import columns
from operating.backups.restoring import restore
from operating.backups.taking import back_up
from operating.backups.targets import place_at
from profiles.models import Person, PersonEdition
from publishing.records import save_record
from publishing.workflow import publish
from references.models import Reference
from tests import factories as make
from tests.promises.on_its_way import on_its_way
from tests.soaking import SOAK
from tests.whole_site import build_whole_site

# A fork has imported the models with another data folder than its own.
for column in columns():
    column.field.storage = column.field._storage_callable()

ARTICLES = 24
WRITTEN = "written-while"

MOST_ON_ITS_WAY = 30
"""Seconds a server is given to end what it does for a process that is gone."""


def build() -> None:
    """Make a newsroom with something in every state, and enough public pages to compare."""
    owner = User.objects.get()
    if SOAK:
        build_whole_site(owner=owner)
    make.make_user("reporter")
    make.make_delivery(owner, "A headline\n\nA text that is still to be chosen.\n")
    for number in range(ARTICLES):
        person, source, picture = make.make_person(published=True), make.make_reference(), make.make_image()
        body = make.mentioning(person) + make.citing(source) + make.picturing(picture)
        make.make_published_article(headline=f"Kept {number}", body=body, main_image=picture.key, actor=owner)
    make.make_published_article(headline="Number 0", slug=WRITTEN, actor=owner)


def paths() -> list[str]:
    """Return the addresses of public pages that nobody writes at, and of their pictures."""
    now = timezone.now()
    rows: list[Any] = [
        *ArticleEdition.objects.live(now).exclude(slug=WRITTEN).order_by("pk"),
        *PersonEdition.objects.live(now).order_by("pk"),
        *Reference.objects.live(now).order_by("pk"),
    ]
    pictures = [
        f"/images/{picture.key}/{next(iter(renditions_for(picture.width, picture.height)))}"
        for picture in Image.objects.live(now).order_by("pk")
    ]
    return [row.get_absolute_url() for row in rows] + ["/people/", "/tags/"] + pictures


def pages() -> dict[str, str]:
    """Return what readers get at each of these, byte for byte as a digest."""
    client = Client(SERVER_NAME="localhost")
    return {path: page(client, path) for path in paths()}


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code} {hashlib.sha256(body).hexdigest()}"


def change_one() -> None:
    """Change a source that one page shows."""
    row = Reference.objects.live(timezone.now()).earliest("pk")
    save_record(record=row, changes={"title": "Another title"}, version=row.version, actor=None)


def moving_pages() -> dict[str, str]:
    """Return what readers get where somebody writes: the article, the first page, the feed."""
    client = Client(SERVER_NAME="localhost")
    return {path: page(client, path) for path in (f"/articles/{WRITTEN}/", "/", "/feed/")}


def number() -> int:
    """Return which number of the article readers see."""
    edition = ArticleEdition.objects.live(timezone.now()).get(slug=WRITTEN)
    return int(edition.headline.removeprefix("Number "))


def everything() -> dict[str, Any]:
    """Return what else has to come back: drafts, people, colleagues, files."""
    return {
        "drafts": sorted(json.dumps(row.payload(), default=str) for row in Person.objects.all()),
        "users": sorted(User.objects.values_list("username", "password")),
        "files": sorted(
            [picture.key, hashlib.sha256(picture.original.read()).hexdigest()]
            for picture in Image.objects.all()
        ),
    }


def write_for_ever(answers: TextIO) -> None:
    """Save and publish until killed; say after each what readers get from then on."""
    article = Article.objects.get(slug=WRITTEN)
    for count in range(1, 100_000):
        make.save(article, headline=f"Draft before {count}")
        make.make_image()
        make.save(article, headline=f"Number {count}")
        publish(working_copy=article, version=article.version, actor=None)
        answers.write(json.dumps({"number": count, "pages": moving_pages()}) + "\n")
        answers.flush()


Died = tuple[bool, float]
"""Whether a process was killed before it had ended, and after how many seconds it was over."""


def back_up_and_die(target: str, seconds: float) -> Died:
    """Back up in a process that is killed after so many seconds."""
    return _and_die(lambda: back_up(target), seconds)


def restore_and_die(target: str, seconds: float) -> Died:
    """Restore the newest backup in a process that is killed after so many seconds."""
    return _and_die(lambda: restore(target, replace=True), seconds)


def _and_die(what: Callable[[], object], seconds: float) -> Died:
    connection.close()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        threading.Thread(target=_kill_self, args=[seconds], daemon=True).start()
        try:
            what()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    lasted = time.monotonic() - begun
    # What the server was told to make final it still makes final, in the midst of what is asked next.
    while on_its_way() and time.monotonic() - begun < lasted + MOST_ON_ITS_WAY:
        time.sleep(0.02)
    return os.WIFSIGNALED(status), lasted


def _kill_self(seconds: float) -> None:
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGKILL)


def left_behind() -> list[str]:
    """Return what a run that was killed has left in the data folder, when the next has ended."""
    return [
        path.name
        for path in (Path(settings.DATA_DIR) / "backup-in-work").iterdir()
        if path.name not in ("lock", "holder")
    ]


def add_picture() -> None:
    """Have something new to back up."""
    make.make_image(size=(randint(300, 999), randint(300, 999)))


def what_is_wrong(target: str, name: str = "") -> str:
    """Return what a check finds wrong with a backup, the newest if none is named; nothing if it is whole."""
    place = place_at(target)
    try:
        with workplace() as work:
            check(place, named(place, name), work=work)
    except BackupError as error:
        return str(error)
    return ""


def surplus(target: str) -> list[str]:
    """Return the files at a target that no backup needs."""
    place = place_at(target)
    needed = {kept.object for name in names_at(place) for kept in read(place, name).everything()}
    return [name for name in place.names("objects/") if name not in needed]


def states() -> list[str]:
    """Return how the backups went, as the rows say."""
    return sorted(set(Backup.objects.values_list("state", flat=True)))


def there_is_something() -> bool:
    """Tell whether there is anything in the newsroom."""
    return has_content()


def restored(target: str) -> None:
    """Restore the newest backup over whatever there is."""
    restore(target, replace=True)


def refused(target: str) -> str:
    """Return why a backup cannot be restored."""
    try:
        restore(target)
    except BackupError as error:
        return str(error)
    return ""
