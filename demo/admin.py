"""“Start my own newsroom”: what takes the demo away, for administrators."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _

from demo import removing
from demo.models import DemoRow
from publishing.admin.guard import GuardedAdmin, actor_of
from publishing.errors import WorkflowError

MOST_SHOWN = 100


class Agreed(forms.Form):
    """What was shown when somebody agreed."""

    mark = forms.CharField(widget=forms.HiddenInput)


@admin.register(DemoRow)
class StartOwnNewsroom(GuardedAdmin):
    """One page; the rows themselves are nobody's business."""

    list_display = ("kind",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def pages(self) -> list[URLPattern]:
        return [self.page("start/", self.start_view, "start")]

    def start_view(self, request: HttpRequest) -> HttpResponse:
        """Say what goes and what stays, and take the demo away when that is confirmed."""
        actor = actor_of(request)
        if not removing.may_remove(actor):
            raise PermissionDenied
        if not removing.is_there():
            messages.info(request, _("The demo is not there any more: this is your own newsroom."))
            return redirect("admin:index")
        form = Agreed(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                done = removing.remove_demo(actor=actor, mark=form.cleaned_data["mark"])
            except WorkflowError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, said(done))
                return redirect("admin:index")
        plan = removing.plan()
        response: HttpResponse = self.render_page(
            request,
            "admin/start_own.html",
            obj=None,
            title=_("Start my own newsroom"),
            plan=plan,
            problems=form.non_field_errors() if form.is_bound else [],
            most=MOST_SHOWN,
        )
        return response


def said(plan: removing.Plan) -> str:
    """Say what was done."""
    if not plan.staying:
        return _("The demo is gone. This is your own newsroom now.")
    return _("The demo is gone, but for what your own work uses. This is your own newsroom now.")
