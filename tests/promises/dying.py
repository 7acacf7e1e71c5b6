"""A process that is told what to do and has it done by a child that is killed; started by `test_kills`.

The child says what it has done as soon as it has been done, as a server answers a form. One that is
`careless` says so before, which is the control.
"""

import os
import signal
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from articles.models import Article
from images.library import add_picture, words_of_file
from images.models import Image
from images.processing import ingest
from jobs.working import work_off
from operating.backups.taking import back_up
from operating.erasing.people import erase_person
from profiles.models import Person
from publishing import workflow
from tests.promises.killing import Executioner, kill_self_after
from tests.promises.told import answer_each

Order = dict[str, Any]


def save(order: Order) -> None:
    article = Article.objects.get(pk=order["page"])
    payload = {"headline": order["words"]}
    workflow.save_revision(working_copy=article, payload=payload, version=article.version, actor=None)


def publish(order: Order) -> None:
    article = Article.objects.get(pk=order["page"])
    workflow.publish(working_copy=article, version=article.version, actor=None)


def import_file(order: Order) -> None:
    call_command("importarticle", order["file"], stdout=StringIO(), stderr=StringIO())


def upload(order: Order) -> None:
    with Path(order["file"]).open("rb") as file:
        taken = ingest(file)
    image = Image()
    words = words_of_file(taken, order["words"]) | {"title": order["words"]}
    add_picture(image=image, taken=taken, changes=words, actor=None)


def take_backup(order: Order) -> None:
    back_up(order["target"])


def migrate(order: Order) -> None:
    connection.close()
    connection.settings_dict["NAME"] = order["place"]
    call_command("migrate", interactive=False, verbosity=0)


def erase(order: Order) -> None:
    person = Person.objects.get(key=order["key"])
    if person.erased_at is None:
        erase_person(person=person, actor=None, words="somebody else")
    work_off()


KINDS: dict[str, Callable[[Order], None]] = {
    "saving": save,
    "publishing": publish,
    "importing": import_file,
    "uploading": upload,
    "backing up": take_backup,
    "migrating": migrate,
    "erasing": erase,
}


def die(order: Order) -> Order:
    """Have it done in a child that is killed: before its nth statement, after some time, or when done."""
    connection.close()
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        _live_and_die(order, tells)
    os.close(tells)
    _pid, status = os.waitpid(child, 0)
    with os.fdopen(told) as said:
        answer = said.read()
    return {"done": answer == "done", "ended": os.WTERMSIG(status) == signal.SIGKILL}


def _live_and_die(order: Order, tells: int) -> None:
    """Do what is ordered and end by a signal; what goes wrong by itself ends otherwise, and is seen."""
    if order.get("careless"):
        os.write(tells, b"done")
    if order.get("seconds") is not None:
        kill_self_after(order["seconds"])
    with connection.execute_wrapper(Executioner(order.get("statement"))):
        KINDS[order["kind"]](order)
    if not order.get("careless"):
        os.write(tells, b"done")
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    answer_each(die)
