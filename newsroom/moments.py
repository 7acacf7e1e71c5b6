"""One moment per request, so that no page straddles a change."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def one_moment(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Stamp each request with the moment everything it shows is asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.moment = timezone.now()
        return get_response(request)

    return middleware
