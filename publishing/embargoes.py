"""Until when a draft may not go public, as somebody outside has said; readers never see that it was."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Embargo:
    """An embargo as it was written; `until` is None while nobody has said when it ends."""

    line: str
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether nothing may be public at that moment yet."""
        return self.until is None or at < self.until

    @property
    def mark(self) -> str:
        """Return what tells this embargo from another one the draft may have by then."""
        until = self.until.isoformat() if self.until else ""
        return hashlib.sha256(f"{until}\n{self.line}".encode()).hexdigest()[:12]

    @property
    def ends(self) -> str:
        """Say until when it holds, in the zone in which times are shown just now."""
        if self.until is None:
            return _("until an editor says when it ends")
        zone = timezone.get_current_timezone()
        words = date_format(timezone.localtime(self.until), "DATETIME_FORMAT")
        return _("until %(when)s (%(zone)s)") % {"when": words, "zone": getattr(zone, "key", None) or zone}

    @property
    def sentence(self) -> str:
        """Say that it holds."""
        return _("Under embargo %(until)s.") % {"until": self.ends}


def stricter(one: Embargo | None, other: Embargo) -> Embargo:
    """Return which of two embargoes on one text holds longer; of two as long, the one said last."""
    if one is None or other.until is None:
        return other
    return one if one.until is None or one.until > other.until else other


class Embargoed(models.Model):
    """A working copy that can be under embargo: beside its words, so that no saved version changes it."""

    embargo_line = models.TextField(gettext_lazy("embargo"), blank=True, editable=False)
    not_before = models.DateTimeField(
        gettext_lazy("not public before"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(not_before=None) | ~Q(embargo_line=""), name="%(class)s_embargo_has_its_line"
            ),
        ]

    @property
    def embargo(self) -> Embargo | None:
        return Embargo(self.embargo_line, self.not_before) if self.embargo_line else None

    def hold_embargo(self, embargo: Embargo | None) -> None:
        """Take an embargo, or let go of the one there is; the verbs write it."""
        self.embargo_line = embargo.line if embargo else ""
        self.not_before = embargo.until if embargo else None
