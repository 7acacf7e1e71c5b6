"""Whether those who can change what readers see log in with a second factor, and enough people manage."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from colleagues.rights import administrators
from colleagues.second_factor.codes import fits_key
from colleagues.second_factor.models import Authenticator
from colleagues.second_factor.rules import OFF, reaches_readers
from operating.doctor.findings import Asked, Finding, check
from operating.doctor.listing import few


@check("logins", gettext_lazy("Logins"), needs_database=True)
def logins(ask: Asked) -> Iterator[Finding]:
    """See who logs in with a password alone, and who manages the newsroom."""
    yield from _factors()
    yield from _keys()
    yield from _administrators()


def _factors() -> Iterator[Finding]:
    users = User.objects.filter(is_active=True, is_staff=True, authenticator=None).order_by("username")
    without = [user.username for user in users if reaches_readers(user)]
    if not without:
        yield Finding(
            "good", _("Whoever can change what readers see has a second factor."), code="logins.factor"
        )
        return
    what = ngettext(
        "%(count)d colleague who can change what readers see has no second factor: %(names)s.",
        "%(count)d colleagues who can change what readers see have no second factor: %(names)s.",
        len(without),
    ) % {"count": len(without), "names": few(without)}
    if settings.SECOND_FACTOR != OFF:
        mend = _(
            "Nothing has to be done: it is set up at their next login, and nothing can be reached before."
        )
        yield Finding("notice", what, mend, code="logins.without_factor")
        return
    yield Finding(
        "warning" if settings.REACHED_AT else "notice",
        what,
        _("Set SECOND_FACTOR=on and start again: then each sets one up at the next login."),
        _("Whoever finds out one of these passwords can publish, or let others in."),
        code="logins.without_factor",
    )


def _keys() -> Iterator[Finding]:
    rows = (
        Authenticator.objects.filter(user__is_active=True).select_related("user").order_by("user__username")
    )
    void = [row.user.username for row in rows if not fits_key(row)]
    if void:
        yield Finding(
            "error",
            _("SECRET_KEY was changed, so the authenticator apps of these colleagues fit no more: %(names)s.")
            % {"names": few(void)},
            _(
                "Put the earlier SECRET_KEY back. If it is lost: each logs in with a recovery code and sets "
                "up another app, or is let in by “manage.py resetaccess NAME”."
            ),
            _("They cannot log in with their phones."),
            code="logins.secret_key",
        )


def _administrators() -> Iterator[Finding]:
    names = list(administrators().order_by("username").values_list("username", flat=True).distinct())
    if not names:
        yield Finding(
            "error",
            _("There is no administrator who can log in."),
            _("Run “manage.py resetaccess NAME” with the name of somebody who is to be one."),
            _("Nobody can invite anybody, or let them in again."),
            code="logins.no_administrator",
        )
    elif len(names) == 1:
        yield Finding(
            "notice",
            _("There is one administrator alone: %(name)s.") % {"name": names[0]},
            _("Make somebody else an administrator too, under Colleagues."),
            _("If they lose phone and recovery codes, only somebody at the server can let them in again."),
            code="logins.one_administrator",
        )
    else:
        count = len(names)
        there = ngettext("There is %(count)d administrator.", "There are %(count)d administrators.", count)
        yield Finding("good", there % {"count": count}, code="logins.administrators")
