"""What administrators are told of backups: the last good one on the desk, all of them on a page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.background import LOOKS_AFTER, may_see
from operating.backups import last_good
from operating.backups.models import Backup
from operating.backups.records import last_failed_check, last_tried
from operating.backups.telling import size_in_words

OLD_AFTER = timedelta(days=2)
MOST = 100
"""How many backups the page lists."""


@dataclass(frozen=True)
class Notice:
    """What the desk says of backups, and whether something has to be done."""

    words: str
    is_warning: bool


def notice(request: HttpRequest) -> Notice | None:
    """Name the last good backup to administrators; warn where there is none, or something is wrong."""
    if not may_see(request):
        return None
    good, tried = last_good(), last_tried()
    if tried is not None and tried.state == Backup.State.FAILED:
        return Notice(f"{_failed(tried)} {_last(good)}", is_warning=True)
    if bad := last_failed_check():
        return Notice(f"{_found_bad(bad)} {_last(good)}", is_warning=True)
    if good is None:
        # Whoever only tries it out on a laptop is told so in passing.
        words = _("There is no backup of this newsroom yet. If the machine is lost, everything is.")
        return Notice(words, is_warning=settings.PRODUCTION)
    if _is_old(good, request.moment):
        words = _("No backup was made for two days.")
        return Notice(f"{words} {_last(good)}", is_warning=True)
    return Notice(_last(good), is_warning=False)


@permission_required(LOOKS_AFTER, raise_exception=True)
def backups(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """List the backups that there are, and how making them went."""
    rows = Backup.objects.order_by("-started_at", "-id")
    context = {
        **site.each_context(request),
        "title": _("Backups"),
        "notice": notice(request),
        "target": settings.BACKUP_TARGET,
        "keep": settings.BACKUP_KEEP,
        "rows": rows.filter(removed_at=None)[:MOST],
        "removed": rows.exclude(removed_at=None).count(),
    }
    return TemplateResponse(request, "admin/backups.html", context)


def _failed(row: Backup) -> str:
    return _("The last backup, of %(when)s, failed: %(why)s") % {"when": _when(row), "why": row.fault}


def _found_bad(row: Backup) -> str:
    return _(
        "The last check found the backup %(name)s damaged: %(why)s Run “manage.py backup --check” again once "
        "that is mended."
    ) % {"name": row.name, "why": row.fault}


def _last(row: Backup | None) -> str:
    if row is None:
        return _("There is no good one.")
    return _("Last good backup: %(when)s, %(size)s, to %(place)s.") % {
        "when": _when(row),
        "size": size_in_words(row.size),
        "place": row.target,
    }


def _when(row: Backup) -> str:
    return date_format(timezone.localtime(row.finished_at or row.started_at), "DATETIME_FORMAT")


def _is_old(row: Backup, at: datetime) -> bool:
    return row.finished_at is None or at - row.finished_at > OLD_AFTER
