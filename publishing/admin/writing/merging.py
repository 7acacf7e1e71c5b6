"""What colleagues are told when a save of theirs was merged with what somebody else had saved."""

from django.utils.translation import ngettext

from publishing.workflow import Merged


class MergingMixin:
    """Says of a merged save what came from whom."""

    def said_of(self, merged: Merged, version: int) -> str:
        """Say in a sentence whose words are in a version now."""
        return ngettext(
            "Saved. %(who)s had saved meanwhile: %(count)d word of theirs and yours are both in "
            "saved version %(number)d.",
            "Saved. %(who)s had saved meanwhile: %(count)d words of theirs and yours are both in "
            "saved version %(number)d.",
            merged.theirs.words,
        ) % {"who": merged.theirs.who, "count": merged.theirs.words, "number": version}
