"""Forms that ask for a code."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

CODE = "one_time_code"
"""The name of the field; what is in it is given back to nobody."""


def code_field(**more: Any) -> forms.CharField:
    """Return a field for a code of six digits, which phones and password programs know how to fill."""
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autocapitalize": "none",
        "spellcheck": "false",
        "class": "code",
    }
    return forms.CharField(
        label=gettext_lazy("Code"), max_length=40, widget=forms.TextInput(attrs=attrs), **more
    )


class CodeForm(forms.Form):
    """The code that the app shows at this moment."""

    one_time_code = code_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[CODE].widget.attrs["autofocus"] = True

    def refuse(self) -> None:
        """Say what may be wrong; not which of it. Nobody can mend a code: the field is empty for the next."""
        self.data = {**self.data, CODE: ""}
        self.add_error(
            CODE, _("This code does not fit. Each works once and for a minute: wait for the next one.")
        )


class RecoveryForm(CodeForm):
    """One of the codes that were written down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[CODE].label = _("Recovery code")
        self.fields[CODE].widget.attrs |= {"inputmode": "text", "autocomplete": "off"}

    def refuse(self) -> None:
        self.add_error(CODE, _("This is none of your recovery codes, or it was used already."))


class PasswordAndCodeForm(forms.Form):
    """Makes sure that it is oneself who changes one's second factor."""

    current_password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    one_time_code = code_field(
        help_text=gettext_lazy("From your authenticator app, or one of your recovery codes.")
    )

    def __init__(self, *args: Any, account: User, has_factor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields[CODE].widget.attrs["inputmode"] = "text"
        self.fields[CODE].label = _("Code you log in with now")
        if not has_factor:
            del self.fields[CODE]
        if not account.has_usable_password():
            del self.fields["current_password"]
