"""Whether work in the background is done: a worker is there, and nothing failed or waits long."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobs import queue
from jobs.kinds import KINDS
from jobs.models import Job, State
from operating.doctor.findings import Asked, Finding, check

LATE = timedelta(minutes=10)


@check("worker", gettext_lazy("Background work"), needs_database=True)
def worker(ask: Asked) -> Iterator[Finding]:
    """See whether a worker is there, and what failed or waits."""
    seen = queue.last_seen()
    if seen is None or seen < ask.at - queue.MISSED_AFTER:
        yield Finding(
            "error",
            _("No worker has been seen for 10 minutes.") if seen else _("No worker was ever seen."),
            _("Start “manage.py worker”, or its unit: systemctl start newsroom-worker."),
            _("Without one no mail is sent, no picture gets its sizes, and caches are told nothing."),
            code="worker.missing",
        )
    else:
        yield Finding("good", _("A worker is there."), code="worker.there")
    yield from _failed()
    yield from _late(ask)
    yield from _overdue(ask)


def _names(kinds: set[str]) -> str:
    return ", ".join(sorted(str(KINDS[kind].words) if kind in KINDS else kind for kind in kinds))


def _failed() -> Iterator[Finding]:
    failed = list(Job.objects.filter(state=State.FAILED).values_list("kind", flat=True))
    if failed:
        yield Finding(
            "warning",
            ngettext(
                "%(count)d thing could not be done: %(names)s.",
                "%(count)d things could not be done: %(names)s.",
                len(failed),
            )
            % {"count": len(failed), "names": _names(set(failed))},
            _("Open “Background work” in the admin: it says why, and lets you try again or drop it."),
            _("It was tried four times and is not tried again by itself."),
            code="worker.failed",
        )


def _late(ask: Asked) -> Iterator[Finding]:
    late = Job.objects.filter(state=State.WAITING, due_at__lt=ask.at - LATE)
    if count := late.count():
        names = _names(set(late.order_by().values_list("kind", flat=True).distinct()))
        yield Finding(
            "warning",
            ngettext(
                "%(count)d thing has been waiting for more than 10 minutes: %(names)s.",
                "%(count)d things have been waiting for more than 10 minutes: %(names)s.",
                count,
            )
            % {"count": count, "names": names},
            _("See that a worker runs, and start a second one if there is more than one can do."),
            _("What is done in the background comes late."),
            code="worker.late",
        )


def _overdue(ask: Asked) -> Iterator[Finding]:
    """Look at what is due by itself: what was done once, and then no more for three times its time."""
    overdue = set()
    for name, kind in KINDS.items():
        if kind.every is None or not kind.wanted():
            continue
        made = Job.objects.filter(kind=name, key__startswith=f"{name}@").aggregate(at=Max("made_at"))["at"]
        if made is not None and made < ask.at - 3 * kind.every:
            overdue.add(name)
    if overdue:
        yield Finding(
            "warning",
            _("What is due by itself was not put in for long: %(names)s.") % {"names": _names(overdue)},
            _("Start the worker anew: systemctl restart newsroom-worker."),
            _("Cleaning up, and what is due at a time, is not done."),
            code="worker.overdue",
        )
