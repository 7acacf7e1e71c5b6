"""What is brought in, is read and made in the background; what was forgotten goes."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.delivering import sweeping, working
from articles.delivering.taking import MAKE, READ
from jobs.kinds import kind
from jobs.running import Running


@kind(READ, _("Read what was brought in"))
def read_delivery(running: Running, *, delivery: int) -> dict[str, Any]:
    """Read the files of a delivery."""
    return working.read_waiting(running, delivery=delivery)


@kind(MAKE, _("Make drafts of what was brought in"))
def make_drafts(running: Running, *, delivery: int) -> dict[str, Any]:
    """Make drafts of the files that were chosen."""
    return working.make_chosen(running, delivery=delivery)


@kind("articles.sweep_deliveries", _("Remove what was brought in and forgotten"), every=timedelta(hours=6))
def sweep_deliveries(running: Running) -> dict[str, Any]:
    """Remove files that have waited for their time."""
    return {"removed": sweeping.sweep()}
