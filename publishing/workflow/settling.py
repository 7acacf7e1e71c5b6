"""Which pages are settled: what readers see of them, or will, is what their draft says.

Drafts alone are what there is to do, and in an old newsroom nearly every page is settled. So each says so
in a column of its own, written whenever a verb lets go of it, and lists need not look through its editions.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from publishing.bases import Stage, WorkingCopy
from publishing.links import editions_of_kind
from publishing.timeline import NOT_YET


def settle(model: type[WorkingCopy], keys: Iterable[int]) -> None:
    """Write until when pages are seen, and until when they are settled."""
    rows: Any = model.objects
    rows.filter(pk__in=list(keys)).update(**endings(model))


def endings(model: type[WorkingCopy]) -> dict[str, Any]:
    """Return the expressions that say until when a page is seen, and until when it is settled."""
    seen = editions_of_kind(model).filter(working_copy=OuterRef("pk"), live_from__lt=F("live_until"))
    # Said of the saved version too, so that it is found first, however many published ones there are.
    own = {"revision__working_copy": OuterRef("pk"), "revision__number": OuterRef("version")}
    as_it_is = seen.filter(**own)
    settled = Case(When(stage=Stage.SUBMITTED, then=Value(NOT_YET)), default=_last_of(as_it_is))
    return {"seen_until": _last_of(seen), "settled_until": settled}


def _last_of(editions: Any) -> Coalesce:
    last = editions.order_by().values("working_copy").annotate(last=Max("live_until")).values("last")
    return Coalesce(Subquery(last), Value(NOT_YET))
