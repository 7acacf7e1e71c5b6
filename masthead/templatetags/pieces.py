"""Pieces of pages that are made once a process, as templates ask for them."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from publishing.pieces import Pieces, in_words

register = template.Library()
ALWAYS = ("newsroom", "site_name", "site_url", "site_language")
"""What every template may name, a piece's too."""
MENU_TO_BEGIN_WITH = ("home", "tags", "people")
OWN = Path(settings.BASE_DIR, "local")
_MADE: Pieces[SafeString] = Pieces(1_500)


@register.simple_tag(takes_context=True)
def piece(context: Context, name: str, made_of: Hashable, **shown: Any) -> SafeString:
    """Return what a template makes of these things, or made of the same ones before.

    One that a newsroom put in its place may show anything else of the page, so it is rendered each time.
    """
    found: Template = context.template.engine.get_template(name)  # type: ignore[union-attr]
    if _is_within(OWN, found.origin.name):
        with context.push(**shown):
            return found.render(context)
    words = tuple(value for value in shown.values() if isinstance(value, str))
    site = (context["newsroom"].token, context["site_url"])
    kept_under = (name, site, in_words(), made_of, words)
    return _MADE.get(kept_under, lambda: _rendered(found, context, shown))


@cache
def _is_within(folder: Path, file: str) -> bool:
    return Path(file).is_relative_to(folder)


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """Return the top of every page; the link that leads here says so, and the front page has its day."""
    here, today = context["request"].path, context.get("today")
    menu = [link.address for link in context["newsroom"].menu] or map(reverse, MENU_TO_BEGIN_WITH)
    if here not in menu:
        here = ""
    day = localdate(today) if today else None
    return piece(context, "_components/_site_header.html", day, here=here, today=today)


def _rendered(found: Template, context: Context, shown: dict[str, Any]) -> SafeString:
    return found.render(Context({**{each: context[each] for each in ALWAYS}, **shown}))
