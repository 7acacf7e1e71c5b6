"""Which tests run, and which come first."""

from collections.abc import Iterable

import pytest

from tests.soaking import SOAK

DATABASES = {"django_db_setup", "site_template"}
"""The fixtures behind every test that can reach a database: of its own process, or of a site's."""


def is_its_turn(item: pytest.Item) -> bool:
    """Tell whether a test is for every run, or there is time for all of them."""
    return SOAK or item.get_closest_marker("soak") is None


def needs_this_database(item: pytest.Item) -> bool:
    """Tell whether another database could change what a test sees.

    A test that neither is marked `django_db` nor stands on one of those fixtures cannot ask the database:
    pytest-django refuses it. What makes databases by itself is marked `own_database`. What a browser sees
    is the same on both, and so is what is marked `same_on_both`; of that `make soak` makes sure. Whatever
    commits for real is tried on both all the same: how they lock is where they differ most. Where it commits
    only so that something is told, and nobody waits for anybody, it says `same_on_both(committed=True)`.
    In a module of such tests, those that make sure of its queries are marked `on_both`.
    """
    marker = None if item.get_closest_marker("on_both") else item.get_closest_marker("same_on_both")
    is_same = marker and not SOAK and (marker.kwargs.get("committed") or not commits(item))
    return not (item.get_closest_marker("browser") or is_same) and uses_database(item)


def commits(item: pytest.Item) -> bool:
    """Tell whether what a test writes is really committed, and not taken back at its end."""
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


def uses_database(item: pytest.Item) -> bool:
    """Tell whether a test can reach a database."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "own_database"))
    return marked or not DATABASES.isdisjoint(getattr(item, "fixturenames", ()))


def in_good_order(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Sort tests by module: quick ones that say something soonest, then long ones, so that none ends last.

    Within these the random order stays.
    """
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
    ordered = sorted(modules.values(), key=_stage)
    return [item for module in ordered for item in module]


def _stage(module: list[pytest.Item]) -> int:
    if any(_takes_long(item) for item in module):
        return 1
    return 2 if any(uses_database(item) for item in module) else 0


def _takes_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("browser", "processes", "long"))
