"""Failed logins are counted, and whoever fails too often has to wait.

Counted are an account at one address, an address over all accounts, and a wider network of IPv6. An account
alone is never locked: then any stranger could keep an editor out; very many tries of one are slowed down
(colleagues.braking). A device that its owner has logged in with before has a count of its own.
"""

import ipaddress
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from colleagues import braking
from colleagues.logins.devices import known_device
from colleagues.tokens import without_tokens

logger = logging.getLogger("newsroom.login")

# No account can be called so: its name may hold no brackets.
LINKS = "(links)"
FORGOTTEN = "(forgotten passwords)"
PURPOSES = (LINKS, FORGOTTEN)

LONGEST_NAME = 150
IPV6_NETWORK = 64
"""One household or one server has all the addresses of such a network."""


ACCOUNT, DEVICE, PLACE, SIEGE = "account", "device", "place", "siege"


@dataclass(frozen=True)
class Lock:
    """Until when tries are not looked at, and what they were too many of."""

    until: datetime
    why: str


class Throttle(AxesDatabaseHandler):
    """Counts in the database, so that all processes count together."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Tell whether a try is looked at: it is not too many, and has not to wait."""
        if not super().is_allowed(request, credentials):
            return False
        return has_to_wait(request, credentials) is None

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return how often this account failed from this address, or the address so many times over."""
        name = counted_name(request, credentials)
        if is_known(name):
            recent = AccessAttempt.objects.filter(
                username=name, attempt_time__gte=get_cool_off_threshold(request)
            )
            return int(recent.aggregate(count=Sum("failures_since_start"))["count"] or 0)
        from_here = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        over_all = (
            from_here.exclude(username=braking.NETWORK).aggregate(count=Sum("failures_since_start"))["count"]
            or 0
        )
        # Nobody guesses a link, and a dead one is often tried again: it counts for the address alone.
        is_link = name == LINKS
        own: int = 0 if is_link else super().get_failures(request, credentials)
        around = braking.failures_in_network(request.axes_ip_address) // settings.LOGIN_ADDRESSES_A_NETWORK
        return max(own, max(over_all, around) // settings.LOGIN_ACCOUNTS_AN_ADDRESS)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count a failure; of a one-time link's address, keep no token."""
        if request is not None:
            request.axes_path_info = without_tokens(request.axes_path_info)
            if not request.axes_locked_out:
                name = counted_name(request, credentials)
                super().user_login_failed(sender, credentials, request, **kwargs)
                if not is_known(name):
                    braking.count_in_network(request.axes_ip_address)
                if not is_known(name) and name not in PURPOSES:
                    braking.count_of_account(request.axes_ip_address, name)
                return
        super().user_login_failed(sender, credentials, request, **kwargs)


def typed_name(credentials: dict[str, Any] | None) -> str:
    """Return the name a try is about: no account has a longer one, nor one with brackets.

    What else is counted has them, so what a stranger types is never taken for it.
    """
    name = str((credentials or {}).get("username") or "")[:LONGEST_NAME]
    return name if name in PURPOSES else name.replace("(", "[")


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the name a try is counted under: on a device that its owner has used before, the device's."""
    name = typed_name(credentials)
    device = None if name in PURPOSES else known_device(request, name)
    return name if device is None else braking.DEVICE.format(device)


def is_known(name: str) -> bool:
    """Tell whether a try is counted for a device that is known."""
    return name.startswith(braking.DEVICE.partition("{")[0])


def has_to_wait(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime | None:
    """Return until when a try has to wait, because very many of this account have failed everywhere."""
    name = counted_name(request, credentials)
    if name in PURPOSES or is_known(name):
        return None
    return braking.wait_until(request.axes_ip_address, name)


def client_address(request: HttpRequest) -> str | None:
    """Return where a request comes from; what it says of itself counts only from a proxy we know of."""
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    count = settings.PROXY_COUNT
    candidates = [told[-count]] if 0 < count <= len(told) else []
    for candidate in (*candidates, request.META.get("REMOTE_ADDR", "")):
        try:
            return _counted_as(ipaddress.ip_address(candidate))
        except ValueError:
            continue
    return None


def _counted_as(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_NETWORK), strict=False).network_address)


def count(request: HttpRequest, purpose: str) -> None:
    """Count one more try at something that is no login."""
    AxesProxyHandler.user_login_failed(sender=count, credentials={"username": purpose}, request=request)
    # This try was answered still; the next one may not be.
    request.axes_locked_out = False


def refusal(request: HttpRequest, purpose: str) -> HttpResponse | None:
    """Answer somebody who tried this too often."""
    credentials = {"username": purpose}
    if not settings.AXES_ENABLED or AxesProxyHandler.is_allowed(request, credentials):
        return None
    return locked_out(request, None, credentials)


def locked_out(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Say until when the login is locked, and what to do."""
    lock, name = lock_of(request, credentials), typed_name(credentials)
    logger.warning("Too many failed tries from %s: locked until %s", request.axes_ip_address, lock.until)
    context = {
        **admin.site.each_context(request),
        "title": _("Too many failed tries"),
        "has_permission": False,
        "until": lock.until,
        "why": lock.why,
        "name": name if name not in PURPOSES else "",
    }
    response = render(request, "admin/login_locked.html", context, status=429)
    seconds = (lock.until - timezone.now()).total_seconds()
    response["Retry-After"] = str(max(1, round(seconds)))
    add_never_cache_headers(response)
    return response


def lock_of(request: HttpRequest, credentials: dict[str, Any] | None) -> Lock:
    """Return until when a try is not looked at, and why."""
    name, address, now = counted_name(request, credentials), request.axes_ip_address, timezone.now()
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - settings.AXES_COOLOFF_TIME)
    here = recent.filter(ip_address=address).exclude(username=braking.NETWORK)
    at_an_address = settings.AXES_FAILURE_LIMIT * settings.LOGIN_ACCOUNTS_AN_ADDRESS
    in_a_network = at_an_address * settings.LOGIN_ADDRESSES_A_NETWORK
    around = recent.filter(username=braking.NETWORK, ip_address=braking.network_of(address))
    own = recent.filter(username=name) if is_known(name) else here.filter(username=name)
    for why, rows, most in (
        (DEVICE if is_known(name) else ACCOUNT, own, settings.AXES_FAILURE_LIMIT),
        (PLACE, here, at_an_address),
        (PLACE, around, in_a_network),
    ):
        found = rows.aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
        if (found["count"] or 0) >= most:
            return Lock(found["last"] + settings.AXES_COOLOFF_TIME, why)
    # The last of it may have ended just now.
    return Lock(has_to_wait(request, credentials) or now, SIEGE)


def counts_all_as_one() -> bool:
    """Tell whether every request seems to come from the proxy, so that any stranger can lock everybody."""
    return bool(settings.HTTPS) and not settings.PROXY_COUNT


@register(Tags.security, deploy=True)
def check_proxies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn if all people would be counted as one: behind a proxy every request comes from the proxy."""
    if not counts_all_as_one():
        return []
    return [
        Warning(
            "Behind the proxy that ends TLS, failed logins of all people are counted together.",
            hint="Set PROXY_COUNT to the number of proxies, and have each add to X-Forwarded-For.",
            id="newsroom.W001",
        )
    ]


def forget_old_tries() -> None:
    """Delete what is too old to count."""
    old = timezone.now() - settings.AXES_COOLOFF_TIME
    AccessAttempt.objects.filter(attempt_time__lte=old).delete()
