"""Bylines as readers see them: who did what, in one line for each role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from profiles.models import PersonEdition


@dataclass(frozen=True)
class Name:
    """One name, and what stands before it in the line; no address without a live page."""

    text: str
    url: str = ""
    is_agency: bool = False
    before: str = ""


@dataclass
class BylineLine:
    """Everybody with one role; the writers' role is empty."""

    role: str
    names: list[Name] = field(default_factory=list)

    @property
    def linked(self) -> SafeString:
        """Return the names in one line; who has a page is linked."""
        return format_html_join("", "{}{}", ((name.before, _linked(name)) for name in self.names))


def byline_lines(
    byline: Iterable[Mapping[str, Any]], people: Mapping[str, PersonEdition]
) -> list[BylineLine]:
    """Return a published byline's lines, in the order in which its roles first appear."""
    lines: dict[str, list[Mapping[str, Any]]] = {}
    for credit in byline:
        lines.setdefault(credit["role"], []).append(credit)
    return [BylineLine(role, _names(credits, people)) for role, credits in lines.items()]


def plain_byline(byline: Iterable[Mapping[str, Any]]) -> str:
    """Return the writers' names as plain text, for lists and feeds."""
    writers = [credit for credit in byline if not credit["role"]]
    return "".join(name.before + name.text for name in _names(writers, {}))


def _names(credits: list[Mapping[str, Any]], people: Mapping[str, PersonEdition]) -> list[Name]:
    names = []
    for position, credit in enumerate(credits):
        page = people.get(credit["person"])
        names.append(
            Name(
                text=credit["name"],
                url=page.get_absolute_url() if page else "",
                is_agency=credit.get("is_agency", False),
                before=_joint(position, len(credits)),
            )
        )
    return names


def _linked(name: Name) -> str:
    return format_html('<a rel="author" href="{}">{}</a>', name.url, name.text) if name.url else name.text


def _joint(position: int, count: int) -> str:
    if position == 0:
        return ""
    if position == count - 1:
        return pgettext("between the last two names", " and ")
    return pgettext("between names", ", ")
