"""docs/promises.md names promises, tests, numbers and controls: each is there, and none is missing."""

import re

import pytest

from tests.environment import ROOT

PAGE = (ROOT / "docs" / "promises.md").read_text()
PROMISED = PAGE.partition("## To readers")[2].splitlines()
ROWS = {line.split("|")[1].strip(): line for line in PROMISED if re.match(r"\| [REO]\d ", line)}
PROMISES = [*(f"R{n}" for n in range(1, 9)), *(f"E{n}" for n in range(1, 8)), *(f"O{n}" for n in range(1, 8))]


def sources(row: str) -> str:
    """Return the program text of the files a row names."""
    return "\n".join(
        (ROOT / path).read_text() for path in re.findall(r"`((?:tests|benchmarks)/[\w/.]+)`", row)
    )


def test_every_promise_is_there_once() -> None:
    assert list(ROWS) == PROMISES


@pytest.mark.parametrize("name", ROWS)
def test_tests_and_controls_named_are_there(name: str) -> None:
    text = sources(ROWS[name])
    assert text
    for test in re.findall(r"`(test_\w+)`", ROWS[name]):
        assert f"def {test}(" in text, test


@pytest.mark.parametrize("name", ROWS)
def test_numbers_named_are_those_of_the_tests(name: str) -> None:
    for constant, short, long in re.findall(r"`([A-Z_]+)` ([\d,]+) · ([\d,]+)", ROWS[name]):
        short, long = (re.escape(number.replace(",", "")) for number in (short, long))
        assert re.search(
            rf"^{constant} = how_many\({short}, soak={long}\)",
            sources(ROWS[name]).replace("_000", "000"),
            re.M,
        ), name


def test_the_readme_leads_to_it() -> None:
    assert "(docs/promises.md)" in (ROOT / "README.md").read_text()
