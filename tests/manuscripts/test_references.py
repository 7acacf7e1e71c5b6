"""Entries of lists of sources in many styles and languages, and what is read of them."""

import json
from pathlib import Path

from tools.check_references import measure

ROWS = Path(__file__).with_name("references.jsonl").read_text(encoding="utf-8").splitlines()
ENTRIES = [json.loads(row) for row in ROWS]
FEWEST_RIGHT = 0.9


def test_most_fields_of_most_entries_are_right():
    measured = measure(ENTRIES)
    total = measured.total
    assert total.right >= FEWEST_RIGHT * total.present, "\n".join(measured.faults)


def test_nothing_is_made_up():
    measured = measure(ENTRIES)
    assert measured.total.invented == 0, "\n".join(measured.faults)
