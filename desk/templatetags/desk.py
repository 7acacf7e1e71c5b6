"""The admin's first page: what waits for a colleague, as a template tag."""

from typing import Any

from django import template
from django.contrib.admin import site

from desk.piles import Desk, desk_of

register = template.Library()


@register.simple_tag(takes_context=True)
def desk(context: Any) -> Desk:
    """Return what lies on this colleague's desk."""
    return desk_of(context["request"], site)
