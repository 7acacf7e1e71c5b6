"""The admin's pages that ask once more: a password link, an end, a new beginning."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues import leaving, mail, passwords, telling
from colleagues.forms import DeactivateForm
from colleagues.logins.models import LoginNotice
from colleagues.logins.pages import end, places_of
from colleagues.logins.telling import keep_notice
from colleagues.models import Invitation
from colleagues.rights import MODEL_BACKEND
from colleagues.second_factor import setting_up
from colleagues.second_factor.rules import has_one
from colleagues.second_factor.telling import tell_of_reset
from masthead.site import site_of
from publishing.admin.guard import actor_of
from publishing.errors import WorkflowError


class AccountPages:
    """Adds what administrators do to somebody else's account."""

    def pages(self: Any) -> list[URLPattern]:
        one = "<int:object_id>"
        return [
            self.page(f"{one}/password-link/", self.password_link_view, "password-link"),
            self.page(f"{one}/deactivate/", self.deactivate_view, "deactivate"),
            self.page(f"{one}/reactivate/", self.reactivate_view, "reactivate"),
            self.page(f"{one}/logins/", self.logins_view, "logins"),
            self.page(f"{one}/second-factor/", self.reset_factor_view, "second-factor"),
            *super().pages(),  # type: ignore[misc]
        ]

    def password_link_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Make a way to a new password; send it or show it."""
        user = self.account_for(request, object_id)
        can_send = mail.is_set_up() and bool(user.email)
        if request.method == "POST":
            try:
                link, token = passwords.make_link(user=user, actor=actor_of(request))
            except WorkflowError as refusal:
                messages.error(request, str(refusal))
                return redirect(self.url("change", user))
            by_mail = can_send and "send" in request.POST
            if by_mail and mail.send_password_link(link, token, site=site_of(request)):
                messages.success(request, _("A link was sent to %(email)s.") % {"email": user.email})
                return redirect(self.url("change", user))
            title = _("Password link for %(name)s") % {"name": user}
            back = self.url("change", user)
            return self.render_link(request, link, token, title=title, failed=by_mail, back=back)
        title = _("Make a password link: %(name)s") % {"name": user}
        return self.render_page(request, "admin/password_link.html", obj=user, title=title, can_send=can_send)

    def deactivate_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask what becomes of the drafts, then end the account."""
        user = self.account_for(request, object_id)
        drafts = leaving.drafts_held(user)
        writers = User.objects.with_perm("articles.change_article", backend=MODEL_BACKEND)
        colleagues = writers.exclude(pk=user.pk).order_by("first_name", "username")
        form = DeactivateForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
        if form.is_valid():
            end = partial(self.deactivate, request, user, drafts_to=form.cleaned_data["drafts_to"])
            done = _("%(name)s was deactivated and logged out everywhere.") % {"name": user}
            return self.answer_to(request, user, end, done)
        return self.render_page(
            request,
            "admin/deactivate.html",
            obj=user,
            title=_("Deactivate %(name)s") % {"name": user},
            form=form,
            drafts=self.drafts_shown(drafts),
            invitations=Invitation.objects.unused().filter(created_by=user).count(),
        )

    def deactivate(self, request: HttpRequest, user: User, *, drafts_to: User | None) -> None:
        """End the account, and tell whoever has its drafts now."""
        held, actor = leaving.drafts_held(user), actor_of(request)
        with transaction.atomic():
            leaving.deactivate(user=user, actor=actor, drafts_to=drafts_to)
            if drafts_to is not None:
                telling.tell_of_gift(held, to=drafts_to, actor=actor, site=site_of(request))

    def reactivate_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask once more, then let somebody in again."""
        user = self.account_for(request, object_id)
        if request.method == "POST":
            begin: Callable[[], None] = lambda: leaving.reactivate(  # noqa: E731
                user=user, actor=actor_of(request)
            )
            return self.answer_to(request, user, begin, _("%(name)s can log in again.") % {"name": user})
        title = _("Let %(name)s in again") % {"name": user}
        return self.render_page(
            request, "admin/reactivate.html", obj=user, title=title, roles=self.roles(user)
        )

    def logins_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """List where a colleague is logged in; end what was pressed."""
        user = self.account_for(request, object_id)
        if request.method == "POST":
            end(request, user)
            return redirect(self.url("logins", user))
        title = _("Where %(name)s is logged in") % {"name": user}
        places = places_of(request, user)
        return self.render_page(request, "admin/colleague_logins.html", obj=user, title=title, places=places)

    def reset_factor_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask once more, then take a lost second factor away."""
        user = self.account_for(request, object_id)
        if request.method == "POST":
            done = _("The second factor of %(name)s was reset. They were logged out everywhere.")
            return self.answer_to(
                request, user, partial(self.reset_factor, request, user), done % {"name": user}
            )
        title = _("Reset the second factor: %(name)s") % {"name": user}
        return self.render_page(
            request, "admin/reset_factor.html", obj=user, title=title, has_factor=has_one(user)
        )

    def reset_factor(self, request: HttpRequest, user: User) -> None:
        """Take it away, and tell its owner."""
        setting_up.reset(user=user, actor=actor_of(request))
        keep_notice(user, LoginNotice.Kind.RESET)
        tell_of_reset(user, actor=actor_of(request), site=site_of(request))

    def answer_to(
        self: Any, request: HttpRequest, user: User, verb: Callable[[], None], done: str
    ) -> HttpResponse:
        """Do it, and say on the account's page what came of it."""
        try:
            verb()
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(self.url("change", user))

    def account_for(self: Any, request: HttpRequest, object_id: int) -> User:
        """Return somebody else's account if this colleague may change it."""
        user: User = self.object_or_404(request, object_id)
        if user.pk == request.user.pk or not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def drafts_shown(self, drafts: Iterable[Any]) -> list[dict[str, str]]:
        """Return drafts as a page lists them: name, kind and address."""
        return [
            {"name": str(draft), "kind": draft._meta.verbose_name, "address": _address_of(draft)}
            for draft in drafts
        ]


def _address_of(draft: Any) -> str:
    meta = draft._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[draft.pk])
    except NoReverseMatch:
        return ""
