"""The caches in front are told in the background, within a second of the change."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs import queue
from jobs.kinds import JobFailed, kind
from jobs.models import Job, State
from jobs.running import Running
from publishing.caching.announcing import CHANGE
from publishing.promotions import PROMOTED
from purging import rounds
from purging.targets import NotTold, is_set_up

TELL = "purging.tell"
TELL_AGAIN = "purging.tell_again"
TRY = "purging.try"
DROP = "purging.drop_everything"
AGAIN_AFTER = timedelta(seconds=5)
"""A page that was being made during the change may have come to a cache after it was told."""


@kind(TELL, _("Tell the caches in front what has changed"), after=CHANGE, wanted=is_set_up)
def tell(running: Running) -> dict[str, Any]:
    """Tell all that waits; what fails is tried again, by one job however many failed."""
    try:
        return _told()
    except NotTold as problem:
        others = Job.objects.filter(kind=TELL, state=State.WAITING).exclude(pk=running.number)
        if others.exists():
            return {"fault": str(problem)}
        Job.objects.filter(kind=TELL, state=State.FAILED).delete()
        raise JobFailed(str(problem)) from problem


@kind(TELL_AGAIN, _("Tell the caches in front once more"))
def tell_again(running: Running, *, hard: list[str], soft: list[str]) -> None:
    """Tell the same once more, for what was on its way to a cache when it was told first."""
    if not is_set_up():
        return
    try:
        rounds.tell(hard, soft)
    except NotTold as problem:
        raise JobFailed(str(problem)) from problem


@kind(DROP, _("Drop everything from the caches in front"), after=PROMOTED, wanted=is_set_up)
def drop_everything(running: Running) -> None:
    """Drop what is in front: it may show what another database server did not get to know."""
    rounds.ask_for_everything()
    tell_soon()


@kind(TRY, _("Try whether the caches in front listen"), every=timedelta(minutes=5), wanted=is_set_up)
def try_them(running: Running) -> dict[str, Any]:
    """See to it that pages are handed out for long only while somebody could be told of a change."""
    # Of the tries that found nothing to tell the last one is enough.
    Job.objects.filter(kind=TRY, state=State.DONE, result={}).delete()
    try:
        return _told()
    except NotTold as problem:
        return {"fault": str(problem)}


def tell_soon() -> None:
    """Have the caches told in a moment; what failed or waits for its next try need not wait."""
    stuck = Job.objects.filter(kind__in=[TELL, TELL_AGAIN], state__in=[State.WAITING, State.FAILED])
    for pk in stuck.values_list("pk", flat=True):
        queue.try_again(pk)
    if not Job.objects.filter(kind=TELL, state=State.WAITING).exists():
        queue.enqueue(TELL)


def _told() -> dict[str, Any]:
    if not is_set_up():
        return {}
    said: dict[str, Any] = {}
    while True:
        at = timezone.now()
        made = rounds.next_round(at=at)
        rounds.run(made)
        with transaction.atomic():
            rounds.note_told(made, at=at)
            if made.hard or made.soft:
                again = {"hard": sorted(made.hard), "soft": sorted(made.soft)}
                queue.enqueue(TELL_AGAIN, again, later=AGAIN_AFTER)
        said = {name: said.get(name, 0) + count for name, count in made.said().items()}
        if len(made.changes) < rounds.MOST_AT_ONCE:
            break
    Job.objects.filter(kind=TELL, state=State.FAILED).delete()
    return said if said["hard"] or said["soft"] else {}
