"""What every process counts in: nothing is lost, whatever happens to the file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from publishing.caching.counters import SIZE, SLOTS, Counters, slot_of


@pytest.fixture
def counters(tmp_path: Path) -> Counters:
    return Counters(lambda: tmp_path)


def other_key(than: str) -> str:
    return next(key for key in map(str, range(100)) if slot_of(key) != slot_of(than))


def in_processes(many: int, work: Callable[[], None]) -> None:
    children = []
    for _ in range(many):
        child = os.fork()
        if not child:
            try:
                work()
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitpid(child, 0)[1] == 0


def test_a_change_counts_its_own_keys_and_the_number_of_all(counters: Counters) -> None:
    before = counters.snapshot()
    counters.count(["a"])
    other = other_key("a")
    assert counters.now(["a"]) != before.values(["a"])
    assert counters.now([other]) == before.values([other])
    assert counters.number() == before.number + 1


def test_plans_alone_change_nothing_that_readers_see(counters: Counters) -> None:
    before = counters.snapshot()
    counters.count([], marks=[7], since=1)
    assert counters.snapshot() == before
    assert counters.looked() == (1, 1)


def test_a_slot_goes_round(counters: Counters) -> None:
    counters.count(["a"])
    counters._mapped().slots[slot_of("a")] = 2**32 - 1
    counters.count(["a"])
    assert counters.now(["a"]) == (0,)


def test_a_row_is_counted_once(counters: Counters) -> None:
    counters.count(["a"], marks=[5])
    counters.count(["a"], marks=[5])
    assert counters.now(["a"]) == (1,)
    assert counters.unknown([5, 6]) == [6]


def test_what_several_processes_count_is_all_there(counters: Counters, tmp_path: Path) -> None:
    def work() -> None:
        own = Counters(lambda: tmp_path)
        for _ in range(300):
            own.count(["a", "b"])
            counters.count(["c"])  # a mapping that was there before the fork

    counters.snapshot()
    in_processes(4, work)
    assert counters.now(["a", "b", "c"]) == (1200, 1200, 1200)
    assert counters.number() == 2400


def test_all_who_come_first_make_one_file(tmp_path: Path) -> None:
    in_processes(8, lambda: Counters(lambda: tmp_path).count(["a"]))
    assert Counters(lambda: tmp_path).now(["a"]) == (8,)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changes.counters", "changes.lock"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.unlink(), id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(os.urandom(SIZE)), id="something else"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-1]), id="shorter"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"x"), id="longer"),
        pytest.param(lambda path: path.write_bytes(b"x" + path.read_bytes()[1:]), id="another head"),
    ],
)
def test_a_damaged_file_is_made_anew_in_an_epoch_of_its_own(
    counters: Counters, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    counters.count(["a"])
    before = counters.epoch()
    damage(counters.path)
    later = Counters(lambda: tmp_path)
    assert later.epoch() != before
    assert later.now(["a"]) == (0,)


def test_who_holds_a_file_that_was_replaced_goes_over_to_the_new_one(
    counters: Counters, tmp_path: Path
) -> None:
    before = counters.epoch()
    counters.path.unlink()
    other = Counters(lambda: tmp_path)
    other.count(["a"])
    counters.look_again()
    assert counters.epoch() == other.epoch() != before
    assert counters.now(["a"]) == (1,)


def test_a_change_is_never_counted_in_a_file_that_was_replaced(counters: Counters, tmp_path: Path) -> None:
    counters.epoch()
    counters.path.unlink()
    other = Counters(lambda: tmp_path)
    other.epoch()
    counters.count(["a"])
    assert other.now(["a"]) == (1,)


def test_two_sites_in_one_folder_never_take_each_others_rows_for_their_own(
    counters: Counters, tmp_path: Path
) -> None:
    # Marks are drawn at random, so a row of one site is no row of the other; a shared slot costs a render.
    other = Counters(lambda: tmp_path)
    counters.count(["a"], marks=[1])
    other.count(["a"], marks=[2])
    assert counters.now(["a"]) == (2,)


def test_keys_are_spread_evenly() -> None:
    taken = {slot_of(f"articles.article:{number}") for number in range(10_000)}
    assert len(taken) > 9_000
    assert max(taken) < SLOTS
