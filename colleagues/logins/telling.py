"""What colleagues are told of their logins: by mail, and on the desk until they have read it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from colleagues import braking, mail
from colleagues.logins.agents import in_words
from colleagues.logins.devices import known_device
from colleagues.logins.models import KnownDevice, LoginNotice
from colleagues.second_factor import codes
from colleagues.second_factor.rules import codes_left, has_one
from jobs.queue import enqueue
from masthead.site import Site
from publishing.admin.fields import zone_name
from publishing.site import absolute

DEVICE = "colleagues.new_device"
SALT = "colleagues.not_me"
SHORT = "short_password"
"""In a session: its login was by a password that is too short to be alone."""
WORKS_FOR = timedelta(days=30)
KEPT_FOR = timedelta(days=60)
STAYS_FOR = timedelta(days=7)
"""For so long nobody on a device that is news itself can take a line away; its owner may have no other."""
Kind = LoginNotice.Kind


@dataclass(frozen=True)
class Line:
    """Something that stands on the desk until it was read."""

    words: str
    notice: int = 0
    is_device: bool = False
    is_this_device: bool = False
    can_go: bool = False
    url: str = ""
    button: str = ""


def tell_of_device(device: KnownDevice, *, address: str | None) -> None:
    """Tell somebody that they, or somebody else, have logged in on a device that is new."""
    with transaction.atomic():
        notice = LoginNotice.objects.create(
            user_id=device.user_id,
            kind=Kind.DEVICE,
            device=device,
            browser=device.browser,
            system=device.system,
            address=address,
        )
        if mail.is_set_up():
            enqueue(DEVICE, {"notice": notice.pk})


def letter_of_device(notice: int, *, site: Site) -> "mail.Letter | None":
    """Write the mail about a new device, with a link that ends its login."""
    row = LoginNotice.objects.filter(pk=notice).select_related("user", "device").first()
    if row is None or row.device is None or not row.user.email or not row.user.is_active:
        return None
    link = absolute(reverse("not-me", args=[token_for(row.device)]))

    def write(person: User, name: str) -> tuple[str, str]:
        with timezone.override(person.own_zone or site.zone):
            text = _(
                "Hello %(name)s,\n\n"
                "somebody logged in to %(site)s as you on a device that was not used for it before:\n\n"
                "%(device)s\n%(when)s\nfrom the address %(address)s\n\n"
                "If that was you, do nothing. If it was not, end it here and choose a new password:\n\n"
                "%(link)s"
            ) % {**_facts(row), "name": person, "site": name, "link": link}
        return _("A new device at %(site)s") % {"site": name}, text

    return mail.letter_in_language_of(row.user, write, site=site)


def tell_of_tries(name: str, *, site: Site) -> bool:
    """Tell the owner of an account that very many have failed to log in as them, if there is one."""
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        return False
    count = max(braking.failures_of(name), 1)
    with transaction.atomic():
        LoginNotice.objects.filter(user=user, kind=Kind.TRIES).delete()
        LoginNotice.objects.create(user=user, kind=Kind.TRIES, count=count)
        if user.email and mail.is_set_up():
            mail.post(mail.letter_in_language_of(user, _about_tries, site=site))
    return True


def keep_notice(user: User, kind: LoginNotice.Kind) -> None:
    """Have something said on somebody's desk."""
    LoginNotice.objects.create(user=user, kind=kind)


def token_for(device: KnownDevice) -> str:
    """Return what the link “That was not me” ends with; it is dead once the device is forgotten."""
    return signing.dumps([device.pk, device.token_hash[:16]], salt=SALT)


def device_with(token: str) -> KnownDevice | None:
    """Return the device a link is about, if it still works."""
    try:
        pk, start = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return KnownDevice.objects.filter(pk=pk, token_hash__startswith=start).select_related("user").first()


def lines(request: HttpRequest) -> list[Line]:
    """Return what somebody is to be told on their desk about their login."""
    user: Any = request.user
    rows = LoginNotice.objects.filter(user=user, at__gt=timezone.now() - KEPT_FOR)
    found = _of_notices(list(rows), request) if rows else []
    if has_one(user) and (left := codes_left(user)) <= codes.FEW:
        words = ngettext(
            "Only %(left)s recovery code is left.", "Only %(left)s recovery codes are left.", left
        ) % {"left": left}
        found.append(Line(words, url=reverse("admin:second-factor"), button=_("Make new ones")))
    if request.session.get(SHORT):
        words = _("Your password is short for one that is all you log in with: choose a longer one.")
        found.append(Line(words, url=reverse("admin:password_change"), button=_("Choose another")))
    return found


def _of_notices(notices: list[LoginNotice], request: HttpRequest) -> list[Line]:
    here = known_device(request, request.user.get_username())
    is_theirs = is_no_news(here)
    return [
        Line(
            _in_words(row),
            row.pk,
            is_device=row.kind == Kind.DEVICE,
            is_this_device=is_about(row, here),
            can_go=is_theirs or is_old(row),
        )
        for row in notices
    ]


def is_no_news(here: KnownDevice | None) -> bool:
    """Tell whether somebody had this device before, so that on it they may take lines off."""
    return here is not None and not LoginNotice.objects.filter(kind=Kind.DEVICE, device=here).exists()


def is_old(notice: LoginNotice) -> bool:
    """Tell whether a line has stood so long that it may be taken off on any device."""
    return notice.at <= timezone.now() - STAYS_FOR


def is_about(notice: LoginNotice, here: KnownDevice | None) -> bool:
    """Tell whether a line is about this very device."""
    return here is not None and notice.kind == Kind.DEVICE and notice.device_id == here.pk


def forget_old() -> int:
    """Remove what nobody has read for a long time, and with it addresses."""
    return LoginNotice.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _about_tries(person: User, name: str) -> tuple[str, str]:
    text = _(
        "Hello %(name)s,\n\n"
        "somebody is trying many passwords to log in to %(site)s as you, from many places. None has worked. "
        "On devices that you have used before, you log in as always; on others you may have to wait some "
        "minutes.\n\n"
        "If your password is short, or you use it elsewhere, choose a new one: %(link)s"
    ) % {"name": person, "site": name, "link": absolute(reverse("admin:password_change"))}
    return _("Many failed logins at %(site)s") % {"site": name}, text


def _in_words(row: LoginNotice) -> str:
    match row.kind:
        case Kind.DEVICE:
            return _(
                "You, or somebody else, logged in on a new device: %(device)s, %(when)s, from %(address)s."
            ) % _facts(row)
        case Kind.TRIES:
            return _(
                "Somebody tried many passwords to log in as you, last on %(when)s (failed tries: %(count)s)."
            ) % {**_facts(row), "count": row.count}
        case Kind.RECOVERED:
            return _("Somebody logged in as you with a recovery code on %(when)s.") % _facts(row)
        case _:
            return _("An administrator reset your second factor on %(when)s.") % _facts(row)


def _facts(row: LoginNotice) -> dict[str, str]:
    when = date_format(timezone.localtime(row.at), "DATETIME_FORMAT")
    address = row.address or _("unknown")
    return {"device": in_words(row), "when": f"{when} ({zone_name()})", "address": address}
