"""The admin of colleagues: administrators manage everybody else, everybody their own settings."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from colleagues import mail
from colleagues.account_pages import AccountPages
from colleagues.forms import ColleagueForm, OwnSettingsForm, SettingsButProfileForm, fingerprint
from colleagues.invitation_pages import InvitationPages
from colleagues.leaving import drafts_held, end_what_they_gave
from colleagues.lock_pages import LockPages
from colleagues.logins.ending import end_logins
from colleagues.own_profile import link_profile
from colleagues.passwords import end_links
from colleagues.rights import may_manage, somebody_still_manages
from colleagues.role_pages import RolePages
from colleagues.second_factor.rules import has_one, is_required
from colleagues.telling import tell_of_handing
from masthead.site import site_of
from profiles.models import Person
from publishing.admin.fields import can_be_pk
from publishing.admin.guard import GuardedAdmin, actor_of
from publishing.errors import InvalidText, NotAllowed, WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.typed import as_typed

BESIDE_THE_ROW = {"groups", "person"}
"""Settings of an account that other rows hold."""


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
class ColleagueAdmin(InvitationPages, AccountPages, LockPages, RolePages, GuardedAdmin):
    """Administrators invite, change and deactivate colleagues; everybody has their own settings."""

    change_form_template = "admin/colleague_form.html"
    change_list_template = "admin/colleagues.html"
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", RoleFilter)
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    # Carried here, so that the forms of drafts find it by the kind it is about, without importing upwards.
    tell_of_handing = staticmethod(tell_of_handing)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_own(request, obj) or super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if is_own(request, obj):
            return True
        return super().has_change_permission(request, obj) and may_manage(actor_of(request), obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: type = ColleagueForm
        if is_own(request, obj):
            form = OwnSettingsForm if _may_choose_person(request, obj) else SettingsButProfileForm
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        name = ("first_name", "last_name", "email")
        desk = (gettext_lazy("Language and time"), {"fields": ("language", "time_zone")})
        if is_own(request, obj):
            person = ("person",) if _may_choose_person(request, obj) else ()
            own = (*name, "current_password", *person)
            return ((None, {"fields": own}), desk, (gettext_lazy("Mail"), {"fields": ("wants_mail",)}))
        return (
            (gettext_lazy("Who it is"), {"fields": (*name, "username", "person")}),
            (gettext_lazy("What they may do"), {"fields": ("groups",)}),
            desk,
        )

    def write(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        with somebody_still_manages():
            user = _as_seen(form)
            old_address = user.email
            own = set(form.changed_names) - BESIDE_THE_ROW
            for name, value in as_typed(User, {name: form.cleaned_data[name] for name in own}).items():
                setattr(user, name, value)
            _store(user, own)
            if "person" in form.changed_names:
                link_profile(user, form.cleaned_data["person"])
            if "email" in form.changed_names:
                # They went to the old address.
                end_links(user)
            note = ended = ""
            if "groups" in form.changed_names:
                note = _new_roles(user, form.cleaned_data["groups"])
                if not may_manage(User.objects.get(pk=user.pk)):
                    ended = end_what_they_gave(user, actor=actor_of(request))
                    note = "\n".join(filter(None, [note, ended]))
            changed = {"changed": form.changed_names}
            write_event(Verb.SAVE, of=user, actor=actor_of(request), note=note, data=changed)
            if "email" in form.changed_names and is_own(request, user) and old_address and mail.is_set_up():
                mail.post_address_changed(user, old_address, site=site_of(request))
        if ended:
            messages.info(request, ended)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        user = context["original"]
        own = is_own(request, user)
        context |= {
            "is_own": own,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
            "may_manage": not own and self.has_change_permission(request, user),
            "roles": self.roles(user),
            "has_factor": not own and has_one(user),
            "needs_factor": not own and is_required(user),
            "drafts": [] if own else self.drafts_shown(drafts_held(user)),
        }
        if own:
            context["title"] = _("Your settings")
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not is_own(request, obj):
            return super().response_change(request, obj)
        messages.success(request, _("Your settings are saved."))
        return redirect(self.url("change", obj))

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, obj: Any) -> str:
        names = [group.name for group in obj.groups.all()]
        return ", ".join([_("Administrator"), *names] if obj.is_superuser else names) or _("No role")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")


def is_own(request: HttpRequest, obj: Any) -> bool:
    """Tell whether this account is the one that is logged in."""
    return obj is not None and obj.pk is not None and obj.pk == request.user.pk


def _may_choose_person(request: HttpRequest, user: User) -> bool:
    """Let everybody say once who they are; a byline is public, so changing it is for administrators.

    Choosing gives no new power: whoever writes an article can put any name above it.
    """
    if not request.user.has_perm("profiles.view_person"):
        return False
    return Person.objects.of_colleague(user) is None or may_manage(actor_of(request))


def _new_roles(user: User, groups: Any) -> str:
    """Give somebody these roles; say for the history which they had and have."""
    before = ", ".join(user.groups.order_by("pk").values_list("name", flat=True)) or _("No role")
    lost = set(user.groups.all()) - set(groups)
    user.groups.set(groups)
    if lost:
        end_logins(user)
    after = ", ".join(group.name for group in groups) or _("No role")
    return _("Roles before: %(before)s. Now: %(after)s.") % {"before": before, "after": after}


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


def _store(user: User, names: set[str]) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=names)
    except IntegrityError as error:
        # The form found it free a moment ago.
        raise InvalidText(_("Somebody else has just taken this login name.")) from error
