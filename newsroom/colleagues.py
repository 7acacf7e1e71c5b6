"""Forms for colleagues' accounts."""

import json
from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

NOT_STORED_AS_TYPED = {"password_set", "seen"}


def fingerprint(user: User, names: Iterable[str]) -> str:
    """Return a mark of an account's password and these settings, which tells nobody what they are."""
    values = model_to_dict(user, fields=list(names))
    if "groups" in values:
        values["groups"] = sorted(group.pk for group in values["groups"])
    stored = json.dumps([sorted(values.items()), user.password])
    return salted_hmac("newsroom.colleagues", stored, algorithm="sha256").hexdigest()


class OwnSettingsForm(forms.ModelForm):
    """What everybody may change of their own account."""

    site: Any
    """The newsroom, whose zone is used where a colleague has chosen none; the admin page sets it."""
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal = ""
    is_own = False

    class Meta:
        model = User
        fields: tuple[str, ...] = ("first_name", "last_name", "email", "language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["seen"] = fingerprint(self.instance, self.stored_names)
        browser = [("", _("As the browser asks"))]
        newsroom = [("", _("The newsroom's: %(zone)s") % {"zone": self.site.time_zone})]
        self._choose("language", [*browser, *settings.LANGUAGES])
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

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned


class ColleagueForm(OwnSettingsForm):
    """What an administrator may change."""

    password_set = forms.CharField(
        label=gettext_lazy("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Leave empty to keep the present one."),
    )
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Roles"),
        queryset=Group.objects.order_by("pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Reporters write and hand over. Editors publish as well. Administrators also manage colleagues."
        ),
    )

    class Meta(OwnSettingsForm.Meta):
        fields = (*OwnSettingsForm.Meta.fields, "username", "person", "is_active", "groups")
        labels = {"is_active": gettext_lazy("Can log in")}
        help_texts = {
            "is_active": gettext_lazy("Untick it when somebody leaves. Accounts are never deleted."),
        }

    def clean_password_set(self) -> str:
        password: str = self.cleaned_data["password_set"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    def clean_is_active(self) -> bool:
        active: bool = self.cleaned_data["is_active"]
        if self.is_own and not active:
            raise ValidationError(_("You cannot shut yourself out. Ask another administrator."))
        return active


class NewColleagueForm(ColleagueForm):
    """A new account, with a first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password_set"].label = _("First password")
        self.fields["password_set"].required = True
        self.fields["password_set"].help_text = _("Tell it to them. They can change it after logging in.")
