"""Texts nobody would write, which have to be looked at in time all the same: the next keystroke waits."""

import time

import pytest

from publishing.checks.placeholders import placeholders
from publishing.checks.speakers import speakers
from publishing.checks.unsourced import figures, quoted
from tests.publishing.checks.drafts import draft, p

CHECKS = (placeholders, speakers, figures, quoted)
SECONDS = 5
"""What takes a hundredth of that, or minutes where it grows with the square of the text."""


@pytest.mark.parametrize("repeated", ["“a ", ', "a', "\u00a0", '"a" TK ', "1.1.2000 ", "« "])
def test_time_does_not_grow_with_the_square_of_a_text(repeated: str) -> None:
    odd = draft(p("[" + repeated * (150_000 // len(repeated))))
    began = time.process_time()
    for check in CHECKS:
        list(check(odd))
    assert time.process_time() - began < SECONDS


def test_places_in_many_lines_of_one_block_are_counted_over_all_of_them() -> None:
    rows = "".join("<li><p>TK TK</p></li>" for _row in range(3))
    [finding] = placeholders(draft(p("TK") + f"<ul>{rows}</ul>"))
    assert [(place.block, place.nth) for place in finding.places] == [
        (0, 0), (1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5)]  # fmt: skip
