"""Pages for people who are not logged in yet: joining, and choosing a new password."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin, UsernameField
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from colleagues import inviting, mail, passwords, throttling
from colleagues.bare import bare_page
from colleagues.logging_in import after_password
from colleagues.logins.ending import LINKS_ASKED_FOR
from colleagues.models import Invitation
from colleagues.password_rules import rule_for
from jobs.queue import enqueue
from publishing.errors import InvalidText

Page = Callable[..., HttpResponse]


def secret_page(view: Page) -> Page:
    """Let nobody keep, index or pass on the address of a page whose address is a secret."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        # The path goes nowhere. With no-referrer, browsers would send the form itself from “null”, which is
        # how a form from another site looks.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return inner


class PasswordForm(SetPasswordMixin, forms.Form):
    """A password of one's own, typed twice."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        gettext_lazy("Password"), gettext_lazy("The same again")
    )

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["password1"].help_text = rule_for(account)
        self.fields["password2"].help_text = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.validate_passwords()
        self.validate_password_for_user(self.account, "password1")
        return cleaned


class JoinForm(PasswordForm):
    """The name to log in with, and a password."""

    username = UsernameField(
        label=gettext_lazy("Username"),
        max_length=User._meta.get_field("username").max_length,
        validators=User._meta.get_field("username").validators,
        help_text=gettext_lazy("What you log in with. Readers never see it."),
    )
    field_order = ("username", "password1", "password2")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if inviting.is_taken(username):
            raise ValidationError(_("Somebody else logs in with this name. Choose another."))
        self.account.username = username
        return username


class ForgottenForm(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


@sensitive_post_parameters()
@secret_page
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody who was invited choose a login name and a password."""
    locked = throttling.refusal(request, throttling.LINKS)
    if locked is not None:
        return locked
    invitation = Invitation.objects.with_token(token).open(timezone.now()).first()
    if invitation is None:
        return _dead_link(request)
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        account=inviting.account_of(invitation),
        initial={"username": inviting.suggested_username(invitation)},
    )
    if form.is_valid():
        try:
            user = inviting.accept(
                token=token, username=form.cleaned_data["username"], password=form.cleaned_data["password1"]
            )
        except inviting.DeadLink:
            return _dead_link(request)
        except InvalidText as refusal:
            form.add_error("username", str(refusal))
        else:
            return after_password(request, user, to=reverse("admin:index"))
    title = _("Welcome, %(name)s") % {"name": invitation}
    return bare_page(request, "admin/join.html", title=title, form=form, invitation=invitation)


@sensitive_post_parameters()
@secret_page
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of a password link choose a new password."""
    locked = throttling.refusal(request, throttling.LINKS)
    if locked is not None:
        return locked
    link = passwords.open_link(token)
    if link is None:
        return _dead_link(request)
    form = PasswordForm(request.POST if request.method == "POST" else None, account=link.user)
    if form.is_valid():
        try:
            user = passwords.choose(token=token, password=form.cleaned_data["password1"])
        except inviting.DeadLink:
            return _dead_link(request)
        return after_password(request, user, to=reverse("admin:index"))
    return bare_page(
        request, "admin/choose_password.html", title=_("A new password"), form=form, account=link.user
    )


def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to a new password; say the same whether there is such an account or not."""
    title = _("Forgotten your password?")
    if not mail.is_set_up():
        return bare_page(request, "admin/forgotten.html", title=title, form=None, asked=False)
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        locked = throttling.refusal(request, throttling.FORGOTTEN)
        if locked is not None:
            return locked
        throttling.count(request, throttling.FORGOTTEN)
        # Not before the answer: how long it takes would tell whether there is such an account.
        enqueue(LINKS_ASKED_FOR, {"email": form.cleaned_data["email"]})
        return bare_page(request, "admin/forgotten.html", title=title, form=None, asked=True)
    return bare_page(request, "admin/forgotten.html", title=title, form=form, asked=False)


def _dead_link(request: HttpRequest) -> HttpResponse:
    throttling.count(request, throttling.LINKS)
    title = _("This link does not work")
    return bare_page(request, "admin/dead_link.html", title=title, status=404)
