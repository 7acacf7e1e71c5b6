"""Logging in, and changing one's own password afterwards."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.utils.translation import gettext_lazy

from colleagues import passwords


class LoginForm(AdminAuthenticationForm):
    """Says the same of a wrong name, a wrong password and an account that has ended."""

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": gettext_lazy(
            "This username and password do not belong together. Capital letters matter in both."
        ),
    }


class OwnPasswordForm(AdminPasswordChangeForm):
    """Asks for the old password, and writes the new one as every verb writes."""

    def save(self, commit: bool = True) -> Any:
        passwords.change_own(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user
