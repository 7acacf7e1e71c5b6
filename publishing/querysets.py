"""How published rows are asked for, and why they refuse to be changed."""

from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Max, Q

M = TypeVar("M", bound=models.Model)
Q_S = TypeVar("Q_S", bound=models.QuerySet[Any])

IN_BIN_FOR = timedelta(days=30)
"""How long a draft in the bin can be put back; afterwards it is gone, whether removed yet or not."""


class AppendOnlyError(TypeError):
    """Raised when something tries to change or delete what is kept for good."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows that are added and never rewritten."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> Any:
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[M]:
        # Fourth, if given by place: Django's own order of arguments.
        if kwargs.get("update_conflicts") or any(args[2:3]):
            raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")
        return super().bulk_create(objs, *args, **kwargs)

    def _write(self, **kwargs: Any) -> int:
        """Write derived times, a write-once intent, or a text rendered anew; publishing.workflow only."""
        return super().update(**kwargs)

    def _remove(self) -> None:
        """Delete what goes with a row removed for good; only publishing.workflow.removing calls this."""
        super().delete()


class WorkingCopyQuerySet(models.QuerySet[M]):
    """Drafts; those in the bin are out of sight."""

    def out_of_bin(self) -> Self:
        """Keep what colleagues work on: everything that nobody has put in the bin."""
        return self.filter(binned_at=None)

    def in_bin(self, at: datetime) -> Self:
        """Keep what lies in the bin and can still be put back."""
        return self.filter(binned_at__gt=at - IN_BIN_FOR)

    def past_bin(self, at: datetime) -> Self:
        """Keep what lay in the bin for its time and is only waiting to be removed."""
        return self.filter(binned_at__lte=at - IN_BIN_FOR)


class TimedQuerySet(AppendOnlyQuerySet[M]):
    """Rows that are public in [live_from, live_until)."""

    def live(self, at: datetime) -> Self:
        """Keep what is public at that moment; the only definition of public there is.

        `published_at <= at` follows from `live_from <= at` and is what lets a listing as of the
        past start reading its index at the right depth.
        """
        return self.filter(published_at__lte=at, live_from__lte=at, live_until__gt=at)

    def coming(self, at: datetime) -> Self:
        """Keep what is public at that moment or scheduled to be."""
        return self.filter(live_until__gt=at, live_from__lt=F("live_until"))


def filtered_first(rows: Q_S, condition: Q) -> Q_S:
    """Return rows with a condition before all they have.

    Of two ends for one column SQLite begins at the one named first: it would read a listing from its newest.
    """
    there = len(rows.query.where.children)
    found = rows.filter(condition)
    where = found.query.where
    where.children = [*where.children[there:], *where.children[:there]]
    return found


class ListingCursor:
    """A place in a listing: after the edition with this key, newest first."""

    def __init__(self, *, published_at: datetime, edition_id: int) -> None:
        self.published_at = published_at
        self.edition_id = edition_id

    def older(self, prefix: str) -> Q:
        """Return the filter for what comes after this place; `prefix` leads to the edition's id."""
        return Q(published_at__lte=self.published_at) & (
            Q(published_at__lt=self.published_at) | Q(**{f"{prefix}__lt": self.edition_id})
        )


class EditionQuerySet(TimedQuerySet[M]):
    def newest(self, *, before: ListingCursor | None = None) -> Self:
        """Order as every listing does, newest first publication first."""
        rows = filtered_first(self, before.older("pk")) if before else self
        return rows.order_by("-published_at", "-pk")

    def names(self, *columns: str) -> list[str]:
        """Return what these editions were called, the last names first; the same names come once."""
        each = self.order_by().values_list(*columns).annotate(last=Max("number")).order_by("-last")
        return [name for *names, _last in each for name in names]

    def at_address(self, slug: str, *, at: datetime) -> Self:
        """Keep what is live now of whoever was public at this address at that moment or before.

        An address that is only scheduled finds nothing yet, so a future one cannot be guessed.
        """
        owners = type(self)(self.model).using(self.db).seen(at).filter(slug=slug)
        return self.live(at).filter(working_copy__in=owners.values("working_copy"))

    def seen(self, at: datetime) -> Self:
        """Keep what has been public at some time up to that moment."""
        return self.filter(live_from__lte=at, live_from__lt=F("live_until"))


class LinkQuerySet(TimedQuerySet[M]):
    def with_edition(self, *others: str) -> Self:
        """Load the edition a list shows with each link, without its text."""
        return self.select_related("edition", *others).defer("edition__body_html")

    def newest(self, *, before: ListingCursor | None = None) -> Self:
        """Order as every listing does, newest first publication first."""
        rows = filtered_first(self, before.older("edition_id")) if before else self
        return rows.order_by("-published_at", "-edition_id")
