"""A process that does to a page what it is told, one order a line; started by `processes.Worker`.

`careless` orders are the controls: the same verbs with one safeguard taken out.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from jobs.working import work_off
from operating.erasing.people import erase_person
from profiles.models import Person
from publishing import workflow
from publishing.caching import watching
from publishing.caching.counters import Counters, own
from publishing.errors import EditConflict, WorkflowError
from publishing.workflow import going_public
from publishing.workflow.buffering import keep, place_of
from tests.promises.killing import Executioner, kill_self_after
from tests.promises.told import answer_each

Answer = dict[str, Any]


def write(order: dict[str, Any]) -> Answer:
    """Do one verb, based on the version the order has seen."""
    article = Article.objects.get(pk=order["page"])
    version = AnyVersion(order["version"]) if order.get("careless") else order["version"]
    try:
        do(
            order["verb"],
            order.get("payload") or order["text"],
            {"working_copy": article, "version": version, "actor": None},
        )
    except EditConflict as conflict:
        return {"came_of_it": "conflict", "kept": conflict.kept and conflict.kept.number}
    except WorkflowError as refusal:
        return {"came_of_it": "refused", "why": str(refusal)}
    return {"came_of_it": "done"}


def write_person(order: dict[str, Any]) -> Answer:
    """Save a profile under another name."""
    person = Person.objects.get(pk=order["page"])
    try:
        workflow.save_revision(
            working_copy=person, payload={"name": order["name"]}, version=order["version"], actor=None
        )
    except EditConflict:
        return {"came_of_it": "conflict"}
    except WorkflowError as refusal:
        return {"came_of_it": "refused", "why": str(refusal)}
    return {"came_of_it": "done"}


def type_person(order: dict[str, Any]) -> Answer:
    """Keep what somebody types into a profile."""
    person, by = Person.objects.get(pk=order["page"]), User.objects.get(pk=order["by"])
    place = place_of(person, by, tab="a tab")
    keep(place, fields=[("name", order["name"])], based_on=person.version, label=order["name"])
    return {"came_of_it": "done"}


def erase(order: dict[str, Any]) -> Answer:
    """Erase a person, and do the rest of it at once."""
    erase_person(person=Person.objects.get(key=order["person"]), actor=None, words=order["words"])
    work_off()
    return {"came_of_it": "done"}


def do(verb: str, text: Any, about: dict[str, Any]) -> None:
    if verb == "save":
        payload = text if isinstance(text, dict) else {"headline": text}
        workflow.save_revision(payload=payload, **about)
    elif verb == "publish":
        workflow.publish(pending="keep", **about)
    elif verb == "schedule":
        workflow.schedule(pending="keep", starts_at=timezone.now() + timedelta(days=1), **about)
    elif verb == "restore":
        workflow.restore(revision=1, **about)
    elif verb == "bin":
        workflow.bin_draft(**about)
    else:
        raise LookupError(verb)


class AnyVersion(int):
    """A version that is never found to be another one: whoever writes last wins."""

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


def publish_all(order: dict[str, Any]) -> Answer:
    """Publish every page of a list; a refusal of one is noted and the next one is done."""
    done, refused = [], []
    with patch.object(going_public, "_check") if order.get("careless") else ExitStack():
        for pk in order["pages"]:
            article = Article.objects.get(pk=pk)
            try:
                workflow.publish(working_copy=article, version=article.version, actor=None)
            except WorkflowError:
                refused.append(pk)
            else:
                done.append(pk)
    return {"done": done, "refused": refused}


def die(order: dict[str, Any]) -> Answer:
    """Publish in a child that is killed: before its nth statement, after committing, or at any moment."""
    connection.close()
    child = os.fork()
    if child == 0:
        if order.get("seconds") is not None:
            kill_self_after(order["seconds"])
        article = Article.objects.get(pk=order["page"])
        unsafe = patch.object(going_public, "together", without_transaction)
        with (
            connection.execute_wrapper(Executioner(order.get("statement"))),
            unsafe if order.get("careless") else ExitStack(),
        ):
            workflow.publish(working_copy=article, version=order["version"], actor=None)
        os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return {"killed": os.WTERMSIG(status) == signal.SIGKILL}


@contextmanager
def without_transaction(working_copy: Article, others: Any) -> Iterator[Article]:
    yield Article.objects.get(pk=working_copy.pk)


def die_counting(order: dict[str, Any]) -> Answer:
    """Publish in a child that is killed once it has committed: before it counts the change or half-way."""
    connection.close()
    child = os.fork()
    if child == 0:
        article = Article.objects.get(pk=order["page"])
        method = "_add" if order.get("half_way") else "count"
        with patch.object(Counters, method, staticmethod(kill_instead)):
            workflow.publish(working_copy=article, version=order["version"], actor=None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return {"killed": os.WTERMSIG(status) == signal.SIGKILL}


def kill_instead(*arguments: Any, **more: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def watch(order: dict[str, Any]) -> Answer:
    """Watch as a process of a served site does."""
    watching.begin()
    return {}


def counted(order: dict[str, Any]) -> Answer:
    """Tell how often some keys have changed on this machine."""
    return {"counted": own.now(order["keys"])}


def ready(order: dict[str, Any]) -> Answer:
    """Have everything loaded and connected before it counts."""
    connection.ensure_connection()
    return {}


ORDERS = {
    "write": write,
    "write_person": write_person,
    "type_person": type_person,
    "erase": erase,
    "publish_all": publish_all,
    "die": die,
    "die_counting": die_counting,
    "watch": watch,
    "counted": counted,
    "ready": ready,
}

if __name__ == "__main__":
    answer_each(lambda order: ORDERS[order.pop("do")](order))
