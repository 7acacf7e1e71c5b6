"""Taking names out of the words the program itself has written down: notes, labels, results of jobs."""

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from articles.delivering.taking import let_go_of_file
from articles.models import Delivered
from articles.models.deliveries import State
from jobs.models import Job
from publishing.links import revisions_of_kind, working_copy_models
from publishing.models import Buffer, Event, Visit
from publishing.richtext import unnamed
from publishing.workflow.erasing import reword

SHORTEST = 5
"""Shorter names of one word are other words too often to be looked for."""
ENDED = (State.MADE, State.FAILED, State.REFUSED)
JOB_WORDS = ("arguments", "kept", "result", "fault")


class Names:
    """The names somebody goes by, and what stands for them."""

    def __init__(self, names: Iterable[str], instead: str, *, shortest: int = SHORTEST) -> None:
        clear = {name.strip() for name in names if len(name.strip()) >= shortest or " " in name.strip()}
        self.names = sorted(clear, key=len, reverse=True)
        self.instead = instead
        self._found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self.names))})(?!\w)")

    def __bool__(self) -> bool:
        return bool(self.names)

    def out_of(self, said: Any) -> Any:
        """Return words, or JSON that holds some, without the names."""
        if isinstance(said, str):
            return self._found.sub(lambda _found: self.instead, said)
        if isinstance(said, list):
            return [self.out_of(one) for one in said]
        if isinstance(said, dict):
            return {name: self.out_of(one) for name, one in said.items()}
        return said

    def around(self, said: str, letters: int) -> str:
        """Return where one of the names stands first, with so many letters on either side, or nothing."""
        found = self._found.search(said) if self.names else None
        if found is None:
            return ""
        start, end = max(0, found.start() - letters), found.end() + letters
        return f"{'…' if start else ''}{said[start:end]}{'…' if end < len(said) else ''}"

    def rows(self, rows: Any, column: str) -> Any:
        """Keep the rows of which a column has one of the names in it, in whichever way JSON writes it."""
        spelled = {*self.names, *(_as_json(name) for name in self.names)}
        having: Iterator[Q] = (Q(as_text__contains=name) for name in spelled)
        return rows.annotate(as_text=Cast(column, models.TextField())).filter(reduce(or_, having))


def _as_json(name: str) -> str:
    return name.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")


def out_of_notes(names: Names) -> None:
    """Take names out of the history, the notes on saved versions and of handing over."""
    if not names:
        return
    kinds = [model._meta.model_name for model in working_copy_models()]
    for column in ("note", "data"):
        reword(names.rows(Event.objects.all(), column), column, names.out_of)
    # What a text is called is its headline.
    reword(names.rows(Event.objects.exclude(kind__in=kinds), "label"), "label", names.out_of)
    for model in working_copy_models():
        reword(names.rows(revisions_of_kind(model), "note"), "note", names.out_of)
        _write(names, model._base_manager.all(), "handover_note")


def out_of_checks(names: Names) -> None:
    """Take names out of what was left as it is in drafts: it repeats their words."""
    for model in working_copy_models() if names else ():
        _write(names, model._base_manager.all(), "left_checks")


def out_of_jobs(names: Names, *, but: int = 0) -> None:
    """Take names out of what jobs were told, have kept and have said."""
    for column in JOB_WORDS if names else ():
        _write(names, Job.objects.exclude(pk=but), column)


def out_of_deliveries(names: Names) -> None:
    """Forget files that were brought in and are done with; the others go by themselves after some days."""
    for column in ("manuscript", "outcome", "name") if names else ():
        for delivered in names.rows(Delivered.objects.filter(state__in=ENDED), column):
            let_go_of_file(delivered)


def forget_typed(*, person: str) -> bool:
    """Forget what colleagues are typing into a profile, and that they look at it; tell whether any did."""
    rows = [model.objects.filter(kind="person", object_key=person) for model in (Buffer, Visit)]
    return sum(found.delete()[0] for found in rows) > 0


def out_of_buffers(*, person: str, words: str, name: str) -> bool:
    """Take a person out of what colleagues are typing into other texts; tell whether they were there."""
    found = False
    for buffer in Buffer.objects.annotate(as_text=Cast("fields", models.TextField())).filter(
        as_text__contains=person
    ):
        fields = [[of, _unnamed(said, person, words, name)] for of, said in buffer.fields]
        found |= bool(Buffer.objects.filter(pk=buffer.pk).exclude(fields=fields).update(fields=fields))
    return found


def _unnamed(said: str, person: str, words: str, name: str) -> str:
    is_text = f'data-person="{person}"' in said
    return unnamed(said, person=person, words=words, name=name) if is_text else said


def _write(names: Names, rows: Any, column: str) -> None:
    for pk, said in names.rows(rows, column).values_list("pk", column):
        rows.model._base_manager.filter(pk=pk).update(**{column: names.out_of(said)})
