"""The frame of pages for people who are not logged in."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers


def bare_page(
    request: HttpRequest, template: str, *, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a page without anything of the desk around it; nobody keeps it."""
    context = {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": None,
        "has_permission": False,
        "is_nav_sidebar_enabled": False,
        # Nothing of the desk stands here, not even for whoever is logged in.
        "available_apps": [],
        **more,
    }
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response
