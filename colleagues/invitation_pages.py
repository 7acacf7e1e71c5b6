"""The admin's pages for inviting: the form, what is still open, and the link that is shown once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from colleagues import inviting, mail
from colleagues.forms import InvitationForm
from colleagues.links import OneTimeLink
from colleagues.models import Invitation
from masthead.site import site_of
from publishing.admin.guard import actor_of
from publishing.errors import WorkflowError


class InvitationPages:
    """Adds inviting to the admin of colleagues; nobody makes an account for somebody else."""

    def pages(self: Any) -> list[URLPattern]:
        one = "invitations/<int:invitation_id>"
        return [
            self.page("invitations/", self.invitations_view, "invitations"),
            self.page(f"{one}/send/", self.renew_view, "invitation-send", by_mail=True),
            self.page(f"{one}/link/", self.renew_view, "invitation-link", by_mail=False),
            self.page(f"{one}/revoke/", self.revoke_view, "invitation-revoke"),
            *super().pages(),  # type: ignore[misc]
        ]

    def add_view(
        self: Any, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Ask who is to join; send them a link, or show it."""
        self.require_inviting(request)
        form = InvitationForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                invitation, token = inviting.invite(**form.cleaned_data, actor=actor_of(request))
            except WorkflowError as refusal:
                form.add_error(None, str(refusal))
            else:
                return self.hand_out_invitation(request, invitation, token, by_mail=mail.is_set_up())
        return self.render_page(
            request, "admin/invite.html", obj=None, title=_("Invite a colleague"), form=form, **mail_context()
        )

    def invitations_view(self: Any, request: HttpRequest) -> HttpResponse:
        """List the invitations that nobody accepted yet."""
        self.require_inviting(request)
        waiting = Invitation.objects.unused().select_related("role", "created_by")
        return self.render_page(
            request,
            "admin/invitations.html",
            obj=None,
            title=_("Open invitations"),
            invitations=waiting,
            now=timezone.now(),
            **mail_context(),
        )

    def renew_view(self: Any, request: HttpRequest, invitation_id: int, *, by_mail: bool) -> HttpResponse:
        """Make a new link, and send it or show it."""
        invitation = self.invitation_for(request, invitation_id)
        if isinstance(invitation, HttpResponse):
            return invitation
        try:
            token = inviting.renew(invitation=invitation, actor=actor_of(request))
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.url("invitations"))
        return self.hand_out_invitation(request, invitation, token, by_mail=by_mail and mail.is_set_up())

    def revoke_view(self: Any, request: HttpRequest, invitation_id: int) -> HttpResponse:
        """Take an invitation back."""
        invitation = self.invitation_for(request, invitation_id)
        if isinstance(invitation, HttpResponse):
            return invitation
        try:
            inviting.revoke(invitation=invitation, actor=actor_of(request))
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The invitation of %(name)s was taken back.") % {"name": invitation})
        return redirect(self.url("invitations"))

    def hand_out_invitation(
        self: Any, request: HttpRequest, invitation: Invitation, token: str, *, by_mail: bool
    ) -> HttpResponse:
        """Send the link; where it cannot be sent, show it."""
        if by_mail and mail.send_invitation(invitation, token, site=site_of(request)):
            messages.success(request, _("A link was sent to %(email)s.") % {"email": invitation.email})
            return redirect(self.url("invitations"))
        return self.render_link(
            request,
            invitation,
            token,
            title=_("Link for %(name)s") % {"name": invitation},
            failed=by_mail,
            back=self.url("invitations"),
        )

    def render_link(
        self: Any, request: HttpRequest, link: OneTimeLink, token: str, *, title: str, failed: bool, back: str
    ) -> HttpResponse:
        """Show a link, now and never again."""
        response: HttpResponse = self.render_page(
            request,
            "admin/one_time_link.html",
            obj=None,
            title=title,
            link=link,
            address=mail.address_of(link, token),
            failed=failed,
            back=back,
        )
        return response

    def invitation_for(self: Any, request: HttpRequest, invitation_id: int) -> Invitation | HttpResponse:
        """Return the invitation a button was pressed for, or the answer to anybody else."""
        self.require_inviting(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return get_object_or_404(Invitation, pk=invitation_id)

    def require_inviting(self: Any, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied


def mail_context() -> dict[str, Any]:
    """Say whether links can be sent, and from whom."""
    return {"mail_is_set_up": mail.is_set_up(), "sender": mail.sender()}
