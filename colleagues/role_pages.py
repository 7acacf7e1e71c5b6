"""The admin's page of what each role may do, and that of one role: its name and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues import roles
from colleagues.models import Role
from colleagues.rights import MANAGE
from colleagues.what_roles_may import BY_KEY, RIGHTS, Right, permissions_of
from publishing.admin.fields import can_be_pk
from publishing.admin.guard import actor_of
from publishing.errors import WorkflowError
from publishing.models import Event


@dataclass(frozen=True)
class Cell:
    """Whether one role may do what one sentence says."""

    role: Role
    is_ticked: bool
    is_new: bool


@dataclass(frozen=True)
class Line:
    """One sentence, and each role's answer to it."""

    right: Right
    cells: Sequence[Cell]


class RolePages:
    """Adds the roles to the admin of colleagues."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("roles/", self.roles_view, "roles"),
            self.page("roles/make/", self.make_role_view, "role-make"),
            self.page("roles/<int:role_id>/", self.role_view, "role"),
            *super().pages(),  # type: ignore[misc]
        ]

    def roles_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Show what each role may do; change it."""
        _require_managing(request)
        there = _all_roles()
        ticked = {role.pk: roles.rights_of(role) for role in there}
        refusal, asks_again = "", False
        if request.method == "POST":
            wanted = _wanted(request, there)
            asks_again = _shuts_oneself_out(request, wanted) and "sure" not in request.POST
            try:
                if not asks_again:
                    return self._changed(request, roles.change_rights(wanted=wanted, actor=actor_of(request)))
            except WorkflowError as said:
                refusal = str(said)
                there = _all_roles()
            ticked |= {each.role.pk: each.rights for each in wanted}
        return self._render_roles(request, there, ticked, refusal=refusal, asks_again=asks_again)

    def _render_roles(self: Any, request: HttpRequest, there: Any, ticked: Any, **more: Any) -> HttpResponse:
        page: HttpResponse = self.render_page(
            request,
            "admin/roles.html",
            obj=None,
            title=_("What each role may do"),
            roles=there,
            lines=_lines(there, ticked),
            waiting=[(role, roles.offered(role).values()) for role in there if roles.offered(role)],
            name=request.POST.get("name", ""),
            events=Event.objects.filter(kind=roles.KIND).select_related("actor")[:10],
            **more,
        )
        return page

    def _changed(self: Any, request: HttpRequest, changed: Sequence[Role]) -> HttpResponse:
        if changed:
            names = ", ".join(str(role) for role in changed)
            messages.success(request, _("Saved: %(roles)s. It holds from now on.") % {"roles": names})
        else:
            messages.info(request, _("Nothing was changed."))
        still = User.objects.get(pk=actor_of(request).pk).has_perm(MANAGE)
        return redirect(self.url("roles") if still else reverse("admin:index"))

    def make_role_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Make a role of the newsroom's own."""
        _require_managing(request)
        if request.method != "POST":
            return redirect(self.url("roles"))
        asked = request.POST.get("like", "")
        like = Role.objects.filter(pk=asked).first() if can_be_pk(asked) else None
        try:
            role = roles.make_role(name=request.POST.get("name", ""), like=like, actor=actor_of(request))
        except WorkflowError as refusal:
            there = _all_roles()
            ticked = {each.pk: roles.rights_of(each) for each in there}
            return self._render_roles(request, there, ticked, made=str(refusal))
        messages.success(request, _("“%(role)s” was made. Choose what it may do.") % {"role": role})
        return redirect(self.url("roles"))

    def role_view(self: Any, request: HttpRequest, role_id: int) -> HttpResponse:
        """Rename one role, or remove it."""
        _require_managing(request)
        role = get_object_or_404(Role.objects.select_related("group"), pk=role_id)
        refusal = ""
        if request.method == "POST":
            try:
                return self._done_to(request, role)
            except WorkflowError as said:
                refusal = str(said)
                role.refresh_from_db()
        page: HttpResponse = self.render_page(
            request,
            "admin/role.html",
            obj=None,
            title=_("Role: %(role)s") % {"role": role},
            role=role,
            name=request.POST.get("name", role.group.name),
            refusal=refusal,
            stays=roles.why_it_stays(role),
            colleagues=role.group.user_set.order_by("first_name", "username")[:50],
            rights=[BY_KEY[key].words for key in BY_KEY if key in roles.rights_of(role)],
        )
        return page

    def _done_to(self: Any, request: HttpRequest, role: Role) -> HttpResponse:
        version = _number(request.POST.get("version", ""))
        if request.POST.get("what") == "remove":
            roles.remove_role(role=role, version=version, actor=actor_of(request))
            messages.success(request, _("“%(role)s” was removed.") % {"role": role})
        else:
            name = request.POST.get("name", "")
            roles.rename_role(role=role, name=name, version=version, actor=actor_of(request))
            messages.success(request, _("The name is saved."))
        return redirect(self.url("roles"))


def _require_managing(request: HttpRequest) -> None:
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied


def _all_roles() -> list[Role]:
    for group in Group.objects.filter(role=None):
        # One that was made past these pages.
        Role.objects.get_or_create(group=group, defaults={"is_changed": True, "known": list(BY_KEY)})
    return list(
        Role.objects.select_related("group").annotate(people=Count("group__user")).order_by("group_id")
    )


def _wanted(request: HttpRequest, there: Sequence[Role]) -> list[roles.Wanted]:
    """Return what was ticked for each role that was on the screen."""
    return [
        roles.Wanted(
            role=role,
            version=_number(request.POST.get(f"version-{role.pk}", "")),
            rights=frozenset(key for key in request.POST.getlist(f"role-{role.pk}") if key in BY_KEY),
        )
        for role in there
        if f"version-{role.pk}" in request.POST
    ]


def _shuts_oneself_out(request: HttpRequest, wanted: Sequence[roles.Wanted]) -> bool:
    """Tell whether whoever asks could not come back here afterwards."""
    actor = actor_of(request)
    if actor.is_superuser:
        return False
    asked = {each.role.group_id: each.rights for each in wanted}
    kept = [
        permissions_of(asked[group.pk]) if group.pk in asked else roles.permissions_held(group)
        for group in actor.groups.all()
    ]
    return not any(MANAGE in permissions for permissions in kept)


def _lines(there: Sequence[Role], ticked: dict[int, frozenset[str]]) -> list[Line]:
    return [
        Line(right, [Cell(role, right.key in ticked[role.pk], right.key in role.undecided) for role in there])
        for right in RIGHTS
    ]


def _number(text: str) -> int:
    return int(text) if can_be_pk(text) else 0
