"""What the history says, for tests that check that nothing happens without an entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from publishing.bases import WorkingCopy
from publishing.models import Event


def verbs_of(page: WorkingCopy) -> list[str]:
    """Return what was done to a page, oldest first."""
    events = Event.objects.filter(kind=page._meta.model_name, object_key=page.key)
    return list(events.order_by("id").values_list("verb", flat=True))


def everything_about(page: WorkingCopy) -> dict[str, Any]:
    """Return all rows of a page, to see that nothing of it has changed."""
    fresh = type(page)._default_manager.filter(pk=page.pk).values().get()
    return {
        "draft": fresh | {"payload": type(page)._default_manager.get(pk=page.pk).payload()},
        "revisions": list(page.revisions.order_by("number").values()),
        "editions": list(page.editions.order_by("number").values()),
        "addresses": list(page.addresses.order_by("id").values()),
        "history": verbs_of(page),
    }


@contextmanager
def nothing_changes(page: WorkingCopy) -> Iterator[None]:
    """Fail if what happens inside leaves a trace on the page."""
    before = everything_about(page)
    yield
    assert everything_about(page) == before


@contextmanager
def one_entry(page: WorkingCopy, verb: str) -> Iterator[None]:
    """Fail unless what happens inside leaves exactly this one entry in the history."""
    before = verbs_of(page)
    yield
    assert verbs_of(page) == [*before, verb]
