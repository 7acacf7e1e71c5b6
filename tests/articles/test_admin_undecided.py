"""Where a fix met a changed draft, colleagues see both texts until one of them is gone."""

import lxml.html
import pytest

from articles.models import Article
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ASKING = ("publish", "schedule", "correct")


def sides(page: AdminPage, url: str) -> list[str]:
    """Return the words of each cell in the warning."""
    root = lxml.html.fromstring(page.open(url).content.decode())
    return [
        " ".join(cell.text_content().split()) for cell in root.xpath('//*[contains(@class, "conflicts")]//td')
    ]


def fixed_article(editor: AdminPage) -> Article:
    article = factories.make_published_article(body=factories.text_of("A plain start.", "The end."))
    editor.send(change_url(article), body=factories.text_of("A rewritten start.", "The end."))
    assert not sides(editor, change_url(article))
    said = editor.said(
        editor.send(change_url(article, "fix"), body=factories.text_of("A fixed start.", "The end."))
    )
    assert "in 1 place: both are kept" in said
    return article


def test_both_texts_are_shown_wherever_the_draft_is_about_to_be_published() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = fixed_article(editor)
    for page in ("change", *ASKING):
        assert sides(editor, change_url(article, page)) == ["A rewritten start.", "A fixed start."], page
    for page in ("fix", "take-down"):
        assert not sides(editor, change_url(article, page)), page
    editor.send(change_url(article), body=factories.text_of("A rewritten start.", "The end."))
    for page in ("change", *ASKING):
        assert not sides(editor, change_url(article, page)), page


def test_a_second_fix_of_the_same_place_does_not_say_that_the_draft_has_it() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = fixed_article(editor)
    answer = editor.send(change_url(article, "fix"), body=factories.text_of("A better start.", "The end."))
    assert "the draft has it too" not in editor.said(answer)
    assert sides(editor, change_url(article)) == ["A rewritten start.", "A better start."]


def test_names_of_fields_and_what_one_side_took_out_are_shown() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_published_article(headline="Old")
    editor.send(change_url(article), headline="Mine")
    editor.send(change_url(article, "fix"), headline="Fixed")
    page = editor.open(change_url(article)).content.decode()
    assert sides(editor, change_url(article)) == ["Mine", "Fixed"]
    assert "<caption>Headline</caption>" in page
