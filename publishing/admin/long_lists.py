"""Lists in the admin that stay quick however long they are: counted as far as it is worth, read on by key.

Nobody leafs through twenty thousand pages. A list is counted up to a thousand rows, the last of its pages
leads on behind them, and a column by which no index is sorted orders only what is short.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property

from publishing import counting

AFTER_VAR = "after"


class BoundedPaginator(Paginator):
    """Pages of what may be very many rows."""

    @cached_property
    def count(self) -> int:
        """Return how many there are, or that there are more than are counted."""
        rows: Any = self.object_list
        counted = int(rows.order_by().values("pk")[: counting.MOST_COUNTED + 1].count())
        return counting.as_counted(counted, counting.MOST_COUNTED)

    @cached_property
    def is_cut(self) -> bool:
        return isinstance(self.count, counting.AtLeast)


class LongChangeList(ChangeList):
    """A list that can begin behind a row instead of at a number of rows."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        asked = request.GET.get(AFTER_VAR, "")
        self.after = asked if asked.isascii() and asked.isdigit() and len(asked) < 19 else ""
        super().__init__(request, *args, **kwargs)
        self.params.pop(AFTER_VAR, None)
        self.filter_params.pop(AFTER_VAR, None)

    def get_filters_params(self, params: Any = None) -> Any:
        found = super().get_filters_params(params)
        found.pop(AFTER_VAR, None)
        return found

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """Keep the beginning only from page to page: another filter or order has another beginning."""
        if self.after and new_params and PAGE_VAR in new_params:
            new_params = new_params | {AFTER_VAR: self.after}
        return super().get_query_string(new_params, remove)

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        rows = super().get_queryset(request, exclude_parameters)
        return behind(rows, self.after) if self.after else rows

    def get_ordering_field(self, field_name: Any) -> Any:
        """Order by nothing that cannot be sorted by, whatever an address asks for."""
        if self.sortable_by is not None and field_name not in self.sortable_by:
            return None
        return super().get_ordering_field(field_name)

    @property
    def beginning(self) -> str:
        """Return where the whole list begins, if this is a later part of it."""
        return self.get_query_string() if self.after else ""

    @property
    def go_on(self) -> str:
        """Return where the list goes on behind the last row that has a page number."""
        paginator: Any = self.paginator
        if not (paginator.is_cut and self.page_num == paginator.num_pages and self.result_list):
            return ""
        last = list(self.result_list)[-1].pk
        return super().get_query_string({AFTER_VAR: str(last)}, [PAGE_VAR])


def behind(rows: Any, pk: str) -> Any:
    """Return those of ordered rows that stand behind the one with this key; all if it is not there."""
    ordering = [str(name) for name in rows.query.order_by]
    names = [name.removeprefix("-") for name in ordering]
    place = rows.model._base_manager.filter(pk=pk).values_list(*names).first()
    if place is None or None in place:
        return rows
    ways, same = [], Q()
    for name, ordered, value in zip(names, ordering, place, strict=True):
        ways.append(same & Q(**{f"{name}__{_beyond(ordered)}": value}))
        same &= Q(**{name: value})
    # The first column bounds the range of the index; the rest tells rows of one value apart.
    first = Q(**{f"{names[0]}__{_beyond(ordering[0])}e": place[0]})
    return rows.filter(first & reduce(or_, ways))


def _beyond(ordered: str) -> str:
    return "lt" if ordered.startswith("-") else "gt"


class LongListMixin:
    """Gives an admin lists that do not get slower as they get longer."""

    paginator: Any = BoundedPaginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongChangeList

    def get_sortable_by(self: Any, request: HttpRequest) -> Any:
        """Return the columns a list can be ordered by: of many rows those with an index."""
        names = list(super().get_sortable_by(request))  # type: ignore[misc]
        rows = self.model._base_manager.order_by("pk").values("pk")
        if not rows[counting.MOST_COUNTED : counting.MOST_COUNTED + 1].exists():
            return names
        return [name for name in names if self._ordered_by(name) in _indexed(self.model)]

    def _ordered_by(self: Any, name: str) -> str:
        shown: Any = getattr(self, name, None)
        return str(getattr(shown, "admin_order_field", None) or name).removeprefix("-")


def _indexed(model: Any) -> set[str]:
    """Return the columns an index of a kind begins with.

    What leads to another kind is ordered as that one is, by no index of this one; and behind a row without a
    value there is no place to go on from.
    """
    meta = model._meta
    first = {
        index.fields[0].removeprefix("-") for index in meta.indexes if index.fields and not index.condition
    }
    plain = [field for field in meta.concrete_fields if not (field.is_relation or field.null)]
    return {field.name for field in plain if field.name in first or field.unique or field.db_index}
