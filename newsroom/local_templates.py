"""A newsroom's own templates, in local/templates: what is wrong in one is told with its file and line."""

from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.template import Engine, Node, Origin, Template, TemplateSyntaxError
from django.template.backends.django import Template as BackendTemplate
from django.template.base import Parser

FOLDER = Path("local") / "templates"
TEMPLATE_PARTS = (Template, Node, Parser, BackendTemplate)


def check_local_templates(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of templates that cannot be used, before a reader meets them."""
    return [
        Warning(problem, hint="Readers get an error page wherever it is used.", id="newsroom.W002")
        for problem in problems(settings.BASE_DIR / FOLDER)
    ]


def problems(folder: Path) -> Iterator[str]:
    """Say of each template in a folder that cannot be used where and why, in one line."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            yield f"{shown(path)}: it is not written in UTF-8."
            continue
        try:
            Template(text, origin=Origin(str(path), name), name=name, engine=Engine.get_default())
        except TemplateSyntaxError as error:
            line = getattr(getattr(error, "token", None), "lineno", 1)
            yield f"{shown(path)}, line {line}: {' '.join(str(error).split())}"


def place_in(trace: TracebackType | None) -> str:
    """Return the file and line of the template a fault came from, empty if it came from none."""
    found = ""
    for frame, _line in walk_tb(trace):
        culprit: Any = frame.f_locals.get("self")
        # Asked of its type alone: a lazy object would be woken, and might fail as the page just did.
        if not issubclass(type(culprit), TEMPLATE_PARTS):
            continue
        origin = getattr(culprit, "origin", None)
        if not isinstance(origin, Origin):
            continue
        token = frame.f_locals.get("token") or getattr(culprit, "token", None)
        line = getattr(token, "lineno", None)
        found = f"{shown(Path(origin.name))}, line {line}" if line else shown(Path(origin.name))
    return found


def shown(path: Path) -> str:
    """Return a file's path from the project's folder, as the person who wrote it knows it."""
    return str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path)
