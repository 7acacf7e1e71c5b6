"""Dates in templates."""

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def iso(moment: datetime) -> str:
    """Write a moment for machines, in the zone its reader sees beside it."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
