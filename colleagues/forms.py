"""Forms for colleagues' accounts."""

import json
from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from colleagues import mail
from colleagues.inviting import is_taken
from colleagues.models import Invitation
from profiles.models import Person, PersonMention
from publishing.admin.fields import KnownSelect
from publishing.languages import interface_languages

FOR_ONESELF, FOR_OTHERS = {"wants_mail"}, ("username", "groups")
"""Settings nobody else chooses for a colleague, and those no colleague chooses for themselves."""
NOT_STORED_AS_TYPED = {"seen", "current_password"}
ROLES_EXPLAINED = gettext_lazy(
    "Reporters write and hand over. Fact checkers read everything and leave notes. Editors publish as well. "
    "Administrators also manage colleagues. “What each role may do” says it in full, and can be changed."
)


def fingerprint(user: User, names: Iterable[str]) -> str:
    """Return a mark of an account's password and these settings, which tells nobody what they are."""
    values = model_to_dict(user, fields=list(names))
    if "groups" in values:
        values["groups"] = sorted(group.pk for group in values["groups"])
    if "person" in names:
        person = Person.objects.of_colleague(user)
        values["person"] = person.pk if person else None
    stored = json.dumps([sorted(values.items()), user.password])
    return salted_hmac("colleagues", stored, algorithm="sha256").hexdigest()


class OwnSettingsForm(forms.ModelForm):
    """What everybody may change of their own account."""

    site: Any
    """The newsroom, whose zone is used where a colleague has chosen none; the admin page sets it."""
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    current_password: Any = forms.CharField(
        label=gettext_lazy("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy(
            "Needed only to change the e-mail address: links to a new password are sent there."
        ),
    )
    person: Any = forms.ModelChoiceField(
        label=gettext_lazy("Profile"),
        queryset=Person.objects.out_of_bin(),
        required=False,
        # Any field that leads to people tells the search box what to look for.
        widget=KnownSelect(PersonMention._meta.get_field("person"), admin.site),
        help_text=gettext_lazy("Your own page among the people. New articles start with it as their byline."),
    )
    refusal = ""

    class Meta:
        model = User
        fields: tuple[str, ...] = ("first_name", "last_name", "email", "language", "time_zone", "wants_mail")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["seen"] = fingerprint(self.instance, self.stored_names)
            self.initial["person"] = Person.objects.of_colleague(self.instance)
        browser = [("", _("As the browser asks"))]
        newsroom = [("", _("The newsroom's: %(zone)s") % {"zone": self.site.time_zone})]
        if "wants_mail" in self.fields and not mail.is_set_up():
            self.fields["wants_mail"].help_text = _("Mail is not set up here, so none is sent.")
        self._choose("language", [*browser, *interface_languages(self.instance.language)])
        self._choose("time_zone", [*newsroom, *((zone, zone) for zone in sorted(available_timezones()))])

    @property
    def stored_names(self) -> list[str]:
        """Return the settings this form shows."""
        return [name for name in self.fields if name not in NOT_STORED_AS_TYPED]

    @property
    def changed_names(self) -> list[str]:
        """Return the settings that were given another value."""
        return sorted(set(self.changed_data) - NOT_STORED_AS_TYPED)

    def _choose(self, name: str, choices: Any) -> None:
        if name in self.fields:
            label = self.fields[name].label
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean_person(self) -> Person | None:
        person: Person | None = self.cleaned_data["person"]
        if person is not None and person.colleague_id not in (None, self.instance.pk):
            raise ValidationError(_("Somebody else is linked to this profile already."))
        return person

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "current_password" in self.fields and "email" in self.changed_data:
            password = self.cleaned_data.get("current_password", "")
            if not self.instance.check_password(password):
                message = _("To change your e-mail address, type the password you log in with.")
                self.add_error("current_password", message)
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned


class SettingsButProfileForm(OwnSettingsForm):
    """The same for whoever has a profile, or may not choose one."""

    person = None


class ColleagueForm(OwnSettingsForm):
    """What an administrator may change of somebody else's account."""

    current_password = None
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Roles"),
        queryset=Group.objects.order_by("pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ROLES_EXPLAINED,
    )

    class Meta(OwnSettingsForm.Meta):
        fields = (*(name for name in OwnSettingsForm.Meta.fields if name not in FOR_ONESELF), *FOR_OTHERS)
        labels = {"username": gettext_lazy("Username")}
        help_texts = {"username": gettext_lazy("What they log in with. Readers never see it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            self.fields["person"].help_text = _(
                "Their page among the people. Their new articles start with it as the byline."
            )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if is_taken(username, but_by=self.instance):
            raise ValidationError(_("Somebody else logs in with this name. Choose another."))
        return username


class InvitationForm(forms.ModelForm):
    """Who is invited, where the link goes, and the role that waits."""

    role = forms.ModelChoiceField(
        label=gettext_lazy("Role"),
        queryset=Group.objects.order_by("pk"),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=ROLES_EXPLAINED,
    )

    class Meta:
        model = Invitation
        fields = ("first_name", "last_name", "email", "role")


class DeactivateForm(forms.Form):
    """What becomes of the drafts of somebody who leaves."""

    drafts_to = forms.ModelChoiceField(
        label=gettext_lazy("Give these drafts to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy(
            "Anybody who may change a draft can also take it over later, on its own page."
        ),
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["drafts_to"]
        field.queryset = colleagues
        field.label_from_instance = with_username


def with_username(user: User) -> str:
    """Return a colleague's name, and the one they log in with: two may have the same name."""
    return " – ".join(dict.fromkeys([str(user), user.username]))
