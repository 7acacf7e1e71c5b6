"""Whether e-mail leaves: the server is reached, and lets us in."""

import smtplib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operating.doctor.bounded import SECONDS, within
from operating.doctor.findings import Asked, Finding, check

TO_SEND = 15.0
"""Seconds in which a mail server has to take one mail."""


@check("mail", gettext_lazy("E-mail"))
def mail(ask: Asked) -> Iterator[Finding]:
    """Log in at the mail server, and send a mail if that was asked for."""
    if not settings.EMAIL_IS_SET_UP:
        yield Finding(
            "warning" if settings.PRODUCTION else "notice",
            _("E-mail is not set up."),
            _("Set EMAIL_URL (docs/configuration.md, E-mail)."),
            _("Administrators have to pass on invitations and password links by hand."),
            code="mail.missing",
        )
        return
    if not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        yield Finding(
            "warning" if settings.PRODUCTION else "notice",
            _("Mail goes into files, and reaches nobody."),
            _("Set EMAIL_URL to a mail server (docs/configuration.md, E-mail)."),
            code="mail.files",
        )
        return
    if ask.send_mail_to:
        yield _sent(ask.send_mail_to)
    else:
        yield _let_in()


def _let_in() -> Finding:
    connection: Any = django_mail.get_connection(timeout=SECONDS)
    try:
        within(SECONDS, lambda: (connection.open(), connection.close()))
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        return _refused(problem)
    return Finding(
        "good",
        _("The mail server %(host)s lets us in. “--send-mail ADDRESS” sends one mail.")
        % {"host": settings.EMAIL_HOST},
        code="mail.reach",
    )


def _sent(address: str) -> Finding:
    try:
        validate_email(address)
        connection = django_mail.get_connection(timeout=SECONDS)
        one = django_mail.EmailMessage(
            _("Newsroom’s doctor tries the mail"),
            _("This mail was sent to see whether mail from %(address)s arrives. It does.")
            % {"address": settings.SITE_URL},
            to=[address],
            connection=connection,
        )
        within(TO_SEND, one.send)
    except ValidationError:
        return Finding(
            "error", _("“%(address)s” is no e-mail address.") % {"address": address}, code="mail.sent"
        )
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        return _refused(problem)
    return Finding(
        "good",
        _("The mail server took a mail to %(address)s. If it does not arrive, look among the spam.")
        % {"address": address},
        code="mail.sent",
    )


def _refused(problem: Exception) -> Finding:
    reason = " ".join(str(problem).split()) or _("no answer in time")
    for secret in (settings.EMAIL_HOST_PASSWORD, settings.EMAIL_HOST_USER):
        reason = reason.replace(secret, "…") if secret else reason
    return Finding(
        "error",
        _("The mail server %(host)s does not take our mail: %(reason)s")
        % {"host": settings.EMAIL_HOST, "reason": reason},
        _("Compare user, password, port and kind of encryption in EMAIL_URL with what its owner says."),
        _("No invitation and no password link arrives."),
        code="mail.reach",
    )
