"""Requests that a page's own script makes: it wants data, not a page."""

from django.http import HttpRequest

JSON = "application/json"


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a request asks for data alone."""
    return JSON in request.headers.get("Accept", "")
