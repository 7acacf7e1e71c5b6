"""The admin of colleagues; and what other packages register, taken out again."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit import admin as taggit_admin
from taggit.models import Tag as UnusedTag

from accounts.models import User
from newsroom.colleagues import ColleagueForm, NewColleagueForm, OwnSettingsForm, fingerprint
from newsroom.models import Newsroom
from newsroom.newsroom_admin import NewsroomAdmin
from publishing.admin.fields import can_be_pk
from publishing.admin.guard import GuardedAdmin, actor_of
from publishing.errors import NotAllowed, WrongState
from publishing.models import Event, Verb

admin.site.register(Newsroom, NewsroomAdmin)
admin.site.index_title = gettext_lazy("Your desk")
# Roles come with the program, and tags have a table of our own.
auth_admin.admin.site.unregister(Group)
taggit_admin.admin.site.unregister(UnusedTag)


class RoleFilter(admin.SimpleListFilter):
    """Filter the list by role; somebody without one is named too."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        roles = [(str(group.pk), group.name) for group in Group.objects.order_by("pk")]
        return [*roles, ("owner", _("Administrator over everything")), ("none", _("No role"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case None:
                return queryset
            case "owner":
                return queryset.filter(is_superuser=True)
            case "none":
                return queryset.filter(groups=None, is_superuser=False)
            case role:
                return queryset.filter(groups=role) if can_be_pk(role) else queryset.none()


@admin.register(User)
class ColleagueAdmin(GuardedAdmin):
    """Administrators add, change and deactivate colleagues; everybody has their own settings."""

    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", RoleFilter)
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    autocomplete_fields = ("person",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_own(request, obj) or super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return _is_own(request, obj) or super().has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            form: type = NewColleagueForm
        elif self._is_administrator(request):
            form = ColleagueForm
        else:
            form = OwnSettingsForm
        made = super().get_form(request, obj, change, form=form, **kwargs)
        made.is_own = _is_own(request, obj)
        return made

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        name = ("first_name", "last_name", "email")
        own = (gettext_lazy("Settings"), {"fields": ("language", "time_zone")})
        if obj is not None and not self._is_administrator(request):
            return ((None, {"fields": name}), own)
        login = ("username", "password_set", *(("is_active",) if obj else ()))
        return (
            (gettext_lazy("Login"), {"fields": login}),
            (gettext_lazy("Who it is"), {"fields": (*name, "person")}),
            (gettext_lazy("What they may do"), {"fields": ("groups",)}),
            own,
        )

    def write(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        with transaction.atomic():
            user = _as_seen(form) if change else form.instance
            changed = form.changed_names if change else form.stored_names
            for name in changed:
                if name != "groups":
                    setattr(user, name, form.cleaned_data[name])
            user.is_staff = True
            written = [*changed, "is_staff"]
            if form.cleaned_data.get("password_set"):
                user.set_password(form.cleaned_data["password_set"])
                written.append("password")
            user.save(update_fields=set(written) - {"groups"} if change else None)
            if "groups" in changed:
                user.groups.set(form.cleaned_data["groups"])
            Event.objects.create(
                actor=actor_of(request),
                verb=Verb.SAVE if change else Verb.CREATE,
                kind=str(self.opts.model_name),
                object_key=self.history_key(user),
                label=str(user)[:300],
                data={"changed": form.changed_names},
            )

    def history_key(self, obj: Any) -> str:
        return str(obj.pk)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, obj: Any) -> str:
        names = [group.name for group in obj.groups.all()]
        return ", ".join([_("Administrator"), *names] if obj.is_superuser else names) or _("No role")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def _is_administrator(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("accounts.change_user"))


def _is_own(request: HttpRequest, obj: Any) -> bool:
    return obj is not None and obj.pk is not None and obj.pk == request.user.pk


def _as_seen(form: OwnSettingsForm) -> User:
    """Lock the account; refuse if it is not what the form was opened with."""
    user = User.objects.select_for_update(no_key=True).filter(pk=form.instance.pk).first()
    if user is None:
        raise NotAllowed(_("This account is not there any more."))
    if form.cleaned_data["seen"] != fingerprint(user, form.stored_names):
        raise WrongState(
            _(
                "Somebody changed this account after you opened this page, so nothing was saved. "
                "Open it again and repeat your change."
            )
        )
    return user
