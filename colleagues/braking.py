"""What slows down whoever tries one account from very many places, and keeps nobody out.

Over all addresses an account has no lock: a stranger could shut its owner out. Once very many tries have
failed, whoever comes from a device that is not known has to wait before a try of theirs is looked at, each
address for itself, and then gets it: nobody can take another's turn. Known devices wait for nothing; they
have a count of their own. Addresses that belong to one network of IPv6 (/48) are counted together too.
"""

import ipaddress
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import User
from colleagues.logins.models import KnownDevice
from colleagues.tokens import hash_of
from jobs.queue import enqueue

# No account can be called so: its name may hold no brackets.
NETWORK = "(network)"
WAITING = "(waiting) "
DEVICE = "(device {0.pk})"
TRIES = "colleagues.tries"

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=5)
WIDE_NETWORK = 48
NOT_AGAIN_FOR = timedelta(hours=6)
"""An owner is told of one siege once."""


def wait_until(address: str | None, name: str) -> datetime | None:
    """Return when a try of this account from a place that is not known is looked at; None is at once.

    Whoever comes for the first time takes a number, so to speak: the wait is counted from then on.
    """
    wait = wait_after(failures_of(name))
    if not wait:
        return None
    ticket, _is_new = AccessAttempt.objects.get_or_create(
        username=WAITING + name, ip_address=address, user_agent="", defaults={"failures_since_start": 0}
    )
    until: datetime = ticket.attempt_time + wait
    return until if until > timezone.now() else None


def wait_after(failures: int) -> timedelta:
    """Return how long a try waits after so many that failed, wherever they came from."""
    beyond = failures // settings.LOGIN_FAILURES_AN_ACCOUNT
    return min(FIRST_WAIT * 2 ** min(beyond - 1, 10), LONGEST_WAIT) if beyond else timedelta()


def failures_of(name: str) -> int:
    """Count the failed tries of an account from everywhere but known devices."""
    recent = AccessAttempt.objects.filter(username=name, attempt_time__gt=_start())
    return int(recent.aggregate(count=Sum("failures_since_start"))["count"] or 0)


def failures_in_network(address: str | None) -> int:
    """Count the failed tries from everywhere in the wider network of an address."""
    network = network_of(address)
    if network is None:
        return 0
    rows = AccessAttempt.objects.filter(username=NETWORK, ip_address=network, attempt_time__gt=_start())
    return int(rows.aggregate(count=Sum("failures_since_start"))["count"] or 0)


def count_in_network(address: str | None) -> None:
    """Count a failed try for the wider network it came from."""
    network, now = network_of(address), timezone.now()
    if network is not None:
        # A row for each quarter of an hour, so that a slow trickle never adds up.
        window = str(int(now.timestamp()) // int(settings.AXES_COOLOFF_TIME.total_seconds()))
        with transaction.atomic():
            row, _is_new = AccessAttempt.objects.get_or_create(
                username=NETWORK, ip_address=network, user_agent=window, defaults={"failures_since_start": 0}
            )
            AccessAttempt.objects.filter(pk=row.pk).update(
                failures_since_start=F("failures_since_start") + 1, attempt_time=now
            )


def count_of_account(address: str | None, name: str) -> None:
    """Have whoever failed wait anew; have the owner told, if it was one of very many."""
    now = timezone.now()
    AccessAttempt.objects.filter(username=WAITING + name, ip_address=address).update(attempt_time=now)
    if failures_of(name) >= settings.LOGIN_FAILURES_AN_ACCOUNT:
        # Whether there is such an account is looked up later: how long it takes would tell.
        part = int(now.timestamp() // NOT_AGAIN_FOR.total_seconds())
        enqueue(TRIES, {"name": name}, key=f"{TRIES}-{hash_of(name)[:20]}-{part}")


def forget_tries(device: KnownDevice) -> None:
    """Begin the count of a known device again: its owner got in with it."""
    AccessAttempt.objects.filter(username=DEVICE.format(device)).delete()


def forget_all_tries(user: User) -> int:
    """Forget every failed try of an account, wherever it came from; tell how many rows went."""
    names = [user.username, WAITING + user.username]
    names += [DEVICE.format(device) for device in KnownDevice.objects.filter(user=user)]
    removed, _of_what = AccessAttempt.objects.filter(username__in=names).delete()
    return removed


def network_of(address: str | None) -> str | None:
    """Return the wider network of an IPv6 address; of others there is none."""
    parsed = ipaddress.ip_address(address) if address else None
    if not isinstance(parsed, ipaddress.IPv6Address):
        return None
    return str(ipaddress.ip_network((int(parsed), WIDE_NETWORK), strict=False).network_address)


def _start() -> datetime:
    return timezone.now() - settings.AXES_COOLOFF_TIME
