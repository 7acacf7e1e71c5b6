"""The page that is not there."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from newsroom.locale import WORDLESS


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no page; in the newsroom's language also where nothing else needs one."""
    if not request.path_info.startswith(WORDLESS):
        return page_not_found(request, exception)
    with request.site.locale():
        return page_not_found(request, exception)
