"""What a change can be for readers, as the publish panel asks it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.timeline import Change


@dataclass(frozen=True)
class Kind:
    """One kind of change to choose, with what it means for readers."""

    value: str
    name: str
    means: str
    button: str


def kinds(*, is_fact: bool, allows_small_fix: bool) -> list[Kind]:
    """Return the kinds of change to choose from, the likeliest first."""
    small = Kind(Change.MINOR, _("Small fix"), _("no date, no note"), _("Publish the small fix"))
    update = Kind(
        Change.UPDATE, _("Update"), _("“Updated”, with the time and a note"), _("Publish the update")
    )
    clear = Kind(
        Change.CLARIFICATION,
        _("Clarification"),
        _("a dated note: it could be misread"),
        _("Publish the clarification"),
    )
    correct = Kind(
        Change.CORRECTION,
        _("Correction"),
        _("a dated note: it was wrong"),
        _("Publish the correction"),
    )
    first = [small] if allows_small_fix else []
    return [correct, clear, update, *first] if is_fact else [*first, update, clear, correct]
