"""Logins that have ended are forgotten, so that their table stays small."""

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from operating.doctor.findings import Asked, Finding, check
from publishing.history import Subject, write_event
from publishing.models import Verb

MANY = 5_000
AT_ONCE = 5_000


@check("sessions", gettext_lazy("Logins that have ended"), needs_database=True)
def sessions(ask: Asked) -> Iterator[Finding]:
    """Count the logins that ended and were never forgotten."""
    count = Session.objects.filter(expire_date__lt=ask.at).count()
    said = ngettext(
        "%(count)d login that has ended is still kept.",
        "%(count)d logins that have ended are still kept.",
        count,
    ) % {"count": count}
    if count < MANY:
        yield Finding("good", said, code="sessions")
    else:
        yield Finding(
            "notice",
            said,
            _("See that a worker runs, which forgets them every hour, or run “manage.py doctor --mend”."),
            _("They take room, and a backup takes them along."),
            forget_ended,
            code="sessions",
        )


def forget_ended(actor: User | None) -> str:
    """Forget the logins that have ended, some at a time."""
    gone, left = 0, True
    while left:
        with transaction.atomic():
            ended = Session.objects.filter(expire_date__lt=timezone.now())
            keys = list(ended.values_list("pk", flat=True)[:AT_ONCE])
            left = len(keys) == AT_ONCE
            if keys:
                Session.objects.filter(pk__in=keys).delete()
                about = Subject("session", "all", _("Logins that have ended"))
                write_event(Verb.MEND, of=about, actor=actor, note=_forgotten(len(keys)))
        gone += len(keys)
    return _forgotten(gone)


def _forgotten(count: int) -> str:
    return ngettext(
        "%(count)d login that had ended was forgotten.",
        "%(count)d logins that had ended were forgotten.",
        count,
    ) % {"count": count}
