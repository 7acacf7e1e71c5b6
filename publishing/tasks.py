"""What the kernel has done in the background: search made anew."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jobs.kinds import kind
from jobs.running import Running
from publishing.search.keeping import AGAIN, settle_records
from publishing.search.rebuilding import AnotherRebuild, rebuild

REBUILD = "publishing.rebuild_search"
AT_ONCE = 200


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


@kind(AGAIN, _("Have what shows a changed row found by it"))
def search_again(running: Running, *, model: str, name: str, pk: int) -> dict[str, Any]:
    """Have all rows with a key to a changed one found by what they say now."""
    rows: Any = apps.get_model(model)._default_manager
    last = 0
    while True:
        with transaction.atomic():
            users = rows.select_for_update(no_key=True).filter(**{name: pk, "pk__gt": last}).order_by("pk")
            some = list(users[:AT_ONCE])
            settle_records(some)
        if not some:
            return {}
        last = some[-1].pk
