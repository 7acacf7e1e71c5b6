"""The admin's page of logins that are locked, each with a button that lifts it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from colleagues import braking, throttling
from colleagues.logins.models import KnownDevice
from colleagues.rights import require_manager
from publishing.admin.guard import actor_of
from publishing.history import Subject, write_event
from publishing.models import Verb
from publishing.workflow.locking import Actor


@dataclass(frozen=True)
class Lock:
    """One account at one address; an empty account is all of them."""

    username: str
    address: str
    until: datetime

    @property
    def what(self) -> str:
        """Name in words what is locked."""
        words = {
            "": _("Everything"),
            throttling.FORGOTTEN: _("Asking for a new password"),
            braking.NETWORK: _("Everything in a wider network"),
        }
        if throttling.is_known(self.username):
            number = self.username.removeprefix("(device ").removesuffix(")")
            device = KnownDevice.objects.filter(pk=number).select_related("user").first()
            return _("%(who)s, on a device of theirs") % {"who": device.user.username if device else "?"}
        return words.get(self.username, self.username)


class LockPages:
    """Adds the page of locked logins to the admin of colleagues."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("locks/", self.locks_view, "locks"),
            *super().pages(),  # type: ignore[misc]
        ]

    def locks_view(self: Any, request: HttpRequest) -> HttpResponse:
        """List the locks; lift the one whose button was pressed."""
        if not request.user.has_perm("accounts.change_user"):
            raise PermissionDenied
        if request.method == "POST":
            asked = (request.POST.get("username"), request.POST.get("address"))
            lock = next((lock for lock in locks() if (lock.username, lock.address) == asked), None)
            if lock is None:
                messages.info(request, _("This lock was over already."))
            else:
                lift(lock=lock, actor=actor_of(request))
                messages.success(request, _("The lock was lifted."))
            return redirect(self.url("locks"))
        return self.render_page(
            request, "admin/locks.html", obj=None, title=_("Locked logins"), locks=locks()
        )


def locks() -> list[Lock]:
    """Return what is locked now, the longest first."""
    now = timezone.now()
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - settings.AXES_COOLOFF_TIME)
    accounts = recent.exclude(username__in=[throttling.LINKS, braking.NETWORK])
    by_account = _too_many(accounts, ("username", "ip_address"), settings.AXES_FAILURE_LIMIT)
    most = settings.AXES_FAILURE_LIMIT * settings.LOGIN_ACCOUNTS_AN_ADDRESS
    by_address = _too_many(recent.exclude(username=braking.NETWORK), ("ip_address",), most)
    networks = recent.filter(username=braking.NETWORK)
    most *= settings.LOGIN_ADDRESSES_A_NETWORK
    by_network = _too_many(networks, ("username", "ip_address"), most)
    return sorted([*by_account, *by_address, *by_network], key=lambda lock: lock.until, reverse=True)


def lift(*, lock: Lock, actor: Actor) -> None:
    """Forget the failed tries that made a lock."""
    require_manager(actor)
    tries = AccessAttempt.objects.filter(ip_address=lock.address or None)
    with transaction.atomic():
        (tries.filter(username=lock.username) if lock.username else tries).delete()
        write_event(Verb.UNLOCK, of=Subject("login", "", f"{lock.what}, {lock.address}"), actor=actor)


def _too_many(recent: Any, names: tuple[str, ...], most: int) -> list[Lock]:
    counted = (
        recent.order_by().values(*names).annotate(count=Sum("failures_since_start"), last=Max("attempt_time"))
    )
    return [
        Lock(
            username=row.get("username") or "",
            address=row["ip_address"] or "",
            until=row["last"] + settings.AXES_COOLOFF_TIME,
        )
        for row in counted.filter(count__gte=most)
    ]
