"""Every question is answered as by looking at each row, in windows of any size; none is an error."""

import random
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from publishing.search import Cursor, Search, searching, snippets, writing
from publishing.search.engines import postgresql, sqlite
from publishing.search.parts import SearchParts
from publishing.search.shelves import PUBLIC
from publishing.search.writing import Entry
from tests.environment import ON_POSTGRESQL
from tests.publishing.search.texts import day, put_texts
from tests.soaking import how_many

pytestmark = pytest.mark.django_db

WORDS = ["ba", "be", "bi", "bo", "bu", "da", "de", "di"]
ROWS = 120
QUESTIONS = how_many(15, soak=3_000)


@dataclass(frozen=True)
class Row:
    number: int
    headline: list[str]
    text: list[str]
    kind: str
    tag: int
    published: datetime
    since: datetime
    until: datetime


def make_rows(chance: random.Random) -> list[Row]:
    rows = []
    for number in range(ROWS):
        start = chance.randint(0, 60) * 20
        rows.append(
            Row(
                number,
                chance.choices(WORDS, k=2),
                chance.choices(WORDS, weights=range(8, 0, -1), k=6),
                chance.choice(["article", "article", "page"]),
                chance.randint(1, 3),
                day(start),
                day(start),
                day(start + chance.choice([30, 400, 9_000])),
            )
        )
    writing.write(
        PUBLIC,
        [
            Entry(
                SearchParts(
                    row.kind,
                    " ".join(row.headline),
                    " ".join(row.text),
                    marks=(f"tag{row.tag}",),
                    language="en",
                ),
                row.number,
                row.since,
                row.until,
                row.published,
            )
            for row in rows
        ],
    )
    return rows


def expected(rows: list[Row], asked: "Asked") -> list[int]:
    """Return what is found by looking at every row."""
    found = []
    for row in rows:
        everything = [*row.headline, "|", *row.text]
        shown = " ".join(everything)
        right = (
            row.since <= asked.at < row.until
            and all(word in everything for word in asked.words)
            and (not asked.phrase or asked.phrase in shown)
            and (not asked.without or asked.without not in everything)
            and asked.tag in (None, row.tag)
            and asked.kind in (None, row.kind)
            and asked.since <= row.published < asked.until
        )
        if right:
            in_headline = all(word in row.headline for word in asked.words) and (
                not asked.phrase or asked.phrase in " ".join(row.headline)
            )
            found.append((not in_headline, -row.published.timestamp(), row.number))
    # Those of one moment stand by the places they were given, the later above.
    return [number for _step, _at, number in sorted(found, key=lambda one: (one[0], one[1], -one[2]))]


@dataclass(frozen=True)
class Asked:
    words: tuple[str, ...]
    phrase: str
    without: str
    tag: int | None
    kind: str | None
    at: datetime
    since: datetime
    until: datetime


def ask(chance: random.Random) -> Asked:
    since = chance.choice([0, 0, chance.randint(0, 1_200)])
    return Asked(
        words=tuple(chance.sample(WORDS, chance.choice([1, 1, 2, 3]))),
        phrase=chance.choice(["", "", "", " ".join(chance.sample(WORDS, 2))]),
        without=chance.choice(["", "", chance.choice(WORDS)]),
        tag=chance.choice([None, None, 1, 2]),
        kind=chance.choice([None, None, "article", "page"]),
        at=day(chance.choice([1_300, 1_300, chance.randint(0, 1_300)])),
        since=day(since),
        until=day(since + chance.choice([300, 100_000])),
    )


def search_of(asked: Asked) -> Search:
    phrase = f' "{asked.phrase}"' if asked.phrase else ""
    without = f" -{asked.without}" if asked.without else ""
    search = Search(" ".join(asked.words) + phrase + without, at=asked.at).between(asked.since, asked.until)
    search = search if asked.tag is None else search.tagged(asked.tag)
    return search if asked.kind is None else search.kinds(asked.kind)


def all_pages(search: Search, size: int) -> list[int]:
    found: list[int] = []
    after: Cursor | None = None
    for _page in range(1_000):
        page = search.page(after=after, size=size)
        found += [hit.object_id for hit in page.hits]
        if page.after is None:
            return found
        after = Cursor.read(str(page.after))
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("is_hurried", [False, True])
def test_random_questions_are_answered_as_by_looking_at_every_row(
    monkeypatch: pytest.MonkeyPatch, is_hurried: bool
) -> None:
    monkeypatch.setattr(postgresql, "NEAR", (5, 20))
    monkeypatch.setattr(postgresql, "FAR", (40, 60))
    monkeypatch.setattr(postgresql, "PROBED", 12)
    monkeypatch.setattr(postgresql, "AT_A_TIME", 30)
    monkeypatch.setattr(sqlite, "AT_A_TIME", 30)
    # In a hurry every stretch that was looked through ends the page, and the next goes on from there.
    monkeypatch.setattr(searching, "LONG_ENOUGH", -1 if is_hurried else 60)
    chance = random.Random(9)
    rows = make_rows(chance)
    found_something = 0
    for _question in range(QUESTIONS):
        asked = ask(chance)
        answer = expected(rows, asked)
        search = search_of(asked)
        assert all_pages(search, chance.choice([4, 9, 400])) == answer, asked
        if not asked.phrase:
            assert search.at_least(7) == min(7, len(answer))
        found_something += bool(answer)
    assert found_something > QUESTIONS / 3


HOSTILE = [
    "", " ", "-", "--", '"', '""', "*", "-*", '"*"', "AND", "NEAR(a b, 3)", "a:b", "^a", "{a}", "(", ")",
    "a AND (", "' OR 1=1 --", "\\", "\\'", "'", "''", "& | ! <->", "a <-> b", "a:*", "a:A", "\x00", "a\x00b",
    "\ud800", "\udfff\ud800", "\ufffe\uffff", "\u202e", "\u0301" * 300, "a" + "\u0301" * 299, "·a", "≡a",
    "¦kindarticle", "¦tag1", "a¦b", "a" * 300, "a" * 100_000, "a " * 300, '"a ' * 100, "-a " * 100,
    "a* " * 100, "ა", "ﷺ" * 300, "%s %(a)s {}", "ß" * 300, "İ" * 300, "梁" * 300, "\u0e33" * 300,
    "-" * 300, "'" * 300, "." * 300, "1 2 3", "٣", "\r\n\t\v\f", "\u2028\u2029", "\U0010ffff", "😀👩\u200d👧",
    "a\u200db", "\xa0", "x" * 64 + "*", "x" * 65,
]  # fmt: skip


def test_nothing_that_can_be_typed_is_an_error() -> None:
    put_texts()
    for words in HOSTILE:
        everything(words)


def test_random_bytes_and_operators_are_never_an_error_and_never_take_long() -> None:
    put_texts()
    chance = random.Random(3)
    longest = 0.0
    for _question in range(how_many(60, soak=10_000)):
        begun = time.process_time()
        everything(hostile(chance))
        longest = max(longest, time.process_time() - begun)
    assert longest < 5, "a question of somebody hostile holds the server up"


def hostile(chance: random.Random) -> str:
    """Return bytes, signs of both query languages, and words of every script, in a heap."""
    pieces = [
        chance.randbytes(chance.randint(0, 20)).decode("utf-8", "surrogateescape"),
        chance.randbytes(6).decode("latin-1"),
        "".join(chr(chance.randrange(0x110000)) for _char in range(chance.randint(0, 12))),
        chance.choice(HOSTILE),
        chance.choice(
            ['"', "*", "-", "(", ")", "'", "\\", ":", "^", "&", "|", "!", "<->", " AND ", " NOT ", " OR "]
        ),
        chance.choice(["parliament", "梁文锋", "น้ำท่วม", "o'brien", "b*", "a*"]),
    ]
    return chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randint(1, 30)))


def everything(words: str) -> None:
    """Ask all there is to be asked with these words."""
    search = Search(words, at=day(50))
    page = search.page()
    assert len(page.hits) <= 20
    assert search.at_least(10) <= 10
    assert len(search.starting()) <= 8
    assert isinstance(search.suggestion(), str)
    assert isinstance(snippets(search, page.hits), dict)
    assert (
        search.kinds("person").tagged(1).mentioning(2).published_by(3).between(day(1), day(99)).page().hits
        == []
    )


@pytest.mark.parametrize(
    "typed", ["", "2", "2.", ".5", "3.5", "2.5x", "-1.5", "2.99999999999999999999", "٢.٥", "2.5\n"]
)
def test_a_place_in_an_address_that_is_none_is_none(typed: str) -> None:
    assert Cursor.read(typed) is None


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite stops when it has enough")
def test_what_is_common_is_counted_among_the_newest_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "NEAR", (30, 60))
    asked: list[int] = []
    ask_for = postgresql._ask

    def noted(*args: Any, window: tuple[int, int], **kwargs: Any) -> Any:
        asked.append(window[0])
        return ask_for(*args, window=window, **kwargs)

    monkeypatch.setattr(postgresql, "_ask", noted)
    make_rows(random.Random(9))
    assert Search("ba", at=day(1_300)).kinds("article").at_least(3) == 3
    assert asked and all(asked)
