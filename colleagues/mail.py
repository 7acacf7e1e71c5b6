"""Links by e-mail: plain text, in the newsroom's name, from the site's own address."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues.links import OneTimeLink
from colleagues.models import Invitation, PasswordLink
from jobs.queue import enqueue
from masthead.site import Site
from publishing.admin.fields import zone_name
from publishing.languages import interface_language
from publishing.site import absolute

logger = logging.getLogger("newsroom.mail")
MAIL = "colleagues.mail"


@dataclass(frozen=True)
class Letter:
    """A mail that is written and waits to be sent; it holds no link that works once."""

    to: str
    subject: str
    text: str


def is_set_up() -> bool:
    """Tell whether mail leaves this program."""
    return bool(settings.EMAIL_IS_SET_UP)


def sender() -> str:
    """Return the address mail comes from."""
    return str(settings.DEFAULT_FROM_EMAIL)


def address_of(link: OneTimeLink, token: str) -> str:
    """Return the whole address of a link."""
    name = "join" if isinstance(link, Invitation) else "choose-password"
    return absolute(reverse(name, args=[token]))


def send_invitation(invitation: Invitation, token: str, *, site: Site) -> bool:
    """Send an invitation's link; tell whether the mail server took it."""
    return _send(invitation.email, *invitation_text(invitation, token, site=site))


def send_password_link(link: PasswordLink, token: str, *, site: Site, once: str = "") -> bool:
    """Send a link to a new password; tell whether the mail server took it."""
    return _send(link.user.email, *password_text(link, token, site=site), once=once)


def post_address_changed(user: User, old_address: str, *, site: Site) -> None:
    """Tell the old address that another one replaced it."""
    with translation.override(interface_language(user.own_language, site.language)):
        name = one_line(site.name)
        text = _(
            "Hello %(name)s,\n\n"
            "your e-mail address at %(site)s was changed. Links to a new password go to the new one now.\n\n"
            "If that was not you, tell an administrator at once."
        ) % {"name": user, "site": name}
        subject = _("Your e-mail address at %(site)s") % {"site": name}
    post(Letter(old_address, subject, text))


def letter_in_language_of(user: User, write: Callable[[User, str], tuple[str, str]], *, site: Site) -> Letter:
    """Write a letter to a colleague in the language they chose."""
    with translation.override(interface_language(user.own_language, site.language)):
        subject, text = write(user, one_line(site.name))
    return Letter(user.email, one_line(subject), text)


def post(letter: Letter, *, key: str = "") -> None:
    """Have a letter sent in the background, and again later if the mail server is away."""
    enqueue(MAIL, asdict(letter), key=key)


def send(letter: Letter, *, once: str) -> bool:
    """Send a letter now; tell whether the mail server took it.

    Under this name it is the same letter: mail programs show it once, should it have to go out again.
    """
    return _send(letter.to, letter.subject, letter.text, once=once)


def invitation_text(invitation: Invitation, token: str, *, site: Site) -> tuple[str, str]:
    """Write an invitation: subject and text, in the newsroom's language."""
    with translation.override(interface_language(site.language)), timezone.override(site.zone):
        name = one_line(site.name)
        text = _(
            "Hello %(name)s,\n\n"
            "%(inviter)s invites you to work with %(site)s. Choose your username and password here:\n\n"
            "%(link)s\n\n"
            "The link works once, until %(until)s. If you did not expect it, do nothing."
        ) % {
            "name": invitation,
            "inviter": invitation.created_by or name,
            "site": name,
            "link": address_of(invitation, token),
            "until": _until(invitation),
        }
        return _("Your invitation to %(site)s") % {"site": name}, text


def password_text(link: PasswordLink, token: str, *, site: Site) -> tuple[str, str]:
    """Write the mail with a password link: subject and text, in the colleague's language and zone."""
    user = link.user
    language = interface_language(user.own_language, site.language)
    zone = user.own_zone or site.zone
    with translation.override(language), timezone.override(zone):
        name = one_line(site.name)
        text = _(
            "Hello %(name)s,\n\n"
            "choose a new password for %(site)s here:\n\n"
            "%(link)s\n\n"
            "Your username is %(username)s. The link works once, until %(until)s. "
            "If you did not ask for it, do nothing: your password stays as it is."
        ) % {
            "name": user,
            "site": name,
            "link": address_of(link, token),
            "username": user.username,
            "until": _until(link),
        }
        return _("A new password for %(site)s") % {"site": name}, text


def _until(link: OneTimeLink) -> str:
    end = date_format(timezone.localtime(link.expires_at), "DATETIME_FORMAT")
    return f"{end} ({zone_name()})"


def _send(to: str, subject: str, text: str, *, once: str = "") -> bool:
    headers = {"Message-ID": _id_of(once)} if once else {}
    try:
        EmailMessage(subject=subject, body=text, to=[to], headers=headers).send()
    except (OSError, ValueError) as problem:
        # What a mail server refuses, an address it cannot write, a server that is not there.
        logger.warning("A mail could not be sent: %s", one_line(problem))
        return False
    return True


def _id_of(name: str) -> str:
    """Return what tells this letter from every other, whatever machine sends it again."""
    domain = parseaddr(sender())[1].rpartition("@")[2] or "newsroom"
    return f"<{salted_hmac('colleagues.mail', name).hexdigest()}@{domain}>"


def one_line(words: Any) -> str:
    """Bring words into one line, as a subject and a name in a sentence need them."""
    return " ".join(str(words).split())
