"""The admin's own site: its name, changing a password, and forms sent when the login has ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from colleagues.login_ended import answer_to_form
from colleagues.login_forms import FirstStep, LoginForm, OwnPasswordForm
from colleagues.logins import pages as own_logins
from colleagues.logins.ending import forget_login
from colleagues.logins.seeing import follow, see
from colleagues.logins.telling import SHORT, lines
from colleagues.second_factor import pages as own_factor
from colleagues.second_factor.gate import NOT_LET_IN
from desk import audit, audit_export, background, backups, health, purges
from desk.checklist import shown_steps
from desk.checks import CHECKS
from desk.choosing import ChoicesView
from desk.finding.searching import search
from desk.finding.views import edit, find
from desk.sections import place_of
from desk.view_on_site import to_page
from operating.doctor import mirror
from operating.erasing import pages as erasing
from profiles.never_asking import ask_again, names_never_asked, never_ask

View = TypeVar("View", bound=Callable[..., Any])


class OwnPassword(PasswordChangeView):
    """Ends every other login with the old password."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        follow(self.request)
        self.request.session.pop(SHORT, None)
        return answer


class NewsroomAdminSite(AdminSite):
    """Django's admin, except that it throws away no text because somebody's login has ended."""

    # The sections stand in a line under the newsroom's name.
    enable_nav_sidebar = False
    login_form = LoginForm
    # Carried here, so that the forms of lower apps find them without importing upwards.
    checks = CHECKS
    names_never_asked = staticmethod(names_never_asked)
    never_ask = staticmethod(never_ask)
    ask_again = staticmethod(ask_again)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Let in whoever may enter; keep what anybody else has typed."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            is_leaving = request.path == reverse("admin:logout")
            if request.method == "POST" and not self.has_permission(request) and not is_leaving:
                return answer_to_form(request)
            if self.has_permission(request):
                see(request)
            return guarded(request, *args, **kwargs)

        return cast(View, inner)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add what belongs to no kind of page: the search, and the ways between public pages and forms."""
        anywhere = r"^edit/(?P<path>(?s:.*))$"
        # Stands before Django's own page with this address, which asks for no right.
        row = "r/<path:content_type_id>/<path:object_id>/"
        return [
            path("background/", self.admin_view(self.background), name="background"),
            path("backups/", self.admin_view(self.backups), name="backups"),
            path("audit/", self.admin_view(self.audit), name="audit"),
            path("audit/export/", self.admin_view(audit_export.export), name="audit-export"),
            path("purges/", self.admin_view(self.purges), name="purges"),
            path("health/", self.admin_view(self.health), name="health"),
            # Asked by the doctor with a pass of its own; for everybody else it is not there.
            path("seen/", self.seen, name="seen"),
            path("logins/", self.admin_view(own_logins.own_logins), name="logins"),
            path("logins/notice/", self.admin_view(own_logins.read_notice), name="login-notice"),
            path("erasures/", self.admin_view(self.erasures), name="erasures"),
            path("erasures/person/<slug:person>/", self.admin_view(self.erase_person), name="erase-person"),
            path(
                "erasures/colleague/<int:colleague>/",
                self.admin_view(self.erase_colleague),
                name="erase-colleague",
            ),
            path("second-factor/", self.admin_view(own_factor.overview), name="second-factor"),
            path("second-factor/set-up/", self.admin_view(own_factor.set_up), name="second-factor-set-up"),
            path("second-factor/codes/", self.admin_view(own_factor.new_codes), name="second-factor-codes"),
            path("second-factor/file/", self.admin_view(own_factor.as_file), name="second-factor-file"),
            path("second-factor/remove/", self.admin_view(own_factor.remove), name="second-factor-remove"),
            path("find/", self.admin_view(find), name="find"),
            path("search/", self.admin_view(search), name="search"),
            re_path(anywhere, self.admin_view(edit), name="edit"),
            path(row, self.admin_view(to_page), name="view_on_site"),
            *super().get_urls(),
        ]

    def background(self, request: HttpRequest) -> HttpResponse:
        """Show administrators what is done in the background."""
        return background.background(request, self)

    def backups(self, request: HttpRequest) -> HttpResponse:
        """Show administrators which backups there are."""
        return backups.backups(request, self)

    def audit(self, request: HttpRequest) -> HttpResponse:
        """Show administrators everything that was done."""
        return audit.audit(request, self)

    def health(self, request: HttpRequest) -> HttpResponse:
        """Show administrators what is wrong with the site."""
        return health.health(request, self)

    def seen(self, request: HttpRequest) -> HttpResponseBase:
        """Tell the doctor how its request arrived; for everybody else there is no such page."""
        if mirror.has_pass(request):
            return mirror.seen(request)
        return self.admin_view(self.catch_all_view)(request, "seen/")

    def purges(self, request: HttpRequest) -> HttpResponse:
        """Show administrators what the caches in front were told."""
        return purges.purges(request, self)

    def erasures(self, request: HttpRequest) -> HttpResponse:
        """Show administrators that something was erased."""
        return erasing.erasures(request, self)

    def erase_person(self, request: HttpRequest, person: str) -> HttpResponse:
        """Erase a person, once it was said what goes."""
        return erasing.erase_person(request, self, person=person)

    def erase_colleague(self, request: HttpRequest, colleague: int) -> HttpResponse:
        """Erase a colleague, once it was said what goes."""
        return erasing.erase_colleague(request, self, colleague=colleague)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        """Offer choices with what tells those of one name apart."""
        return ChoicesView.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Begin with what a new newsroom has still to do."""
        more = {
            "checklist": shown_steps(request),
            "login_notices": lines(request),
            "background": background.notice(request),
            "purges": purges.notice(request),
            "backups": backups.notice(request),
            "health": health.notice(request),
        }
        return super().index(request, {**(extra_context or {}), **more})

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Ask for the password; what else is needed to be logged in is asked for afterwards."""
        index = reverse("admin:index")
        if request.method == "GET" and self.has_permission(request):
            return redirect(index)
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "next": index,
            "needs_second_factor": getattr(request, NOT_LET_IN, False),
            **(extra_context or {}),
        }
        if {"next"} & (request.GET.keys() | request.POST.keys()):
            del context["next"]
        view = FirstStep.as_view(
            authentication_form=self.login_form, template_name="admin/login.html", extra_context=context
        )
        return view(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Forget this login with its session."""
        if request.method == "POST":
            forget_login(request.session.session_key or "")
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Let somebody change their own password, and leave it in the history."""
        view = OwnPassword.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            template_name="registration/password_change_form.html",
            extra_context=self.each_context(request) | (extra_context or {}),
        )
        return view(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the site as its readers know it; the login form would name its host."""
        name = request.site.name
        return super().each_context(request) | {"site_name": name, "site_header": name, "site_title": name}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Sort the sections as a desk needs them; which package one comes from is nobody's concern."""
        apps = super().get_app_list(request, app_label)
        models = [model for app in apps for model in app["models"]]
        models.sort(key=lambda model: place_of(model["model"]._meta.label))
        return [app | {"models": models} for app in apps[:1]]

    def app_index(  # type: ignore[override]
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the first page, which has every section."""
        return redirect("admin:index")
