"""The timeline as a pure function: compared with what a person would say is live."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.timeline import NOTED_CHANGES, OPEN_END, TICK, Change, timeline

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


def hour(number: int) -> datetime:
    return NOON + timedelta(hours=number)


@dataclass
class Planned:
    """What an editor wanted of one published version."""

    number: int
    starts_at: datetime
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    cancelled_at: datetime | None = None
    backdated_to: datetime | None = None
    change: str = Change.FIRST


hours = st.integers(-4, 30).map(hour)
maybe = st.none() | hours


@st.composite
def plans(draw: st.DrawFn) -> list[Planned]:
    """Any set of wishes, sensible or not, in any order."""
    wishes = [
        Planned(
            number=number,
            starts_at=draw(hours),
            expires_at=draw(maybe),
            withdrawn_at=draw(maybe),
            cancelled_at=draw(st.none() | st.none() | hours),
            backdated_to=draw(maybe),
            change=draw(st.sampled_from(Change)),
        )
        for number in range(1, draw(st.integers(1, 7)) + 1)
    ]
    return draw(st.permutations(wishes))


def shown(wishes: list[Planned], moment: datetime) -> int | None:
    """Say which version is live as a person would: the last one begun, unless it has ended."""
    begun = [wish for wish in wishes if wish.cancelled_at is None and wish.starts_at <= moment]
    if not begun:
        return None
    last = max(begun, key=lambda wish: (wish.starts_at, wish.number))
    ended = any(end is not None and end <= moment for end in (last.expires_at, last.withdrawn_at))
    return None if ended else last.number


def moments() -> Iterator[datetime]:
    for number in range(-6, 33):
        yield from (hour(number) - TICK, hour(number), hour(number) + timedelta(minutes=30))
    yield OPEN_END - TICK


@given(plans())
def test_what_is_live_is_the_last_begun_unless_it_has_ended(wishes: list[Planned]) -> None:
    spans = timeline(wishes)
    for moment in moments():
        live = [number for number, span in spans.items() if span.live_from <= moment < span.live_until]
        expected = shown(wishes, moment)
        assert live == ([] if expected is None else [expected])


@given(plans())
def test_every_version_has_a_span_that_does_not_run_backwards(wishes: list[Planned]) -> None:
    spans = timeline(wishes)
    assert set(spans) == {wish.number for wish in wishes}
    for wish in wishes:
        span = spans[wish.number]
        assert span.published_at <= span.live_from == wish.starts_at <= span.live_until <= OPEN_END
        assert wish.cancelled_at is None or span.is_empty


@given(plans())
def test_the_order_in_which_versions_are_read_does_not_matter(wishes: list[Planned]) -> None:
    assert timeline(wishes) == timeline(sorted(wishes, key=lambda wish: wish.number))


@given(plans())
def test_a_cancelled_version_counts_for_nothing(wishes: list[Planned]) -> None:
    without = timeline([wish for wish in wishes if wish.cancelled_at is None])
    spans = timeline(wishes)
    assert {number: spans[number] for number in without} == without


@given(plans())
def test_dates_shown_to_readers_only_move_as_they_should(wishes: list[Planned]) -> None:
    spans = timeline(wishes)
    told = {wish.number: Change(wish.change) in NOTED_CHANGES for wish in wishes}
    public = sorted((span.live_from, number) for number, span in spans.items() if not span.is_empty)
    before = None
    for start, number in public:
        span = spans[number]
        if told[number]:
            assert span.updated_at == start
        elif before is None:
            assert span.updated_at == span.published_at
        if before is not None:
            assert span.published_at <= before.published_at
            # A page that was never said to be updated may get an earlier date; else nothing goes back.
            if before.updated_at > before.published_at:
                assert span.updated_at >= before.updated_at
        before = span


def test_a_small_fix_is_no_update_even_when_it_sets_the_date_back() -> None:
    first = Planned(1, hour(0))
    fix = Planned(2, hour(1), backdated_to=hour(-3), change=Change.MINOR)
    span = timeline([first, fix])[2]
    assert span.published_at == hour(-3)
    assert span.updated_at == hour(-3)


@pytest.mark.parametrize("change", NOTED_CHANGES)
def test_a_noted_change_is_an_update_that_later_small_fixes_keep(change: Change) -> None:
    wishes = [
        Planned(1, hour(0)),
        Planned(2, hour(1), change=change),
        Planned(3, hour(2), change=Change.MINOR),
    ]
    spans = timeline(wishes)
    assert [spans[number].updated_at for number in (1, 2, 3)] == [hour(0), hour(1), hour(1)]
    assert {span.published_at for span in spans.values()} == {hour(0)}


def test_a_version_that_never_was_public_does_not_date_the_page() -> None:
    never = Planned(1, hour(0))
    at_once = Planned(2, hour(0))
    assert timeline([never, at_once])[1].is_empty
    assert timeline([Planned(1, hour(-3), cancelled_at=hour(-4)), at_once])[2].published_at == hour(0)
