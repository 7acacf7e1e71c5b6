"""How pages look that may not rely on anything."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def stylesheets_if_there() -> SafeString:
    """Link the stylesheets, or none where they were not collected: a page about a fault must not fail too."""
    try:
        return render_to_string("_components/_stylesheets.html")
    except ValueError:
        return SafeString()
