"""A page that is kept is never another than one made now, whatever was done; and little is made again."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.utils import timezone

from articles.models import Article, ArticleEdition
from newsroom.finished_pages.freshness import Basis, Before
from publishing import records
from publishing.caching import due, noting, row
from publishing.caching import editions as announced
from publishing.caching.counters import own
from publishing.errors import WorkflowError
from publishing.models import PublicChange
from publishing.records import save_record
from publishing.workflow import publish, republish, rerendering, withdraw
from tests import factories as make
from tests.promises.changing import CHANGES, Newsroom
from tests.publishing.caching.folders import fresh_counters  # noqa: F401
from tests.soaking import how_many

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_counters"),
    pytest.mark.long,
]

# One round on each database shows that both tell of the same.
once = pytest.mark.same_on_both(committed=True)

ROUNDS = how_many(1, soak=40)
OF_ALL_CHANGES = how_many(len(CHANGES) // 2, soak=len(CHANGES))
"""So many kinds of change are drawn for a round."""
STEP = timedelta(minutes=7)


@dataclass
class Kept:
    """A page as it was made, and what it rests on."""

    content: tuple[int, bytes]
    basis: Basis


class Pages:
    """Keeps every page there is, as a server does that never has to make room."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def make(self, path: str) -> Kept | None:
        """Make a page now; return it if it may be kept."""
        before = Before.now()
        with noting() as noted:
            response = self.handler(RequestFactory().get(path).environ)
        content = (response.status_code, response.content)
        return Kept(content, before.basis(noted)) if response.status_code == 200 and noted.said else None

    def look(self, paths: list[str]) -> tuple[set[str], set[str]]:
        """Keep all that may be kept now; return what was dropped before, and what should have been."""
        now = timezone.now().timestamp()
        due.see_to(now)
        dropped = {path for path, page in self.kept.items() if not page.basis.holds(now)}
        stale = set()
        for path in {*paths, *self.kept}:
            made = self.make(path)
            if path in self.kept and path not in dropped:
                if made is None or made.content != self.kept[path].content:
                    stale.add(path)
            elif made is None:
                self.kept.pop(path, None)
            else:
                self.kept[path] = made
        return dropped, stale


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2030, 3, 4, 9, tzinfo=UTC), tick=False) as moving:
        yield moving


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_whatever_is_done_no_kept_page_is_stale(clock: Any, seed: int) -> None:
    chance = Random(seed)
    room, pages, done = Newsroom(chance), Pages(), 0
    pages.look(room.paths())
    # Each once, in any order, and some time in between: what is planned comes and goes.
    for name in random.sample(sorted(CHANGES), OF_ALL_CHANGES):
        clock.shift(STEP)
        with suppress(WorkflowError):
            room.do(name)
            done += 1
        _dropped, stale = pages.look(room.paths())
        assert not stale, f"after {name}"
    clock.shift(4 * timedelta(hours=1))
    assert not pages.look(room.paths())[1]
    assert done > OF_ALL_CHANGES / 3, "most of it is refused"


@once
@pytest.mark.parametrize(
    ("module", "change"),
    [
        (records, "name"),
        (records, "title"),
        (records, "credit"),
        (announced, "publish"),
        (announced, "take_down"),
    ],
)
def test_control_a_change_that_is_not_announced_is_caught(
    clock: Any, monkeypatch: pytest.MonkeyPatch, module: Any, change: str
) -> None:
    tag, source, image = make.make_tag(), make.make_reference(), make.make_image()
    article = make.make_published_article(
        slug="here", body=make.citing(source) + make.picturing(image), tags=[tag.key]
    )
    pages = Pages()
    pages.look(["/articles/here/"])
    monkeypatch.setattr(module, "announce", lambda *keys, hard=False: 0)
    rows: dict[str, Any] = {"name": tag, "title": source, "credit": image}
    if change in rows:
        changed = rows[change]
        save_record(record=changed, changes={change: "Another"}, version=changed.version, actor=None)
    elif change == "publish":
        publish(working_copy=article, version=make.save(article, headline="Another"), actor=None)
    else:
        withdraw(working_copy=article, edition=1, actor=None)
    clock.shift(timedelta(seconds=1))
    assert pages.look([])[1] == {"/articles/here/"}


@once
def test_what_readers_may_not_see_is_watched_too(clock: Any) -> None:
    """A page that leaves something out is made anew when that may be shown."""
    source = make.make_reference(title="Whispered", confidential=True)
    person = make.make_person(name="Ada")
    tag = make.make_tag()
    other = make.make_published_article(headline="The other", tags=[tag.key])
    make.make_published_article(
        slug="here", body=make.citing(source) + make.mentioning(person), tags=[tag.key]
    )
    withdraw(working_copy=other, edition=1, actor=None)
    clock.shift(timedelta(seconds=1))
    pages = Pages()
    pages.look(["/articles/here/"])
    hidden = ("Whispered", "/people/ada/", "The other")
    assert not any(words in pages.kept["/articles/here/"].content[1].decode() for words in hidden)
    for show in (
        lambda: save_record(record=source, changes={"confidential": False}, version=1, actor=None),
        lambda: publish(working_copy=person, version=1, actor=None),
        lambda: republish(working_copy=other, actor=None),
    ):
        clock.shift(timedelta(seconds=1))
        show()
        assert pages.look([]) == ({"/articles/here/"}, set())
    assert all(words in pages.kept["/articles/here/"].content[1].decode() for words in hidden)


@pytest.fixture
def kept(clock: Any) -> tuple[Newsroom, Pages, dict[str, Any]]:
    """A newsroom with one article that shares nothing with any other, and all pages kept."""
    room, pages = Newsroom(Random(2)), Pages()
    alone = make.make_published_article(headline="Alone", slug="alone")
    room.articles.append(alone)
    pages.look(room.paths())
    clock.shift(timedelta(seconds=1))
    return room, pages, {"alone": alone}


EVERYTHING = {"/feed/", "/sitemap.xml", "/tags/"}
"""What cannot say what it rests on."""


def dropped_after(kept: tuple[Newsroom, Pages, dict[str, Any]]) -> set[str]:
    dropped, stale = kept[1].look(kept[0].paths())
    assert not stale
    return {path for path in dropped if not path.endswith("/feed/")} - EVERYTHING


@once
def test_an_article_that_shares_nothing_drops_itself_and_the_front_page(kept: Any) -> None:
    alone = kept[2]["alone"]
    publish(working_copy=alone, version=make.save(alone, headline="Alone again"), actor=None)
    dropped = dropped_after(kept)
    assert {path for path in dropped if not path.startswith("/?")} == {"/", "/articles/alone/"}


@once
def test_a_new_article_drops_what_it_leads_to_and_nothing_else(kept: Any) -> None:
    room = kept[0]
    tag = make.make_tag("Only here")
    other = make.make_published_article(slug="other", tags=[tag.key])
    kept[1].look(room.paths())
    make.make_published_article(slug="new", tags=[tag.key])
    # The other is named as related, and names the new one.
    dropped = {path for path in dropped_after(kept) if not path.startswith("/?")}
    assert dropped <= {"/", tag.get_absolute_url(), f"/articles/{other.slug}/"}


@once
@pytest.mark.parametrize("what", ["save", "schedule", "remove a draft", "new source"])
def test_what_no_reader_sees_drops_nothing(kept: Any, what: str) -> None:
    room, pages, rows = kept
    alone: Article = rows["alone"]
    number = len(pages.kept)
    if what == "save":
        make.save(alone, headline="Not yet")
    elif what == "schedule":
        make.make_scheduled_article(starts_at=timezone.now() + timedelta(hours=1), **room.text())
    elif what == "remove a draft":
        room.do("remove_draft")
    else:
        make.make_reference()
    assert number > 20
    assert kept[1].look(room.paths()) == (set(), set())


@once
def test_a_tag_drops_the_pages_that_carry_it(kept: Any) -> None:
    room = kept[0]
    tag = make.make_tag("Carried")
    article = make.make_published_article(slug="carries", tags=[tag.key])
    room.articles.append(article)
    kept[1].look(room.paths())
    save_record(record=tag, changes={"name": "Borne"}, version=tag.version, actor=None)
    assert dropped_after(kept) == {"/articles/carries/", tag.get_absolute_url()}


@once
def test_what_is_taken_down_tells_hard_and_goes(kept: Any) -> None:
    alone = kept[2]["alone"]
    PublicChange.objects.all().delete()
    withdraw(working_copy=alone, edition=1, actor=None)
    assert PublicChange.objects.get().hard
    assert "/articles/alone/" in dropped_after(kept)
    assert "/articles/alone/" not in kept[1].kept


@once
@pytest.mark.parametrize("is_told", [True, False])
def test_what_is_rendered_anew_is_announced_and_the_control_is_caught(
    kept: Any, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    room, pages, rows = kept
    edition = make.edition_of(rows["alone"])
    stored = ArticleEdition.objects.filter(pk=edition.pk)
    # As an earlier renderer wrote it.
    stored._write(body_html=f"{edition.body_html} ", renderer=0)
    own.count([row(edition)])
    pages.look(room.paths())
    if not is_told:
        monkeypatch.setattr(rerendering, "announce", lambda *keys: 0)
    assert sum(batch.done for batch in rerendering.rerender()) == 1
    assert ("/articles/alone/" in pages.look(room.paths())[1]) is not is_told
