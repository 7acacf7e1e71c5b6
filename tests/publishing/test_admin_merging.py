"""What the page of a writer is told when its save has more in it than it sent."""

from typing import Any

import pytest

from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

text = make.text_of


@pytest.fixture
def two() -> tuple[AdminPage, AdminPage]:
    return (
        AdminPage(make.make_user("reporter", first_name="Ana", last_name="Lang")),
        AdminPage(make.make_user("reporter", first_name="Ben", last_name="Kurz")),
    )


def saved(page: AdminPage, address: str, form: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Save as a page does that stays where it is."""
    answer = page.client.post(
        address, form | changes | {"_save": "1"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def test_it_can_take_the_others_words_into_its_text(two: Any) -> None:
    article = make.make_article(body=text("One.", "Two.", "Three."), standfirst="Was")
    address = change_url(article)
    form = two[1].form(address)
    two[0].send(address, body=text("One by Ana.", "Two.", "New.", "Three."), standfirst="Is")
    told = saved(two[1], address, form, body=text("One.", "Two.", "Three by Ben."))
    assert (told["version"], told["is_merged"]) == (4, True)
    merged = told["merged"]
    assert merged["said"] == "Ana Lang’s 5 words and yours are both in saved version 4."
    assert (merged["count"], merged["fields"], merged["is_in_place"]) == (3, {"standfirst": "Is"}, True)
    assert merged["body"] == [
        {"from": 0, "to": 1, "html": text("One by Ana.")},
        {"from": 2, "to": 2, "html": text("New.")},
    ]
    assert merged["marks"] == [
        {"block": 0, "runs": [[0, 3]], "who": "Ana Lang"},
        {"block": 2, "runs": [[0, 1]], "who": "Ana Lang"},
    ]


def test_a_page_that_is_behind_is_told_so_though_it_sends_nothing_new(two: Any) -> None:
    article = make.make_article(body=text("One."))
    address = change_url(article)
    form = two[1].form(address)
    two[0].send(address, body=text("One by Ana."))
    told = saved(two[1], address, form)
    assert (told["version"], told["is_merged"]) == (2, True), "else its old text would go over the new one"
    assert told["merged"]["body"] == [{"from": 0, "to": 1, "html": text("One by Ana.")}]


def test_what_no_page_can_change_in_place_makes_it_load_anew(two: Any) -> None:
    article = make.make_article(body=text("One."))
    address = change_url(article)
    form = two[1].form(address)
    two[0].send(address, **{"draft_credits-0-name": "Reuters"})
    told = saved(two[1], address, form, body=text("One, more."))
    assert told["merged"]["is_in_place"] is False


@pytest.mark.on_both
def test_two_tabs_of_one_person_are_merged_as_well(two: Any) -> None:
    article = make.make_article(body=text("One.", "Two."))
    address = change_url(article)
    form = two[0].form(address)
    two[0].send(address, body=text("One more.", "Two."))
    told = saved(two[0], address, form, body=text("One.", "Two more."))
    assert told["merged"]["said"] == "What you saved in another tab and this are both in saved version 4."
    article.refresh_from_db()
    assert article.body == text("One more.", "Two more.")


def test_a_save_alone_has_nothing_to_tell(two: Any) -> None:
    article = make.make_article(body=text("One."))
    address = change_url(article)
    told = saved(two[0], address, two[0].form(address), body=text("One more."))
    assert "merged" not in told and not told.get("is_merged")


def test_a_save_that_collides_leads_on_to_both_texts(two: Any) -> None:
    article = make.make_article(body=text("One."))
    address = change_url(article)
    form = two[1].form(address)
    two[0].send(address, body=text("One by Ana."))
    answer = two[1].client.post(
        address, form | {"body": text("One by Ben."), "_save": "1"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()) == (409, {"go": f"{change_url(article, 'collision')}?kept=3"})
