"""Where a page stands: whose turn it is, what readers see, what is still to come."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing import payloads
from publishing.admin.fields import zone_name
from publishing.bases import Stage
from publishing.embargoes import Embargo
from publishing.workflow.locking import Editions, editions_of, live_edition, moment_after, pending_editions


def said(moment: datetime, *, zone: bool = False) -> str:
    """Write a moment as the colleague's clock shows it."""
    words = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return f"{words} ({zone_name()})" if zone else words


@dataclass(frozen=True)
class Situation:
    """One working copy and its published versions, as of one moment: now, or what they have reached."""

    working_copy: Any
    editions: Editions
    at: datetime

    @classmethod
    def of(cls, working_copy: Any) -> "Situation":
        """Load what the buttons and the state line depend on."""
        editions = editions_of(working_copy)
        return cls(working_copy, editions, moment_after(editions))

    @cached_property
    def live(self) -> Any | None:
        return live_edition(self.editions, self.at)

    @cached_property
    def pending(self) -> list[Any]:
        return pending_editions(self.editions, self.at)

    @cached_property
    def was_seen(self) -> bool:
        """Tell whether readers saw this, now or earlier."""
        return self.editions.before is not None or any(
            e.live_from <= self.at and not e.is_empty for e in self.editions
        )

    @property
    def is_submitted(self) -> bool:
        return bool(self.working_copy.stage == Stage.SUBMITTED)

    @property
    def is_binned(self) -> bool:
        return self.working_copy.binned_at is not None

    @cached_property
    def differs(self) -> bool:
        """Tell whether the draft says something else than what readers see."""
        if self.live is None:
            return False
        return payloads.read(self.live.revision) != self.working_copy.payload()

    @cached_property
    def embargo(self) -> Embargo | None:
        """Return the embargo that holds the draft back."""
        embargo: Embargo | None = self.working_copy.embargo
        return embargo if embargo and embargo.holds(self.at) else None

    @property
    def state(self) -> str:
        """Name the state in a word or two."""
        if self.is_binned:
            return _("In the bin")
        if self.live:
            return _("Published")
        if self.pending:
            return _("Scheduled")
        if self.is_submitted:
            return _("With the editors")
        return _("Taken down") if self.was_seen else _("Draft")

    @property
    def lines(self) -> list[str]:
        """Say in sentences what a colleague has to know before touching this."""
        lines = []
        if self.is_binned:
            lines.append(
                _("Deleted by %(who)s on %(when)s, and gone for good on %(end)s.")
                % {
                    "who": self.working_copy.binned_by or _("the system"),
                    "when": said(self.working_copy.binned_at, zone=True),
                    "end": said(self.working_copy.gone_at, zone=True),
                }
            )
        if self.live:
            since = said(self.live.live_from, zone=True)
            lines.append(
                _("Public since %(since)s: readers see published version %(number)d.")
                % {"number": self.live.number, "since": since}
                if self.live.live_from <= timezone.now()
                else _(
                    "The clock of the server was set back. Readers see published version %(number)d again "
                    "from %(since)s."
                )
                % {"number": self.live.number, "since": since}
            )
            if self.live.expires_at:
                lines.append(_("It ends on %(end)s.") % {"end": said(self.live.expires_at, zone=True)})
        elif self.was_seen:
            lines.append(_("Readers do not see this any more."))
        if self.differs:
            lines.append(_("The draft has changes that readers do not see yet."))
        lines += [
            _("Scheduled for %(start)s.") % {"start": said(e.live_from, zone=True)} for e in self.pending
        ]
        if self.embargo:
            lines.append(self.embargo.sentence)
        if self.is_submitted and (self.live or self.pending):
            lines.append(_("The draft is with the editors."))
        return lines
