"""What a sheet on a pile says: who sent it back and why, what it lacks, until when words stay."""

from datetime import timedelta

import lxml.html
import pytest
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from desk.lacking import MOST_READ
from publishing import workflow
from publishing.checks import Kind, Place
from publishing.models import Buffer
from publishing.workflow import buffering
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

SAID = "He said: “We were all of us very much surprised by it in the very end.”"
NOTE = "Good. Who says the board was carried by hand?\n\nBy Thursday, please."


def sheets(user: User, pile: str) -> dict[str, lxml.html.HtmlElement]:
    """Return the sheets of one pile by their titles."""
    root = lxml.html.fromstring(AdminPage(user).open("/admin/").content.decode())
    return {row.xpath("string(a)"): row for row in root.xpath(f'//section[.//h2[@id="pile-{pile}"]]//li')}


def words(row: lxml.html.HtmlElement) -> str:
    return " ".join(row.text_content().split())


def lacks(row: lxml.html.HtmlElement) -> str:
    return " ".join(row.xpath('string(.//p[@class="lacks"]/text()[last()])').split())


def ways(row: lxml.html.HtmlElement) -> dict[str, str]:
    return {link.text_content(): link.get("href") for link in row.xpath('.//p[@class="acts"]/a')}


def handed_over(writer: User, note: str = "", **payload: object) -> Article:
    article = make.make_article(actor=writer, **payload)
    workflow.submit(working_copy=article, version=1, actor=writer, note=note)
    return article


@pytest.mark.on_both
def test_what_was_sent_back_lies_on_top_with_the_whole_note_who_and_when() -> None:
    writer, editor = make.make_user("reporter"), make.make_user("editor", first_name="Rita", last_name="Ora")
    back = handed_over(writer, headline="Sent back", note="For Monday")
    workflow.send_back(working_copy=back, version=1, actor=editor, note=NOTE)
    make.make_article(headline="Begun since", actor=writer)
    found = sheets(writer, "mine")
    assert list(found) == ["Sent back", "Begun since"]
    note = found["Sent back"].find_class("handed")[0]
    assert [part.text_content() for part in note.findall("div/p")] == NOTE.split("\n\n")
    assert note.xpath("string(footer)").startswith("Rita Ora sent it back, today, ")
    assert "For Monday" not in words(found["Sent back"])
    workflow.publish(working_copy=back, version=1, actor=editor)
    make.save(back, standfirst="Written on")
    assert not sheets(writer, "mine")["Sent back"].find_class("handed")


def test_sent_back_without_a_word_is_said_too() -> None:
    writer, editor = make.make_user("reporter"), make.make_user("editor", first_name="Rita", last_name="Ora")
    back = handed_over(writer, headline="Sent back")
    workflow.send_back(working_copy=back, version=1, actor=editor)
    assert "Rita Ora sent it back, today, " in words(sheets(writer, "mine")["Sent back"])


def test_a_draft_says_what_it_lacks_and_what_was_left_is_not_asked_again() -> None:
    writer = make.make_user("reporter")
    body = make.text_of(SAID, SAID.replace("surprised", "taken aback"), "TK")
    article = make.make_article(headline="Short of much", standfirst="", body=body, actor=writer)
    expected = (
        "A placeholder, 2 quotations without a speaker, 2 quotations without a source, no summary, and more"
    )
    assert lacks(sheets(writer, "mine")["Short of much"]) == expected
    workflow.leave(
        working_copy=article, kind=Kind.SUMMARY, place=Place("standfirst"), reason="wanted", actor=writer
    )
    assert "no summary" not in lacks(sheets(writer, "mine")["Short of much"])


def test_nothing_to_mend_is_said_to_the_editors() -> None:
    writer, editor = make.make_user("reporter"), make.make_user("editor")
    credit = {"person": None, "name": "Ana", "role": "", "is_agency": False}
    body = "<p>What the harbour says of itself.</p>"
    handed_over(writer, headline="Whole", body=body, tags=[make.make_tag().key], credits=[credit])
    row = sheets(editor, "handed-over")["Whole"]
    assert "nothing to mend" in words(row) and lacks(row) == ""
    assert "6 words" in words(row)


def test_too_much_text_is_not_read_for_a_list() -> None:
    writer = make.make_user("reporter")
    make.make_article(
        headline="Long", standfirst="", body=f"<p>{'word ' * (MOST_READ // 5)}</p>", actor=writer
    )
    make.make_article(headline="Short", standfirst="", body="<p>Two words.</p>", actor=writer)
    found = sheets(writer, "mine")
    assert lacks(found["Short"]).startswith("No summary") and lacks(found["Long"]) == ""


def test_an_editor_takes_or_publishes_from_the_pile_and_a_reporter_cannot() -> None:
    writer, editor = make.make_user("reporter"), make.make_user("editor")
    article = handed_over(writer, headline="Handed over")
    assert ways(sheets(writer, "handed-over")["Handed over"]) == {}
    offered = ways(sheets(editor, "handed-over")["Handed over"])
    assert offered == {
        "Take it": change_url(article, "take-over"),
        "Publish…": f"{change_url(article)}#publish",
    }
    AdminPage(editor).send(offered["Take it"])
    assert "Handed over" in sheets(editor, "mine")
    assert f"{editor} has it" in words(sheets(writer, "handed-over")["Handed over"])


@pytest.mark.on_both
def test_articles_come_before_people_and_say_what_became_of_them() -> None:
    editor = make.make_user("editor")
    make.make_published_article(headline="Out", actor=editor)
    fixed = make.make_published_article(headline="Mended", actor=editor)
    make.save(fixed, standfirst="Another")
    workflow.publish(working_copy=fixed, version=2, actor=editor, change="minor")
    make.make_person(name="Ada", published=True)
    found = sheets(editor, "published")
    assert list(found)[-1] == "Ada" and set(found) == {"Out", "Mended", "Ada"}
    assert "Small fix today, " in words(found["Mended"]) and "·" not in words(found["Out"])


def test_words_not_saved_lead_to_where_they_are_offered_and_say_when_they_go() -> None:
    writer = make.make_user("reporter")
    article = make.make_article(headline="A draft", actor=writer)
    buffering.keep(buffering.place_of(article, writer, tab="one"), fields=[], based_on=1, label="A draft")
    new = buffering.Place(writer, "article", "somenewkey", "two")
    buffering.keep(new, fields=[], based_on=None, label="A new one")
    old = Buffer.objects.filter(tab="two")
    old.update(kept_at=timezone.now() - timedelta(days=26))
    found = sheets(writer, "unsaved")
    assert list(found) == ["A draft", "A new one"]
    assert "kept today, " in words(found["A draft"]) and "stays until " in words(found["A draft"])
    assert "Gone for good on " in words(found["A new one"])
    link = found["A new one"].xpath("string(a/@href)")
    assert link == f"/admin/articles/article/words/{old.get().key}/"
    assert sheets(make.make_user("editor"), "unsaved") == {}


def test_writing_the_first_article_comes_first_until_one_is_begun() -> None:
    writer = make.make_user("reporter")
    page = AdminPage(writer)

    def first() -> list[str]:
        root = lxml.html.fromstring(page.open("/admin/").content.decode())
        return root.xpath('//section[@class="first-article"]//a/@href')

    assert first() == ["/admin/articles/article/add/"]
    assert "Just published" not in page.open("/admin/").content.decode()
    article = make.make_article(actor=writer)
    workflow.submit(working_copy=article, version=1, actor=writer)
    assert first() == []


def test_an_empty_newsroom_begins_with_writing_whatever_was_there_before() -> None:
    editor = make.make_user("editor")
    article = make.make_article(actor=editor)
    workflow.bin_draft(working_copy=article, version=1, actor=editor)
    page = AdminPage(editor)
    assert "Write your first article" in page.open("/admin/").content.decode()
    make.make_article(actor=make.make_user("reporter"))
    assert "Write your first article" not in page.open("/admin/").content.decode()
