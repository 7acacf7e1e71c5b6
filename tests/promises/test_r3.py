"""R3: on time to the second, with nothing running that would do it, across changes of clocks."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.models import ArticleEdition
from newsroom.public_answers import NOT_FOUND_SECONDS
from publishing.caching import LONGEST
from publishing.querysets import TimedQuerySet
from tests.promises.schedules import CHANGES, Story
from tests.soaking import SOAK, how_many

pytestmark = pytest.mark.django_db

SCHEDULES = how_many(15, soak=1000)
PAGES = 4
"""The page is asked at every so-many-th moment; the database, which takes less time, at all of them."""
LISTINGS = ("/", "/feed/")
EVERY = 40
"""Listings are asked at every so-many-th moment: each shows all stories at once."""
WORD = re.compile(r"zr\d+v\d+q")


def stories(number: int, chance: Random) -> list[Story]:
    made = [Story(n, chance) for n in range(number)]
    for story in made:
        story.plan()
    return made


def lifetime(answer: Any) -> timedelta:
    """Return how long a proxy may keep an answer."""
    said = re.search(r"s-maxage=(\d+)", answer["Cache-Control"]) or re.search(
        r"max-age=(\d+)", answer["Cache-Control"]
    )
    assert said, answer["Cache-Control"]
    return timedelta(seconds=int(said[1]))


def faults(told: list[Story]) -> Iterator[str]:
    """Let everything happen at its time; say what readers got that they should not, or did not get."""
    order = count()
    happening = [(moment, 0, next(order), story, step) for story in told for moment, step in story.steps]
    asking = [(moment, 1, next(order), story, None) for story in told for moment in story.asked]
    asked = 0
    with time_machine.travel(min(happening)[0], tick=False) as clock:
        for moment, _kind, _order, story, step in sorted(happening + asking, key=lambda row: row[:3]):
            clock.move_to(moment)
            if step:
                step(moment)
            elif story.article:
                asked += 1
                yield from live_faults(story, moment)
                if asked % PAGES == 0:
                    yield from page_faults(story, moment)
                if asked % EVERY == 0:
                    yield from listing_faults(told, moment)


def live_faults(story: Story, moment: datetime) -> Iterator[str]:
    """Compare what is live with what is to be seen."""
    right = story.seen(moment)
    editions = ArticleEdition.objects.live(moment).filter(working_copy=story.article)
    found = list(editions.values_list("headline", flat=True))
    if found != ([right] if right else []):
        yield f"{story.path} at {moment}: {found} instead of {right or 'nothing'}"


def page_faults(story: Story, moment: datetime) -> Iterator[str]:
    """Compare the page with what is to be seen, and how long it may be kept with what is known to come."""
    right, where = story.seen(moment), f"{story.path} at {moment}"
    answer = Client().get(story.path)
    found = set(WORD.findall(answer.content.decode())) if answer.status_code == 200 else set()
    if found != ({right} if right else set()):
        yield f"{where}: {found} instead of {right or 'nothing'}"
    kept = lifetime(answer)
    if answer.status_code == 200 and moment + kept > story.next_change(moment):
        yield f"{where}: kept for {kept}, past {story.next_change(moment)}"
    if kept > timedelta(seconds=LONGEST if answer.status_code == 200 else NOT_FOUND_SECONDS):
        yield f"{where}: kept for {kept}"


def listing_faults(told: list[Story], moment: datetime) -> Iterator[str]:
    """Compare listings with what is to be seen, and how long they may be kept with when that ends."""
    seen = {text: story for story in told if (text := story.seen(moment))}
    for path in LISTINGS:
        answer = Client().get(path)
        found = set(WORD.findall(answer.content.decode()))
        if found - seen.keys() or len(found) < min(len(seen), 20):
            yield f"{path} at {moment}: {found} instead of {set(seen)}"
        elif any(moment + lifetime(answer) > seen[text].next_change(moment) for text in found):
            yield f"{path} at {moment}: kept past the end of what it shows"


def test_random_schedules_are_kept_to_the_microsecond() -> None:
    assert sum(len(changes) for changes in CHANGES.values()) == 14, "two in each zone"
    assert list(faults(stories(SCHEDULES, Random(None if SOAK else 11)))) == []


def early(self: Any, at: datetime) -> Any:
    soon = at + timedelta(seconds=1)
    return self.filter(published_at__lte=soon, live_from__lte=soon, live_until__gt=at)


def never_over(self: Any, at: datetime) -> Any:
    return self.filter(published_at__lte=at, live_from__lte=at)


@pytest.mark.parametrize("broken", [early, never_over])
def test_control_what_is_early_or_stays_is_found(monkeypatch: pytest.MonkeyPatch, broken: Any) -> None:
    monkeypatch.setattr(TimedQuerySet, "live", broken)
    assert next(faults(stories(20, Random(3))))


def test_control_what_is_kept_too_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(response: Any, **named: Any) -> Any:
        response["Cache-Control"] = f"public, max-age=0, s-maxage={LONGEST}"
        return response

    monkeypatch.setattr("articles.views.keep_until", careless)
    assert any("past" in fault for fault in faults(stories(20, Random(3))))
