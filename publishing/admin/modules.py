"""The scripts of a page that are modules: all of them named at once, each by what is in it.

A module names others by their plain addresses, which browsers ask for anew every minute and one after the
other. The import map leads each to the address that is kept for good; what is preloaded comes in one go.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urljoin

import js_asset
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

# Our own modules name others at the beginning of a line, in double quotes, relative to themselves.
_IMPORTED = re.compile(r'^(?:import|export|\}).*?"(\.[^"]+\.js)"', re.M)
THE_EDITOR = ("django_prose_editor/editor.js", "django_prose_editor/configurable.js")


@cache
def modules_of(*entries: str) -> tuple[str, ...]:
    """Return the paths of these modules and of every one of our own that they import."""
    found: dict[str, None] = {}
    waiting = list(entries)
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found[path] = None
            waiting += _imported_by(path)
    return tuple(found)


def _imported_by(path: str) -> Iterator[str]:
    place = finders.find(path)
    if place is None:
        raise LookupError(f"A module imports “{path}”, which is not there.")
    for name in _IMPORTED.findall(Path(place).read_text(encoding="utf-8")):
        yield normpath(join(dirname(path), name))


def media_of(*entries: str) -> js_asset.Media:
    """Return the import map for these modules and what they import."""
    names = {urljoin(settings.STATIC_URL, path): path for path in modules_of(*entries)}
    return js_asset.Media(importmap=js_asset.ImportMap(names))


def preloaded(*entries: str) -> list[str]:
    """Return the addresses of what a page will need anyway: the text editor, these modules, theirs."""
    return [static(path) for path in (*THE_EDITOR, *modules_of(*entries))]
