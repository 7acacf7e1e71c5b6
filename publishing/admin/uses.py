"""Where a row is used, as links to what has to be changed first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.usage import Use, Uses

MOST_SHOWN = 20


@dataclass(frozen=True)
class ShownUse:
    """One place in words, with the address of its form if it has one."""

    words: str
    url: str = ""


def shown_uses(uses: Iterable[Use]) -> list[ShownUse]:
    """Return uses as the screen shows them: the first of many, and how many more there are."""
    is_cut = isinstance(uses, Uses) and uses.is_cut
    uses = list(uses)
    shown = [ShownUse(str(use), _form_of(use)) for use in uses[:MOST_SHOWN]]
    if is_cut:
        shown.append(ShownUse(_("and a great many more")))
    elif more := len(uses) - len(shown):
        shown.append(ShownUse(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}))
    return shown


def _form_of(use: Use) -> str:
    meta = use.holder._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[use.holder.pk])
    except NoReverseMatch:
        return ""
