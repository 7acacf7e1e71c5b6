"""Rows that are written once, and the times that some of them have."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.querysets import AppendOnlyError
from publishing.timeline import OPEN_END


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        # Whatever its key says: a row that is there already is an error, never an update.
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted.")


class Timed(models.Model):
    """The derived time columns that editions and their link rows share."""

    live_from = models.DateTimeField(_("public from"))
    live_until = models.DateTimeField(_("public until"), default=OPEN_END)
    published_at = models.DateTimeField(_("published"))

    class Meta:
        abstract = True

    @property
    def is_empty(self) -> bool:
        return self.live_from == self.live_until
