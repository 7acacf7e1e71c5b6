"""Which versions count as mended, line by line."""

from datetime import date

import pytest

from operating.doctor.bundle import bundle
from operating.doctor.minimums import Hole, end_of, holes, is_fixed, parsed, table

SQLITE = ["3.44.6", "3.50.7", "3.51.3"]


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ("3.51.3", True),
        ("3.52.0", True),
        ("4.0", True),
        ("3.51.2", False),
        ("3.50.7", True),
        ("3.50.8", True),
        ("3.50.6", False),
        ("3.49.9", False),
        ("3.44.6", True),
        ("3.44.5", False),
        ("3.45.0", False),
        ("3.40.1", False),
        ("", False),
    ],
)
def test_a_version_is_mended_from_the_first_of_its_line_on(version: str, fixed: bool) -> None:
    assert is_fixed(parsed(version), [parsed(one) for one in SQLITE]) is fixed


def test_what_a_distribution_adds_to_a_version_does_not_count() -> None:
    assert parsed("15.8 (Debian 15.8-0+deb12u1)") == (15, 8)
    assert parsed("3.13.0rc2") == (3, 13, 0)


def test_a_hole_that_something_stands_in_the_way_of_is_left_for_a_while_alone() -> None:
    hole = Hole("x", "CVE", "bad", ["2.0"], mitigated="a guard", until=date(2027, 1, 1))
    assert hole.is_left(date(2027, 1, 1))
    assert not hole.is_left(date(2027, 1, 2))
    assert not Hole("x", "CVE", "bad", ["2.0"]).is_left(date(2026, 1, 1))


def test_the_list_can_be_read_and_names_what_it_says() -> None:
    assert all(hole.advisory and hole.what and all(map(parsed, hole.fixed)) for hole in holes())
    assert end_of("postgresql", "13.23") == date(2025, 11, 13)
    assert end_of("python", "3.11.7") == date(2027, 10, 31)
    assert table()["read_on"].year >= 2026


def test_the_editors_prosemirror_is_one_that_was_looked_at() -> None:
    """A release of the editor with another one fails here: look at what it brings, then add its digest."""
    view = bundle()["prosemirror-view"]
    assert view.version, f"the editor brings a prosemirror-view nobody has looked at: {view.digest}"
    (hole,) = [hole for hole in holes() if hole.of == view.name]
    assert not hole.is_open_in(view.version), f"{view.version} has {hole.advisory}: it needs a way round"
    # The one that runs the validators of attributes, which that release leaves to it.
    assert bundle()["prosemirror-model"].version >= "1.25.12"
