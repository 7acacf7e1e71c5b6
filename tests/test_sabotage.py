"""The places `tools/sabotage.py` breaks are there still, and a place that is not is named."""

import pytest

from tests.environment import ROOT
from tools.sabotage import broken
from tools.sabotages import SABOTAGES, Sabotage


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda one: one.what)
def test_each_place_is_there_once_and_so_are_the_tests_that_should_notice(sabotage: Sabotage) -> None:
    whole = (ROOT / sabotage.file).read_text()
    assert broken(whole, sabotage) != whole
    assert [test for test in sabotage.tests if not (ROOT / test).is_file()] == []


def test_there_are_25_and_no_two_alike() -> None:
    assert len({(one.file, one.old, one.new) for one in SABOTAGES}) == len(SABOTAGES) >= 25


def test_a_place_that_is_gone_is_named() -> None:
    gone = Sabotage("the old rule", "some/file.py", "was", "is not", ())
    with pytest.raises(SystemExit, match=r"“the old rule”: some/file\.py holds its text 0 times"):
        broken("nothing of it", gone)
