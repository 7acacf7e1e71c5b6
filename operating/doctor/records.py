"""What was found is kept, so that the page can show it without looking again."""

import logging
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from operating.doctor.findings import LEVELS, Asked
from operating.doctor.models import Checkup
from operating.doctor.running import Looked
from operating.doctor.telling import as_data

logger = logging.getLogger("newsroom.doctor")
Kind = Checkup.Kind
GONE_AFTER = timedelta(days=14)
"""A machine that was not looked over for so long is none of ours any more, once another one is."""


def keep(looked: Sequence[Looked], ask: Asked, *, kind: Checkup.Kind) -> bool:
    """Keep a run in place of the one before; without the database nothing is kept."""
    found = as_data(looked, ask)
    try:
        Checkup.objects.update_or_create(
            machine=machine(),
            kind=kind,
            defaults={"ended_at": timezone.now(), "worst": found["worst"], "found": found},
        )
        gone = Checkup.objects.exclude(machine=machine())
        gone.filter(ended_at__lt=timezone.now() - GONE_AFTER).delete()
    except Error as problem:
        logger.warning("What was found could not be kept: %s", type(problem).__name__)
        connection.close()
        return False
    return True


def renew(looked: Sequence[Looked], ask: Asked) -> None:
    """Put what some checks have found into the runs that are kept, in place of what they found then.

    What is of the whole site is the same on every machine, whichever of them has looked.
    """
    anew = {entry["check"]: entry for entry in as_data(looked, ask)["checks"]}
    elsewhere = {one.check.name for one in looked if not one.check.of_machine}
    for row in Checkup.objects.all():
        known = anew.keys() if row.machine == machine() else elsewhere
        checks = [anew[entry["check"]] if entry["check"] in known else entry for entry in row.found["checks"]]
        levels = [finding["level"] for entry in checks for finding in entry["findings"]]
        row.found |= {"checks": checks, "counts": {level: levels.count(level) for level in LEVELS}}
        row.worst = row.found["worst"] = max(levels, key=LEVELS.index, default="good")
        row.save()


SAMPLED = ("derived", "search", "pictures")
"""Of these a quick look may miss what the one before it has found: that stays until it is put right."""


@dataclass(frozen=True)
class Known:
    """What is known of one machine: of each check the last that was found, and when was looked."""

    machine: str
    whole: Checkup | None
    quick: Checkup | None

    @property
    def checks(self) -> list[dict[str, Any]]:
        """Return the checks in their order, each as it was found last."""
        rows = [row for row in (self.whole, self.quick) if row is not None]
        rows.sort(key=lambda row: row.ended_at)
        found: dict[str, dict[str, Any]] = {}
        for entry in (entry for row in rows for entry in row.found["checks"]):
            name, before = entry["check"], found.get(entry["check"])
            if before is None or name not in SAMPLED or _badness(entry) >= _badness(before):
                found[name] = entry
        return list(found.values())


def known() -> list[Known]:
    """Return what is known of each machine."""
    rows: dict[str, dict[str, Checkup]] = {}
    for row in Checkup.objects.order_by("machine"):
        rows.setdefault(row.machine, {})[row.kind] = row
    return [Known(name, kinds.get(Kind.WHOLE), kinds.get(Kind.QUICK)) for name, kinds in rows.items()]


def _badness(entry: dict[str, Any]) -> int:
    return LEVELS.index(entry["worst"])


def errors_found() -> int:
    """Return how many errors the last runs of the command have found, on all machines."""
    rows = Checkup.objects.filter(kind=Kind.WHOLE, worst="error").values_list("found", flat=True)
    return sum(int(found["counts"]["error"]) for found in rows)


def machine() -> str:
    """Return what this machine is called."""
    return socket.gethostname()[:100]
