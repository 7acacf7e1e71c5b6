"""How many queries a page has asked and how long they took; those that took too long are told."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

logger = logging.getLogger("newsroom.slow")
LONGEST_SQL = 2000
# What Django writes into a query by itself; the values that were asked with are never in it.
LITERALS = re.compile(r"'(?:[^']|'')*'")


@dataclass(slots=True)
class Queries:
    """What one page, or one job, has asked the database."""

    count: int = 0
    seconds: float = 0
    slow: int = 0


current: ContextVar[Queries | None] = ContextVar("current_queries", default=None)


@contextmanager
def asked_for() -> Iterator[Queries]:
    """Count what is asked inside."""
    queries = Queries()
    token = current.set(queries)
    try:
        yield queries
    finally:
        current.reset(token)


def note(seconds: float, sql: str) -> None:
    """Count a query, and tell of it if it took long: the words alone, without the values in it."""
    queries, ms = current.get(), seconds * 1000
    is_slow = bool(settings.SLOW_QUERY_MS) and ms >= settings.SLOW_QUERY_MS
    if queries is not None:
        queries.count += 1
        queries.seconds += seconds
        queries.slow += is_slow
    if is_slow:
        said = LITERALS.sub("'…'", " ".join(str(sql).split()))[:LONGEST_SQL]
        logger.warning("Slow query: %.0f ms: %s", ms, said, extra={"ms": round(ms, 1), "sql": said})


def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Stand around every query that Django asks."""
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        note(time.perf_counter() - began, sql)


def count_on(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Have a connection counted, once however often it is opened anew."""
    if counted not in connection.execute_wrappers:
        connection.execute_wrappers.append(counted)


def begin() -> None:
    """Have every connection of this process counted."""
    connection_created.connect(count_on, dispatch_uid="newsroom.queries_asked")
