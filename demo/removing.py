"""Taking the demo newsroom away: all of it that nothing of the newsroom's own needs, and nothing else."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from demo.models import DemoRow
from publishing.errors import NotAllowed, WrongState
from publishing.history import Subject, write_event
from publishing.models import Event, Verb
from publishing.usage import Use, identity, uses_of_all
from publishing.workflow import empty_bin, remove_for_good
from publishing.workflow.locking import Actor
from publishing.workflow.removing import Removable

KIND = "demo"
"""What the history calls the demo as a whole."""


@dataclass(frozen=True)
class Staying:
    """A row of the demo that the newsroom's own work needs, and what needs it."""

    row: Removable
    uses: list[Use]


@dataclass(frozen=True)
class Changed:
    """A row that goes although a colleague has done something to it since, and the last who did."""

    row: Removable
    last: Event


@dataclass(frozen=True)
class Plan:
    """What taking the demo away would do now."""

    going: list[Removable]
    staying: list[Staying]
    changed: list[Changed]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many rows of each kind go."""
        kinds: dict[Any, int] = {}
        for row in self.going:
            kinds[row._meta.verbose_name_plural] = kinds.get(row._meta.verbose_name_plural, 0) + 1
        return [(capfirst(str(kind)), count) for kind, count in kinds.items()]

    @property
    def mark(self) -> str:
        """Return what changes as soon as anything a person agreed to does."""
        going = [f"{row._meta.label} {row.key} {row.version}" for row in self.going]
        staying = [f"{one.row._meta.label} {one.row.key} stays" for one in self.staying]
        return hashlib.sha256("\n".join(sorted(going + staying)).encode()).hexdigest()


def is_there() -> bool:
    """Tell whether anything of the demo is left."""
    return DemoRow.objects.exists()


def may_remove(actor: Actor) -> bool:
    """Tell whether the actor may take the demo away: administrators only."""
    return actor is None or actor.has_perm("accounts.change_user")


def plan() -> Plan:
    """Say what would go, and what would stay because something that stays leads to it."""
    rows = {identity(row): row for row in demo_rows()}
    uses = uses_of_all(rows.values())
    going = set(rows)
    while True:
        # What somebody needs who stays, stays too: a person's sources, a source's publisher.
        needed = {row for row in going if any(identity(use.holder) not in going for use in uses[row])}
        if not needed:
            break
        going -= needed
    return Plan(
        going=[row for key, row in rows.items() if key in going],
        staying=[
            Staying(row, [use for use in uses[key] if identity(use.holder) not in going])
            for key, row in rows.items()
            if key not in going
        ],
        changed=changed_since([row for key, row in rows.items() if key in going]),
    )


def demo_rows() -> list[Removable]:
    """Return every row that came with the demo and is still there, kind by kind, what was made last first."""
    keys: dict[str, list[str]] = {}
    for kind, key in DemoRow.objects.order_by("-pk").values_list("kind", "object_key"):
        keys.setdefault(kind, []).append(key)
    found: list[Removable] = []
    for kind, some in keys.items():
        model: Any = apps.get_model(kind)
        by_key = model._default_manager.in_bulk(some, field_name="key")
        found += [by_key[key] for key in some if key in by_key]
    return found


def changed_since(rows: Iterable[Removable]) -> list[Changed]:
    """Return the rows a colleague did something to; what came with the demo nobody did."""
    by_name = {(row._meta.model_name, row.key): row for row in rows}
    done = Event.objects.filter(actor__isnull=False, object_key__in=[key for _kind, key in by_name])
    last = {(event.kind, event.object_key): event for event in done.select_related("actor").order_by("pk")}
    return [Changed(row, last[name]) for name, row in by_name.items() if name in last]


def remove_demo(*, actor: Actor, mark: str = "") -> Plan:
    """Take the demo away, all or nothing; what own work needs stays and is the newsroom's own.

    `mark` is that of the plan somebody agreed to; if it has changed since, nothing is done.
    """
    if not may_remove(actor):
        raise NotAllowed(_("Only administrators can take the demo away."))
    with transaction.atomic():
        # A row locked by whoever is first, so that a second click finds nothing left to do.
        list(DemoRow.objects.select_for_update())
        empty_bin()
        found = plan()
        if mark and mark != found.mark:
            raise WrongState(_("Something changed since you opened this page. Look again, then confirm."))
        remove_for_good(rows=found.going, actor=actor, with_history=True)
        DemoRow.objects.all().delete()
        write_event(
            Verb.REMOVE,
            of=Subject(KIND, KIND, _("The demo newsroom")),
            actor=actor,
            data={"removed": len(found.going), "kept": len(found.staying)},
        )
    return found
