"""Logging in, and changing one's own password afterwards."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from colleagues import passwords
from colleagues.logging_in import after_password


class LoginForm(AdminAuthenticationForm):
    """Says the same of a wrong name, a wrong password and an account that has ended."""

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": gettext_lazy(
            "This username and password do not belong together. Capital letters matter in both."
        ),
    }


class FirstStep(LoginView):
    """Takes name and password; whoever needs no more is logged in."""

    def form_valid(self, form: Any) -> HttpResponse:
        return after_password(self.request, form.get_user(), to=self.get_success_url())


class OwnPasswordForm(AdminPasswordChangeForm):
    """Asks for the old password, and writes the new one as every verb writes."""

    def save(self, commit: bool = True) -> Any:
        passwords.change_own(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user
