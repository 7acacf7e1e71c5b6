"""The administrators' page of what is wrong with the site: what was found, looking again, putting right."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.background import LOOKS_AFTER, may_see
from jobs import queue
from operating.doctor import records
from operating.doctor.checks import CHECKS
from operating.doctor.findings import LEVELS, Asked, Check
from operating.doctor.mending import mend_now
from operating.doctor.running import examine
from operating.doctor.telling import level_in_words
from operating.tasks import MEND
from publishing.admin.guard import actor_of

logger = logging.getLogger("newsroom.doctor")

LONGEST = 12.0
"""Seconds in which the page has to be there; what one question to the network may take comes on top."""


@dataclass(frozen=True)
class Found:
    """One check as the page shows it."""

    name: str
    words: str
    findings: list[dict[str, Any]]
    can_mend: bool
    elsewhere: str = ""
    """What to do instead, where it can be put right on another machine alone."""


@dataclass(frozen=True)
class Seen:
    """One machine as the page shows it."""

    machine: str
    whole_at: datetime | None
    quick_at: datetime | None
    sentence: str
    found: list[Found]
    good: list[str]


@permission_required(LOOKS_AFTER, raise_exception=True)
def health(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the last runs; look again, or put something right, when asked."""
    if request.method == "POST":
        _act(request)
        return redirect("admin:health")
    machines = [_seen(one) for one in records.known()]
    context = {
        **site.each_context(request),
        "title": _("Health of the site"),
        "machines": machines,
        "has_whole": any(one.whole_at for one in machines),
    }
    return TemplateResponse(request, "admin/health.html", context)


def notice(request: HttpRequest) -> str:
    """Say on the desk of whoever can do something about it that something harms the site."""
    if not may_see(request):
        return ""
    count = records.errors_found()
    if not count:
        return ""
    return ngettext(
        "When the site was looked over last, %(count)d thing was found that harms it.",
        "When the site was looked over last, %(count)d things were found that harm it.",
        count,
    ) % {"count": count}


def _act(request: HttpRequest) -> None:
    what, name = request.POST.get("what", ""), request.POST.get("check", "")
    if what == "look":
        ask = Asked(quick=True, ends=time.monotonic() + LONGEST)
        looked = list(examine(ask))
        if records.keep(looked, ask, kind=records.Kind.QUICK):
            messages.success(request, _("Looked at just now."))
        else:
            messages.error(request, _("The database did not answer, so what was found could not be kept."))
    elif what == "mend" and (check := next((one for one in CHECKS if one.name == name), None)):
        _put_right(request, check, machine=request.POST.get("machine", ""))
    else:
        messages.info(request, _("Nothing was done."))


def _put_right(request: HttpRequest, check: Check, *, machine: str) -> None:
    """Have it done in the background, where any machine can; else here, if this is the one that is meant."""
    actor, here = actor_of(request), records.machine()
    if check.of_machine and machine != here:
        messages.error(request, elsewhere(check.name, _machine_in_words(machine)))
        return
    logger.info("The check %s is put right, by %s", check.name, actor.pk)
    if check.of_machine:
        for said in mend_now(check.name, actor=actor) or [_("There was nothing to put right any more.")]:
            messages.success(request, said)
        return
    with transaction.atomic():
        arguments = {"check": check.name, "actor": actor.pk}
        queue.enqueue(MEND, arguments, key=f"{MEND}-{check.name}-{time.time():.0f}")
    messages.success(request, _("It is put right in the background. Load this page again in a moment."))


def elsewhere(check: str, machine: str) -> str:
    """Say how that is put right which is of another machine than the one that answers."""
    return _(
        "This can be put right on %(machine)s alone: run there “manage.py doctor --mend --only %(name)s”."
    ) % {
        "machine": machine,
        "name": check,
    }


def _machine_in_words(machine: str) -> str:
    """Return the name of a machine that is known; whatever else was sent is no name."""
    return machine if any(one.machine == machine for one in records.known()) else _("its machine")


def _seen(known: records.Known) -> Seen:
    checks = known.checks
    levels = [finding["level"] for entry in checks for finding in entry["findings"]]
    bad = sorted(
        (entry for entry in checks if entry["worst"] != "good"),
        key=lambda entry: -LEVELS.index(entry["worst"]),
    )
    return Seen(
        machine=known.machine,
        whole_at=known.whole.ended_at if known.whole else None,
        quick_at=known.quick.ended_at if known.quick else None,
        sentence=_in_numbers(levels.count("error"), levels.count("warning")),
        found=[_found(entry, machine=known.machine) for entry in bad],
        good=[entry["words"] for entry in checks if entry["worst"] == "good" and entry["findings"]],
    )


def _in_numbers(errors: int, warnings: int) -> str:
    told = []
    if errors:
        told.append(
            ngettext("%(count)d thing harms the site.", "%(count)d things harm the site.", errors)
            % {"count": errors}
        )
    if warnings:
        told.append(
            ngettext("%(count)d thing needs a look.", "%(count)d things need a look.", warnings)
            % {"count": warnings}
        )
    return " ".join(told) or _("All is well.")


def _found(entry: dict[str, Any], *, machine: str) -> Found:
    findings = [
        {**finding, "in_words": level_in_words(finding["level"])}
        for finding in entry["findings"]
        if finding["level"] != "good"
    ]
    name, can_mend = entry["check"], any(one["can_mend"] for one in findings)
    of_machine = {check.name for check in CHECKS if check.of_machine}
    is_elsewhere = can_mend and name in of_machine and machine != records.machine()
    return Found(
        name,
        entry["words"],
        findings,
        can_mend and not is_elsewhere,
        elsewhere(name, machine) if is_elsewhere else "",
    )
