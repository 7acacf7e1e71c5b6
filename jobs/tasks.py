"""The table of jobs keeps itself small."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from jobs import queue
from jobs.kinds import kind
from jobs.running import Running


@kind("jobs.sweep", _("Forget what was done long ago"), every=timedelta(days=1))
def sweep(running: Running) -> dict[str, Any]:
    """Remove jobs that were done two weeks ago."""
    return {"removed": queue.sweep()}
