"""What was found is kept, so that the page can show it without looking again."""

import logging
import socket
from collections.abc import Sequence
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from operating.doctor.findings import LEVELS, Asked
from operating.doctor.models import Checkup
from operating.doctor.running import Looked
from operating.doctor.telling import as_data

logger = logging.getLogger("newsroom.doctor")
Kind = Checkup.Kind


def keep(looked: Sequence[Looked], ask: Asked, *, kind: Checkup.Kind) -> bool:
    """Keep a run in place of the one before; without the database nothing is kept."""
    found = as_data(looked, ask)
    try:
        Checkup.objects.update_or_create(
            machine=machine(),
            kind=kind,
            defaults={"ended_at": timezone.now(), "worst": found["worst"], "found": found},
        )
    except Error as problem:
        logger.warning("What was found could not be kept: %s", type(problem).__name__)
        connection.close()
        return False
    return True


def renew(looked: Sequence[Looked], ask: Asked) -> None:
    """Put what some checks have found into the runs that are kept, in place of what they found then."""
    anew = {entry["check"]: entry for entry in as_data(looked, ask)["checks"]}
    for row in Checkup.objects.filter(machine=machine()):
        checks = [anew.get(entry["check"], entry) for entry in row.found["checks"]]
        levels = [finding["level"] for entry in checks for finding in entry["findings"]]
        row.found |= {"checks": checks, "counts": {level: levels.count(level) for level in LEVELS}}
        row.worst = row.found["worst"] = max(levels, key=LEVELS.index, default="good")
        row.save()


def last(kind: Checkup.Kind) -> list[Checkup]:
    """Return the last run of a kind on each machine, the newest first."""
    return list(Checkup.objects.filter(kind=kind).order_by("-ended_at"))


def errors_found() -> int:
    """Return how many errors the last runs of the command have found, on all machines."""
    rows = Checkup.objects.filter(kind=Kind.WHOLE, worst="error").values_list("found", flat=True)
    return sum(int(found["counts"]["error"]) for found in rows)


def machine() -> str:
    """Return what this machine is called."""
    return socket.gethostname()[:100]


def as_found(row: Checkup) -> list[dict[str, Any]]:
    """Return the checks of a run that found something to mend or to know, the worst first."""
    told = [entry for entry in row.found["checks"] if entry["worst"] != "good"]
    return sorted(told, key=lambda entry: -LEVELS.index(entry["worst"]))
