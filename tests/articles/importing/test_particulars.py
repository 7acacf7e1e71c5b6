"""What a file says of itself reaches the draft, and what cannot is said and kept in the history."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from articles.importing import Options, Outcome, bring_in
from articles.importing.particulars import published_elsewhere
from manuscripts import Manuscript, Paragraph
from publishing.history import history_of
from tests.factories import edition_of, make_article, make_person, make_tag, staff_with

pytestmark = pytest.mark.django_db

OSLO = ZoneInfo("Europe/Oslo")
WORDS = "The rain that fell on Monday was more than in any week of the year before, the office said."


def brought(*, text: str = WORDS, asked: dict[str, Any] | None = None, **said: Any) -> Outcome:
    blocks = tuple(map(Paragraph, text.split("\n")))
    options = Options(zone=OSLO, **(asked or {}))
    return bring_in(Manuscript("Rain", blocks, **said), digest="a" * 64, name="a.md", options=options)


def told(outcome: Outcome) -> str:
    return history_of(outcome.article).get().note


def test_tags_are_found_again_by_any_name_and_made_where_there_is_none() -> None:
    make_tag("Weather", synonyms=["Wetter"])
    outcome = brought(tags=("wetter", " Rain  fall", "rain fall", "–"), asked={"tags": ("Norway",)})
    assert [tag.name for tag in outcome.tags] == ["Norway", "Weather", "Rain fall"]
    assert [link.tag.name for link in outcome.article.draft_tags.all()] == ["Norway", "Weather", "Rain fall"]


def test_whoever_may_add_no_tags_gets_those_there_are() -> None:
    make_tag("Weather")
    actor = staff_with("add_article", "change_article")
    outcome = brought(tags=("Weather", "Rainfall"), asked={"actor": actor})
    assert [tag.name for tag in outcome.tags] == ["Weather"]
    assert "Rainfall" in " ".join(outcome.warnings) and "Rainfall" in told(outcome)


def test_a_tag_no_column_holds_stops_nothing_and_is_said() -> None:
    outcome = brought(tags=("x" * 300, "Weather"))
    assert [tag.name for tag in outcome.tags] == ["Weather"] and "x" * 300 in told(outcome)


@pytest.mark.parametrize("given", ["wet-monday", "/2024/05/Wet Monday/", "WET monday"])
def test_the_web_address_it_had_is_taken_where_it_is_free(given: str) -> None:
    assert brought(slug=given).article.slug == "wet-monday"


def test_another_articles_web_address_stays_its_own() -> None:
    make_article(slug="wet")
    outcome = brought(slug="wet")
    assert outcome.article.slug == "rain" and any("“wet”" in warning for warning in outcome.warnings)
    assert brought(slug="wet", asked={"slug": "wetter"}).article.slug == "rain"


def test_it_is_published_as_of_when_it_was_elsewhere_unless_a_date_is_given() -> None:
    outcome = brought(published="2024-05-03T10:00", asked={"publish": True})
    assert outcome.status == "published"
    assert edition_of(outcome.article).published_at == datetime(2024, 5, 3, 8, tzinfo=UTC)


def test_a_date_given_stands_above_it_and_a_draft_has_it_in_its_history() -> None:
    asked = {"publish": True, "date": datetime(2023, 1, 1, tzinfo=UTC)}
    outcome = brought(published="2024-05-03", address="https://www.example.org/rain", asked=asked)
    assert edition_of(outcome.article).published_at == datetime(2023, 1, 1, tzinfo=UTC)
    note = history_of(outcome.article).filter(verb="create").get().note
    assert "2024-05-03" in note and "https://www.example.org/rain" in note


@pytest.mark.parametrize(
    ("given", "means"),
    [
        ("2024-05-03", datetime(2024, 5, 2, 22, tzinfo=UTC)),
        ("2024/05/03 10:00", datetime(2024, 5, 3, 8, tzinfo=UTC)),
        ("2024-05-03 10:00:00 +0400", datetime(2024, 5, 3, 6, tzinfo=UTC)),
        ("2024-05-03T10:00:00.123Z", datetime(2024, 5, 3, 10, 0, 0, 123000, tzinfo=UTC)),
        ("2024-05-03 10:00:00 UTC", datetime(2024, 5, 3, 10, tzinfo=UTC)),
        ("Fri, 03 May 2024 10:00:00 +0200", datetime(2024, 5, 3, 8, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("last Friday", None),
        ("2024-02-30", None),
        ("99999", None),
    ],
)
def test_dates_of_other_systems(given: str, means: datetime | None) -> None:
    manuscript = Manuscript("Rain", (Paragraph(WORDS),), published=given)
    assert published_elsewhere(manuscript, Options(zone=OSLO)) == means


def test_a_date_that_cannot_be_read_is_said() -> None:
    outcome = brought(published="last Friday", asked={"publish": True})
    assert outcome.status == "published" and any("last Friday" in warning for warning in outcome.warnings)


def test_a_summary_that_is_too_long_ends_with_a_word_and_is_whole_in_the_history() -> None:
    summary = " ".join(f"word{number}" for number in range(120))
    outcome = brought(summary=summary)
    assert len(outcome.article.standfirst) <= 600 and summary.startswith(outcome.article.standfirst + " ")
    assert summary in told(outcome) and any("summary" in warning for warning in outcome.warnings)


def test_an_agency_in_the_byline_is_one() -> None:
    make_person(name="Ada Byron")
    names = ("Ada Byron", "Marta Helm", "Reuters", "The Associated Press", "Redaktion", "Bill Press")
    credits = brought(byline=names).article.payload()["credits"]
    assert [credit["name"] for credit in credits if credit["is_agency"]] == [
        "Reuters",
        "The Associated Press",
        "Redaktion",
    ]
    assert credits[0]["person"] and not credits[0]["is_agency"]


def test_whom_the_newsroom_knows_speaks_by_surname() -> None:
    text = "North Lake stood at the lock.\n“We heard it before we saw it,” Lake said."
    assert brought(text=text).manuscript.quotations[0].speaker == "Lake"
    person = make_person(name="North Lake")
    article = bring_in(
        Manuscript("Lock", tuple(map(Paragraph, text.split("\n")))),
        digest="b" * 64,
        name="b",
        options=Options(),
    ).article
    assert f'data-person="{person.key}"' in article.body.partition("<q ")[2]


def test_of_two_of_one_surname_nobody_speaks() -> None:
    make_person(name="North Lake")
    make_person(name="South Lake")
    text = "North Lake and South Lake stood at the lock.\n“We heard it before we saw it,” Lake said."
    assert "data-person" not in brought(text=text).article.body.partition("<q ")[2]
