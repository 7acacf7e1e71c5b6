"""The second step of logging in: a code, or, where none is set up yet and one is needed, setting it up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from colleagues import throttling
from colleagues.bare import bare_page
from colleagues.logging_in import HalfLogin, finish, half_login
from colleagues.logins.models import LoginNotice
from colleagues.logins.telling import keep_notice
from colleagues.second_factor import codes, setting_up, telling
from colleagues.second_factor.drawing import picture_of
from colleagues.second_factor.forms import CODE, CodeForm, RecoveryForm
from colleagues.second_factor.rules import codes_left, has_one
from masthead.site import site_of
from publishing.errors import WorkflowError


@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Ask whoever has given their password for a code."""
    half = half_login(request)
    if half is None:
        return _too_late(request)
    locked = throttling.refusal(request, half.user.username)
    if locked is not None:
        return locked
    by_recovery = "recovery" in request.GET
    kind: type[CodeForm] = RecoveryForm if by_recovery else CodeForm
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if _fits(request, half.user, form.cleaned_data[CODE]):
            finish(request, half.user, passed=True)
            return redirect(half.to)
        throttling.count(request, half.user.username)
        form.refuse()
    return bare_page(
        request,
        "admin/login_code.html",
        title=_("Log in: the second step"),
        form=form,
        account=half.user,
        by_recovery=by_recovery,
        can_recover=codes_left(half.user) > 0,
    )


@sensitive_post_parameters()
def factor(request: HttpRequest) -> HttpResponse:
    """Let whoever needs a second factor set it up; then they are logged in."""
    half = half_login(request)
    if half is None:
        return _too_late(request)
    if has_one(half.user):
        return redirect("login-code")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            shown = setting_up.set_up(user=half.user, seed=half.seed, code=form.cleaned_data[CODE])
        except WorkflowError:
            return redirect("login-code")
        if shown is not None:
            return _joined(request, half, shown)
        form.refuse()
    return bare_page(
        request,
        "admin/login_factor.html",
        title=_("Set up your second factor"),
        form=form,
        account=half.user,
        **app_context(request, half.user, half.seed),
    )


def app_context(request: HttpRequest, user: User, seed: str) -> dict[str, Any]:
    """Return what brings a secret into an app: a picture, an address, letters to type."""
    address = codes.address_of(seed, username=user.username, site=site_of(request).name)
    return {"picture": picture_of(address), "app_address": address, "secret": codes.in_groups(seed)}


def _fits(request: HttpRequest, user: User, typed: str) -> bool:
    if codes.use(typed, user=user):
        return True
    if not setting_up.recover(user=user, code=typed):
        return False
    keep_notice(user, LoginNotice.Kind.RECOVERED)
    telling.tell_of_recovery(user, site=site_of(request))
    left = codes_left(user)
    messages.warning(
        request,
        _("You used a recovery code; codes left: %(left)s. Is your phone gone? Set up another app.")
        % {"left": left},
    )
    return True


def _joined(request: HttpRequest, half: HalfLogin, shown: list[str]) -> HttpResponse:
    finish(request, half.user, passed=True)
    title = _("Your recovery codes")
    return bare_page(request, "admin/login_codes.html", title=title, codes=shown, to=half.to)


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("That took too long. Begin with your password again."))
    return redirect("admin:login")
