"""What is cleaned up every hour and every day; `emptybin` does the same by hand."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.kinds import kind
from jobs.running import Running
from publishing.workflow import buffering, empty_bin, visiting
from references.noted import remove_unused


@kind(
    "newsroom.empty_bin", _("Remove for good what has lain in the bin for its time"), every=timedelta(hours=1)
)
def remove_from_bin(running: Running) -> dict[str, Any]:
    """Empty the bin of what is old enough."""
    return {"removed": len(empty_bin())}


@kind("newsroom.sweep_words", _("Remove what was typed and never saved"), every=timedelta(hours=1))
def sweep_words(running: Running) -> dict[str, Any]:
    """Remove unsaved words and visits of long ago."""
    return {"removed": buffering.sweep() + visiting.sweep()}


@kind(
    "newsroom.unused_sources", _("Remove sources of pasted notes that nothing uses"), every=timedelta(days=1)
)
def remove_unused_sources(running: Running) -> dict[str, Any]:
    """Remove what was made in passing and never used in any saved version."""
    return {"removed": remove_unused(now=timezone.now())}
