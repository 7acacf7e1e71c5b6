"""The administrators' page of what the caches in front were told: when, how it went, and what waits."""

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

from desk.background import LOOKS_AFTER, may_see, missing_worker
from jobs.models import Job, State
from publishing.admin.guard import actor_of
from purging import rounds, tasks
from purging.models import Front
from purging.targets import is_set_up, targets

logger = logging.getLogger("newsroom.purging")

MOST = 50
"""How many of what was told the page lists."""


@dataclass(frozen=True)
class Told:
    """What was told at one time, in words."""

    at: datetime | None
    what: str
    how: str


@permission_required(LOOKS_AFTER, raise_exception=True)
def purges(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what was told; try again, or have everything dropped."""
    if request.method == "POST":
        _act(request)
        return redirect("admin:purges")
    front = Front.objects.first()
    jobs = Job.objects.filter(
        kind__in=[tasks.TELL, tasks.TELL_AGAIN], state__in=[State.WAITING, State.FAILED]
    )
    context = {
        **site.each_context(request),
        "title": _("Caches in front"),
        "caches": [target.name for target in targets()],
        "front": front,
        "state": _state(front) if is_set_up() else "",
        "missing": missing_worker(request.moment) if is_set_up() else "",
        "waits": _waits() if is_set_up() else "",
        "next": jobs.filter(state=State.WAITING, tries__gt=0).order_by("due_at").first(),
        "told": _told(),
    }
    return TemplateResponse(request, "admin/purges.html", context)


def notice(request: HttpRequest) -> str:
    """Say on the desk of administrators that a cache may show what is no longer public."""
    if not is_set_up() or not may_see(request):
        return ""
    front = Front.objects.filter(failing_since__isnull=False).first()
    if front is None:
        return ""
    return _(
        "A cache in front could not be told what has changed, so it may still show readers what was taken "
        "down or corrected."
    )


def _act(request: HttpRequest) -> None:
    what = request.POST.get("what", "")
    if not is_set_up() or what not in ("again", "everything"):
        messages.info(request, _("Nothing was done."))
        return
    if what == "everything":
        rounds.ask_for_everything()
        said = _("Everything is dropped in a moment: each page is asked for anew when a reader wants it.")
    else:
        said = _("They are told again in a moment.")
    tasks.tell_soon()
    logger.info("Caches in front: %s, by %s", what, actor_of(request).pk)
    messages.success(request, said)


def _state(front: Front | None) -> str:
    if front is None or (front.reached_at is None and front.failing_since is None):
        return _("They have been told nothing yet.")
    if front.failing_since is not None:
        return _(
            "They could not be told. Until they can, pages are handed out for a minute at most. What waits "
            "is told first."
        )
    return _("They were reached the last time.")


def _waits() -> str:
    count = rounds.waiting_changes()
    if not count:
        return _("Nothing waits to be told.")
    return ngettext("%(count)d change waits to be told.", "%(count)d changes wait to be told.", count) % {
        "count": count
    }


def _told() -> list[Told]:
    done = Job.objects.filter(kind__in=[tasks.TELL, tasks.TRY], state=State.DONE).exclude(result={})
    rows = done.order_by("-ended_at", "-pk").values_list("ended_at", "result")
    return [Told(at, _what(result), result.get("fault", "")) for at, result in rows[:MOST]]


def _what(result: dict[str, Any]) -> str:
    if result.get("fault"):
        return _("Not told")
    count = {"count": result.get("changes", 0)}
    changes = ngettext("%(count)d change", "%(count)d changes", count["count"]) % count
    if result.get("everything"):
        return _("Everything dropped") if result.get("hard") else _("Every page asked for anew")
    if result.get("hard") and result.get("soft"):
        return _("%(changes)s: some pages dropped, some asked for anew") % {"changes": changes}
    if result.get("hard"):
        return _("%(changes)s: pages dropped, as something on them is no longer public") % {
            "changes": changes
        }
    return _("%(changes)s: pages asked for anew") % {"changes": changes}
