"""One's own second factor, once logged in: setting up, another app, new recovery codes, doing without."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from accounts.passwords import normalised
from colleagues import throttling
from colleagues.password_rules import ALONE
from colleagues.second_factor import codes, setting_up, telling
from colleagues.second_factor.forms import CODE, CodeForm, PasswordAndCodeForm
from colleagues.second_factor.gate import PASSED
from colleagues.second_factor.models import Authenticator, RecoveryCode
from colleagues.second_factor.rules import codes_left, has_one, is_required
from colleagues.second_factor.steps import app_context
from masthead.site import site_of
from publishing.admin.guard import actor_of
from publishing.errors import WorkflowError

SEED = "second_factor_seed"
HOME = "admin:second-factor"


def overview(request: HttpRequest) -> HttpResponse:
    """Say what somebody's second factor is, and what can be done with it."""
    user = actor_of(request)
    left = codes_left(user)
    return _page(
        request,
        "admin/second_factor.html",
        title=_("Second factor"),
        authenticator=Authenticator.objects.filter(user=user).first(),
        is_required=is_required(user),
        left=left,
        is_few=left <= codes.FEW,
    )


@sensitive_post_parameters()
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app, or another one in its place."""
    user, has_factor = actor_of(request), has_one(actor_of(request))
    seed = request.session.setdefault(SEED, codes.new_seed())
    sent = request.POST if request.method == "POST" else None
    proof = PasswordAndCodeForm(sent, account=user, has_factor=has_factor, prefix="now")
    form = CodeForm(sent)
    form.fields[CODE].label = _("Code that the new app shows")
    # What stands first on the page has the cursor.
    del form.fields[CODE].widget.attrs["autofocus"]
    locked = throttling.refusal(request, user.username)
    if locked is not None:
        return locked
    # The new code is looked at first: a code of the old app that was right is used up.
    if form.is_valid() and proof.is_valid():
        if codes.step_of(codes.without_spaces(form.cleaned_data[CODE]), seed, after=-1) is None:
            form.refuse()
        elif is_oneself(request, proof):
            verb = setting_up.replace if has_factor else setting_up.set_up
            key = request.session.session_key or ""
            try:
                shown = verb(user=user, seed=seed, code=form.cleaned_data[CODE], this_session=key)
            except WorkflowError as refusal:
                messages.error(request, str(refusal))
                return redirect(HOME)
            if shown is not None:
                del request.session[SEED]
                request.session[PASSED] = True
                telling.tell_of_set_up(user, site=site_of(request))
                return _show(request, shown)
            form.refuse()
    return _page(
        request,
        "admin/second_factor_set_up.html",
        title=_("Another authenticator app") if has_factor else _("Set up your second factor"),
        proof=proof,
        form=form,
        has_factor=has_factor,
        **app_context(request, user, seed),
    )


@sensitive_post_parameters()
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, which void the old ones, and show them once."""

    def renew(user: User, password: str) -> HttpResponse:
        shown = setting_up.renew_codes(user=user)
        telling.tell_of_new_codes(user, site=site_of(request))
        return _show(request, shown)

    return _asking(
        request,
        renew,
        title=_("New recovery codes"),
        words=_("The codes you have now stop working."),
        button=_("Make new codes"),
    )


@sensitive_post_parameters()
def remove(request: HttpRequest) -> HttpResponse:
    """Let somebody whose role does not need it do without."""

    def end(user: User, password: str) -> HttpResponse:
        if len(normalised(password)) < ALONE:
            messages.error(request, _("Your password is too short to be alone. Choose a longer one first."))
            return redirect(HOME)
        setting_up.remove(user=user)
        request.session.pop(PASSED, None)
        telling.tell_of_removal(user, site=site_of(request))
        messages.success(request, _("Your second factor is removed."))
        return redirect(HOME)

    if is_required(actor_of(request)):
        messages.error(request, _("Your role needs a second factor. Set up another one instead."))
        return redirect(HOME)
    return _asking(
        request,
        end,
        title=_("Remove the second factor"),
        words=_("Then your password alone is enough to log in as you, for whoever has it."),
        button=_("Remove it"),
    )


@sensitive_post_parameters()
def as_file(request: HttpRequest) -> HttpResponse:
    """Hand recovery codes that are on the screen back as a file; they are kept nowhere to be read."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = actor_of(request)
    known = set(RecoveryCode.objects.filter(user=user).values_list("code_hash", flat=True))
    sent = request.POST.getlist(CODE)[: codes.HOW_MANY]
    shown = [code for code in sent if codes.hash_of(code, user=user) in known]
    if not shown:
        messages.error(request, _("These recovery codes do not work any more. Make new ones."))
        return redirect(HOME)
    head = _("Recovery codes of %(username)s at %(site)s. Each works once.") % {
        "username": user.username,
        "site": site_of(request).name,
    }
    answer = HttpResponse("\n".join([head, "", *shown, ""]), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    add_never_cache_headers(answer)
    return answer


def is_oneself(request: HttpRequest, form: PasswordAndCodeForm) -> bool:
    """Tell whether password and code are right; a right code is used up, a wrong one is counted."""
    given, user = form.cleaned_data, form.account
    if "current_password" in form.fields and not user.check_password(given["current_password"]):
        form.add_error("current_password", _("This is not the password you log in with."))
    elif CODE in form.fields and not (
        codes.use(given[CODE], user=user) or setting_up.recover(user=user, code=given[CODE])
    ):
        form.add_error(CODE, _("This code does not fit. Each works once and for a minute."))
    else:
        return True
    throttling.count(request, user.username)
    return False


def _asking(
    request: HttpRequest, act: Callable[[User, str], HttpResponse], *, title: str, words: str, button: str
) -> HttpResponse:
    """Do something once password and code were given."""
    user = actor_of(request)
    if not has_one(user):
        messages.error(request, _("You have no second factor yet."))
        return redirect(HOME)
    locked = throttling.refusal(request, user.username)
    if locked is not None:
        return locked
    sent = request.POST if request.method == "POST" else None
    form = PasswordAndCodeForm(sent, account=user, has_factor=True)
    if form.is_valid() and is_oneself(request, form):
        try:
            return act(user, form.cleaned_data.get("current_password", ""))
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
            return redirect(HOME)
    template = "admin/second_factor_ask.html"
    return _page(request, template, title=title, form=form, words=words, button=button)


def _show(request: HttpRequest, shown: list[str]) -> HttpResponse:
    return _page(request, "admin/second_factor_codes.html", title=_("Your recovery codes"), codes=shown)


def _page(request: HttpRequest, template: str, *, title: str, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "subtitle": None, **more}
    return TemplateResponse(request, template, context)
