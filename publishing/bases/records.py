"""Rows without a draft, and what shows them for as long as it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.bases.payloads import Payload
from publishing.finding import FindTextField
from publishing.identifiers import random_key

if TYPE_CHECKING:
    from publishing.search.parts import SearchParts


class Record(models.Model):
    """A row without a draft: a change is public at once, so every write names the version it saw."""

    key = models.CharField(max_length=12, unique=True, default=random_key, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)
    find_text = FindTextField()

    class Meta:
        abstract = True

    search_kinds: ClassVar[Sequence[str]] = ()
    """What readers find rows of this kind as, where they do."""
    answers_by_itself: ClassVar[bool] = False
    """Whether what a row says decides what readers are answered, although no page shows it."""

    def found_by(self) -> list[str]:
        """Return every name colleagues may look for this by, the most important first."""
        return [str(self)]

    def search_parts(self) -> "list[SearchParts]":
        """Return what readers find this by, nothing of what they never see."""
        return []

    def worked_out(self) -> Payload:
        """Return the columns of this row that are worked out of its others."""
        return {}

    @property
    def search_date(self) -> datetime:
        """Return by which date this stands among what is found."""
        return self.created_at

    @property
    def may_be_shown(self) -> bool:
        """Tell whether readers may see this row where it is used."""
        return True

    def forget_files(self) -> None:
        """Delete what is kept of this row outside the database, once its removal is certain."""


class StandingUse(models.Model):
    """A row that shows readers what it leads to for as long as it does, such as a logo; not an edition."""

    class Meta:
        abstract = True
