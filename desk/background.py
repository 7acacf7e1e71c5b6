"""The administrators' page of what is done in the background: what failed, runs and waits."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import queue
from jobs.kinds import KINDS
from jobs.models import Job, State
from publishing.admin.guard import actor_of

logger = logging.getLogger("newsroom.jobs")

LOOKS_AFTER = "jobs.change_job"
"""The right of whoever looks after the running of the site."""
MOST = 50
"""How many jobs of one state the page lists."""


@dataclass(frozen=True)
class Row:
    """One job as the page shows it."""

    job: Job
    words: str
    why: str
    can_be_changed: bool


def may_see(request: HttpRequest) -> bool:
    """Tell whether somebody looks after the running of the site."""
    return request.user.has_perm(LOOKS_AFTER)


@permission_required(LOOKS_AFTER, raise_exception=True)
def background(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """List the jobs; try one again or drop it."""
    if request.method == "POST":
        _act(request)
        return redirect("admin:background")
    context = {
        **site.each_context(request),
        "title": _("Background work"),
        "missing": missing_worker(request.moment),
        "groups": [
            (_("Failed"), "failed", _rows(State.FAILED)),
            (_("Runs now"), "running", _rows(State.RUNNING)),
            (_("Waits"), "waiting", _rows(State.WAITING)),
        ],
        "done": Job.objects.filter(state=State.DONE).count(),
        "seen": queue.last_seen(),
    }
    return TemplateResponse(request, "admin/background.html", context)


def missing_worker(at: datetime) -> str:
    """Say that work waits for a worker that is not there; nothing if all is well."""
    if not queue.is_nobody_there(at):
        return ""
    count = Job.objects.filter(state=State.WAITING).count()
    return ngettext(
        "%(count)d thing waits to be done in the background, such as a mail, and no worker has been seen "
        "for 10 minutes. Have “manage.py worker” started.",
        "%(count)d things wait to be done in the background, such as mails, and no worker has been seen "
        "for 10 minutes. Have “manage.py worker” started.",
        count,
    ) % {"count": count}


def notice(request: HttpRequest) -> str:
    """Say on the desk of whoever can do something about it that nothing is done in the background."""
    return missing_worker(request.moment) if may_see(request) else ""


def _act(request: HttpRequest) -> None:
    number = request.POST.get("job", "")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    verbs: dict[str, tuple[Any, str]] = {
        "again": (queue.try_again, _("It is tried again in a moment.")),
        "drop": (queue.drop, _("It was dropped and will not be done.")),
    }
    act, said = verbs.get(request.POST.get("what", ""), (None, ""))
    if act is not None and act(pk):
        logger.info("Job %s: %s, by %s", pk, request.POST["what"], actor_of(request).pk)
        messages.success(request, said)
    else:
        messages.info(request, _("Nothing was changed: it is done, or somebody is at it."))


def _rows(state: State) -> list[Row]:
    # What a job was told may hold somebody's words: the page shows none of it.
    jobs = Job.objects.defer("arguments", "kept", "result").filter(state=state).order_by("due_at", "pk")
    return [_row(job) for job in jobs[:MOST]]


def _row(job: Job) -> Row:
    kind = KINDS.get(job.kind)
    why = job.fault
    if not why and (job.tries or job.state == State.FAILED):
        why = _("Something went wrong in the program. The log says what, under job %(number)d.") % {
            "number": job.pk
        }
    return Row(job, str(kind.words) if kind else job.kind, why, job.state in (State.FAILED, State.WAITING))
