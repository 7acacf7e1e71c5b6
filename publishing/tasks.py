"""What the kernel has done in the background: search made anew."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jobs.kinds import kind
from jobs.running import Running
from publishing.search.rebuilding import AnotherRebuild, rebuild

REBUILD = "publishing.rebuild_search"


@kind(REBUILD, _("Have everything found by its words as they are now"))
def rebuild_search(running: Running) -> dict[str, Any]:
    """Make search anew; broken off, it is begun again."""
    done = 0
    try:
        for progress in rebuild():
            done = progress.done
            running.report(progress.done, progress.of)
    except AnotherRebuild:
        return {"left_to_another": True}
    return {"done": done}
