"""Pictures that a paste did not bring, and that nobody has put in their place yet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.checks import Draft, Finding, Kind, Place
from publishing.richtext.document import Gap


def missing(draft: Draft) -> Iterator[Finding]:
    """Find the places that wait for their picture; readers would never know that one was meant."""
    gaps = [(number, block) for number, block in enumerate(draft.blocks) if isinstance(block, Gap)]
    if not gaps:
        return
    sentence = ngettext("Picture %(number)s is missing", "%(count)d pictures are missing", len(gaps)) % {
        "number": gaps[0][1].number,
        "count": len(gaps),
    }
    places = tuple(
        Place(block=number, about=f"gap{gap.number}", name=gap.alt or _name(gap)) for number, gap in gaps
    )
    hint = _("Asked about once more before it is published.")
    yield Finding(Kind.PLACEHOLDER, sentence, places, asks_again=True, hint=hint, mark=_("no picture"))


def _name(gap: Gap) -> str:
    return _("Picture %(number)s") % {"number": gap.number}
