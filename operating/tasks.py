"""What running the site has done in the background."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from jobs.kinds import kind
from jobs.running import Running
from operating.doctor.mending import mend_now
from operating.erasing import colleagues, journal, people  # noqa: F401 (they say how it is done again)
from operating.erasing.rest import AGAIN, REST, do_rest, look_again

MEND = "operating.mend"


@kind(MEND, _("Put right what the doctor found"))
def mend(running: Running, *, check: str, actor: int) -> dict[str, Any]:
    """Look at everything one check looks at, put right what can be, and keep what is left."""
    return {"mended": mend_now(check, actor=User.objects.filter(pk=actor).first())}


@kind(REST, _("Erase somebody's data in texts, notes and files"))
def erase_rest(running: Running, **told: Any) -> dict[str, Any]:
    """Do what is left of an erasure; broken off, it is begun again and finds what is left."""
    changed = do_rest(**told, tell=running.report, job=running.number)
    return {"changed": changed}


@kind(AGAIN, _("Look again for somebody who was erased"))
def erase_again(running: Running, *, erasure: int, time: int, by: int | None = None) -> dict[str, Any]:
    """Take somebody out of what was saved since they were erased."""
    changed = look_again(erasure=erasure, time=time, by=by, tell=running.report)
    return {"changed": changed}


@kind(
    "operating.keep_journal",
    _("Keep the list of what was erased beside the database"),
    every=timedelta(hours=1),
)
def keep_journal(running: Running) -> dict[str, Any]:
    """Write into the file what only the database knows."""
    journal.keep()
    return {}
