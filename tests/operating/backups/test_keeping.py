"""Which backups stay."""

from datetime import UTC, datetime, timedelta

import pytest

from operating.backups.faults import BackupError
from operating.backups.keeping import kept, rule_of

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)


def nightly(days: int) -> list[tuple[str, datetime]]:
    return [(f"{NOW - timedelta(days=ago):%Y-%m-%d}", NOW - timedelta(days=ago)) for ago in range(days)]


def test_the_last_of_each_day_week_and_month_stays() -> None:
    staying = kept(nightly(800), rule_of("7d 4w 12m"))
    days = [name for name, _at in nightly(7)]
    weeks = ["2026-11-30", "2026-11-29", "2026-11-22", "2026-11-15"]
    ends = ["10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31", "02-28", "01-31"]
    months = ["2026-11-30", *(f"2026-{end}" for end in ends), "2025-12-31"]
    assert staying == {*days, *weeks, *months}


def test_the_newest_stays_whatever_the_rule_and_however_old_it_is() -> None:
    old = [("only", NOW - timedelta(days=4000))]
    for rule in ("1d", "7d 4w 12m", "0d 1y", "all"):
        assert kept(old, rule_of(rule)) == {"only"}
    assert kept([], rule_of("7d")) == set()


def test_all_of_the_last_day_stay_so_that_the_one_before_an_upgrade_takes_none_away() -> None:
    made = [(f"at {hour}", NOW - timedelta(hours=hour)) for hour in (0, 5, 23, 25)]
    assert kept(made, rule_of("1d")) == {"at 0", "at 5", "at 23"}


def test_everything_stays_if_told_so() -> None:
    assert len(kept(nightly(800), rule_of("all"))) == 800


@pytest.mark.parametrize("rule", ["", "7", "d7", "7d,4w", "-1d", "7d 3d", "0d", "7D", "٧d"])
def test_a_rule_that_cannot_be_read_is_refused_in_a_sentence(rule: str) -> None:
    with pytest.raises(BackupError, match="7d 4w 12m"):
        rule_of(rule)
