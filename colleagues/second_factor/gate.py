"""Nobody is logged in by half: whoever needs a second factor and came without is a stranger everywhere."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from colleagues.logins.devices import hand_out
from colleagues.second_factor.rules import is_required

PASSED = "second_factor"
"""In a session: its login was given a code."""
NOT_LET_IN = "needs_second_factor"


class Authentication(AuthenticationMiddleware):
    """Django's, except that a login without the second factor it needs is no login.

    Every page, picture and script asks the request who is there, so there is no door to forget. It is
    asked only when somebody wants to know: readers' pages never do.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _let_in(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Give a browser that somebody has just logged in with what it is known by."""
        hand_out(request, response)
        return response


def _let_in(request: HttpRequest) -> Any:
    user = get_user(request)
    if not user.is_authenticated or request.session.get(PASSED) or not is_required(user):
        return user
    setattr(request, NOT_LET_IN, True)
    return AnonymousUser()
