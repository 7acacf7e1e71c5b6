"""Logging in, and changing one's own password afterwards."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from colleagues import passwords
from colleagues.logging_in import after_password
from colleagues.logins.telling import SHORT
from colleagues.password_rules import is_short_alone, rule_for


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
        user = form.get_user()
        answer = after_password(self.request, user, to=self.get_success_url())
        self.request.session[SHORT] = is_short_alone(user, form.cleaned_data["password"])
        return answer


class OwnPasswordForm(AdminPasswordChangeForm):
    """Asks for the old password, and writes the new one as every verb writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = rule_for(self.user)
        self.fields["new_password2"].help_text = ""

    def save(self, commit: bool = True) -> Any:
        passwords.change_own(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user
