"""The admin's own site: its name, and what becomes of a form sent when the login has ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from newsroom.checklist import shown_steps
from newsroom.login_ended import answer_to_form

View = TypeVar("View", bound=Callable[..., Any])


class NewsroomAdminSite(AdminSite):
    """Django's admin, except that it throws away no text because somebody's login has ended."""

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Let in whoever may enter; keep what anybody else has typed."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            is_leaving = request.path == reverse("admin:logout")
            if request.method == "POST" and not request.user.is_authenticated and not is_leaving:
                return answer_to_form(request)
            return guarded(request, *args, **kwargs)

        return cast(View, inner)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Begin with what a new newsroom has still to do."""
        return super().index(request, {**(extra_context or {}), "checklist": shown_steps(request)})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the site as its readers know it; the login form would name its host."""
        name = request.site.name
        return super().each_context(request) | {"site_name": name, "site_header": name, "site_title": name}
