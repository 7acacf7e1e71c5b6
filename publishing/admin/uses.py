"""Where a row is used, as links to what has to be changed first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from publishing.usage import Use


@dataclass(frozen=True)
class ShownUse:
    """One place in words, with the address of its form if it has one."""

    words: str
    url: str = ""


def shown_uses(uses: Iterable[Use]) -> list[ShownUse]:
    """Return uses as the screen shows them."""
    return [ShownUse(str(use), _form_of(use)) for use in uses]


def _form_of(use: Use) -> str:
    meta = use.holder._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[use.holder.pk])
    except NoReverseMatch:
        return ""
