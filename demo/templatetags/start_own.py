"""The way to one's own newsroom, for whatever page of the admin wants to show it."""

from typing import Any

from django import template
from django.urls import reverse

from demo import removing

register = template.Library()


@register.simple_tag(takes_context=True)
def start_own_url(context: dict[str, Any]) -> str:
    """Return where administrators take the demo away; nothing once it is gone, or for anybody else."""
    user = context["request"].user
    if not removing.may_remove(user) or not removing.is_there():
        return ""
    return reverse("admin:demo_demorow_start")
