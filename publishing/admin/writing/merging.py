"""What colleagues are told when a save of theirs was merged with what somebody else had saved."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import payloads, richtext
from publishing.admin.guard import actor_of
from publishing.bases import Payload, RevisionBase, WorkingCopy
from publishing.comparing import Comparing
from publishing.workflow import Others, what_others_wrote
from publishing.workflow.saving import cleaned
from publishing.workflow.since import draft_versions

_MOST_PAIRS = 2_000_000


@dataclass(frozen=True)
class MergedSave:
    """A save that has more in it than was sent: what was sent, what is saved now, and what others did."""

    sent: Payload
    saved: RevisionBase
    others: Others | None
    """None where it was the same colleague, in another tab."""

    @property
    def said(self) -> str:
        """Say in a sentence whose words are in a version now."""
        number = self.saved.number
        if self.others is None:
            return _("What you saved in another tab and this are both in saved version %(number)d.") % {
                "number": number
            }
        if not self.others.words:
            return _("What %(who)s changed and yours are both in saved version %(number)d.") % {
                "who": self.others.who,
                "number": number,
            }
        return ngettext(
            "%(who)s’s %(count)d word and yours are both in saved version %(number)d.",
            "%(who)s’s %(count)d words and yours are both in saved version %(number)d.",
            self.others.words,
        ) % {"who": self.others.who, "count": self.others.words, "number": number}


class MergingMixin:
    """Says of a merged save what came from whom."""

    def note_others(
        self: Any, request: HttpRequest, row: WorkingCopy, saved: RevisionBase, *, sent: Payload, seen: int
    ) -> None:
        """Remember what else is in a version than what this request sent."""
        request.merged = None
        between = draft_versions(row).filter(number__gt=seen, number__lt=saved.number)
        if not saved.was_there and not between.exists():
            return
        others = what_others_wrote(row, actor_of(request), since=seen)
        request.merged = MergedSave(cleaned(row, sent), saved, others)

    def saved_answer(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Tell a script what to put into the text on its page, and whose words they are."""
        answer: dict[str, Any] = super().saved_answer(request, obj)  # type: ignore[misc]
        merged = getattr(request, "merged", None)
        if merged is not None:
            answer |= {"is_merged": True, "merged": merged_answer(merged, simple=self.fixable)}
        return answer


def merged_answer(merged: MergedSave, *, simple: Any) -> dict[str, Any]:
    """Return what a page needs to take what others wrote into the text on it."""
    result = payloads.read(merged.saved)
    differing = [name for name, value in merged.sent.items() if name != "body" and value != result[name]]
    before = richtext.split_blocks(merged.sent.get("body", ""))
    after = richtext.split_blocks(result.get("body", ""))
    return {
        "said": merged.said,
        "version": merged.saved.number,
        "who": merged.others.who if merged.others else "",
        "words": merged.others.words if merged.others else 0,
        "fields": {name: result[name] for name in differing if name in simple},
        "is_in_place": all(name in simple for name in differing),
        "count": len(before),
        "body": [
            {"from": gone.start, "to": gone.stop, "html": "".join(after[come])}
            for differs, gone, come in Comparing(_MOST_PAIRS).parts(before, after)
            if differs
        ],
        "marks": marks_of(merged.others),
    }


def marks_of(others: Others | None) -> list[dict[str, Any]]:
    """Return whose words stand where, as a page marks them."""
    marks = others.marks if others else ()
    return [{"block": mark.block, "runs": mark.runs, "who": mark.who} for mark in marks]
