"""The checks beside the text: rendered with the form, asked for as one writes, and left as they are."""

import json

import lxml.html
import pytest

from articles.models import Article
from profiles.models import NeverAsked
from tests import factories
from tests.admin_forms import AdminPage, staff_without_rights

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

BODY = '<p>It had 480 chips.</p><p><q data-quote="q1">“So it is”</q> [TK]</p>'


def on(article: object, page: str = "change") -> str:
    return f"/admin/articles/article/{article.pk}/{page}/"


def lines(html: str) -> list[str]:
    found = lxml.html.fromstring(f"<div>{html}</div>").xpath('//*[contains(@class, "check-name")]')
    return [" ".join(element.text_content().split()) for element in found]


def ask(editor: AdminPage, url: str) -> dict[str, object]:
    answer = editor.client.post(url)
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_the_form_comes_with_what_is_found_in_the_saved_draft() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_article(body=BODY, headline="A" * 65)
    page = editor.open(on(article)).content.decode()
    shown = lxml.html.fromstring(page).get_element_by_id("checks")
    told = lines(lxml.html.tostring(shown, encoding="unicode"))
    assert told == [
        "Placeholder “[TK]”",
        "Quotation without a speaker",
        "Figures without a source",
        "Quotation without a source",
        "No tag",
        "No byline",
        "Headline 5 characters too long for search",
    ]
    # Five are seen, the others open.
    assert len(shown.xpath('.//details[@data-key="more"]//*[contains(@class, "check-name")]')) == 2
    assert "nothing else found" in shown.text_content()
    marks = json.loads(lxml.html.fromstring(page).get_element_by_id("writing-data").text)["checks"]
    assert [(mark["kind"], mark["block"], mark["words"]) for mark in marks][:2] == [
        ("placeholder", 1, "[TK]"),
        ("speaker", 1, "“So it is”"),
    ]


def test_the_words_a_tab_keeps_are_looked_at_and_not_those_saved() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_article(body=BODY)
    fields = editor.form(on(article)) | {"body": ["<p>Nothing here but XXX.</p>"]}
    editor.client.post(on(article, "keep") + "?tab=t1", fields)
    assert lines(ask(editor, on(article, "checks") + "?tab=t1")["html"])[0] == "Placeholder “XXX”"
    assert lines(ask(editor, on(article, "checks") + "?tab=t2")["html"])[0] == "Placeholder “[TK]”"
    other = AdminPage(factories.make_user("editor"))
    assert lines(ask(other, on(article, "checks") + "?tab=t1")["html"])[0] == "Placeholder “[TK]”"


def test_a_new_article_is_looked_at_before_there_is_one() -> None:
    editor = AdminPage(factories.make_user("editor"))
    add = "/admin/articles/article/add/"
    fields = editor.form(add) | {"headline": ["A start"], "body": ["<p>TK</p>"]}
    editor.client.post("/admin/articles/article/keep/?tab=t1&new=abcdefghjkmn", fields)
    told = lines(ask(editor, "/admin/articles/article/checks/?tab=t1&new=abcdefghjkmn")["html"])
    assert told[0] == "Placeholder “TK”" and not [line for line in told if "web address" in line]
    # Asked once more from the same page, it is the article that was made of it meanwhile.
    factories.make_article(body="<p>XXX</p>")
    made = Article.objects.get()
    told = lines(ask(editor, f"/admin/articles/article/checks/?tab=t1&new={made.key}")["html"])
    assert told[0] == "Placeholder “XXX”"


def test_the_paragraph_being_written_is_not_judged_until_it_was_left() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_article(body=BODY)
    told = lines(ask(editor, on(article, "checks") + "?writing=1")["html"])
    assert "Figures without a source" in told and "Quotation without a speaker" not in told
    told = lines(ask(editor, on(article, "checks") + "?writing=0")["html"])
    assert "Figures without a source" not in told and "Quotation without a speaker" in told


def leave(editor: AdminPage, article: object, **sent: str) -> object:
    return editor.client.post(on(article, "checks/leave"), sent)


def test_what_is_left_is_folded_with_who_and_why_until_its_words_change() -> None:
    editor = AdminPage(factories.make_user("editor", first_name="Rita", last_name="Ruiz"))
    article = factories.make_article(body=BODY)
    place = {"kind": "speaker", "field": "body", "words": "“So it is”", "about": "q1"}
    answer = json.loads(leave(editor, article, **place, reason="protected").content)
    assert "Quotation without a speaker" not in lines(answer["html"])
    shown = " ".join(lxml.html.fromstring(answer["html"]).text_content().split())
    assert "Left as it is, 1" in shown and "Who said it has to be protected Rita Ruiz" in shown
    assert "left as it is" in editor.open(on(article, "history")).content.decode()
    factories.save(article, body=BODY.replace("So it is", "So it was"))
    assert "Quotation without a speaker" in lines(ask(editor, on(article, "checks"))["html"])
    factories.save(article, body=BODY)
    answer = json.loads(leave(editor, article, **place, again="1").content)
    assert "Quotation without a speaker" in lines(answer["html"]) and "Left as it is" not in answer["html"]


def test_a_name_is_answered_for_this_text_or_for_all() -> None:
    editor = AdminPage(factories.make_user("editor"))
    person = factories.make_person(name="May Day")
    first, second = (factories.make_article(body="<p>On May Day they met.</p>") for _n in range(2))
    told = "May Day is named but not linked"
    place = {"kind": "unlinked", "field": "body", "words": "May Day", "about": person.key}
    answer = json.loads(leave(editor, first, **place, reason="not_this").content)
    assert told not in lines(answer["html"]) and "Not this person" in answer["html"]
    assert told in lines(ask(editor, on(second, "checks"))["html"])
    answer = json.loads(leave(editor, second, **place, reason="never").content)
    assert told not in lines(answer["html"]) and "is never asked about" in answer["html"]
    assert NeverAsked.objects.get().name == "May Day"
    answer = json.loads(leave(editor, second, **place, again="1", for_all="1").content)
    assert told in lines(answer["html"])


def test_what_cannot_be_left_is_refused_in_words() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_article()
    for sent in ({"kind": "nonsense"}, {"kind": "tags", "field": "tags", "reason": "because"}):
        answer = leave(editor, article, **sent)
        assert answer.status_code == 409 and json.loads(answer.content)["said"]


def test_who_may_not_change_it_sees_the_checks_and_leaves_nothing() -> None:
    article = factories.make_article(body=BODY)
    reader = AdminPage(factories.staff_with("view_article"))
    assert "data-leave" not in ask(reader, on(article, "checks"))["html"]
    assert leave(reader, article, kind="tags", field="tags", reason="wanted").status_code == 403
    stranger = AdminPage(staff_without_rights())
    assert stranger.client.post(on(article, "checks")).status_code == 403
    assert stranger.client.post("/admin/articles/article/checks/").status_code == 403


def test_pages_and_people_have_checks_too() -> None:
    editor = AdminPage(factories.make_user("editor"))
    for app, row in (("pages/page", factories.make_page), ("profiles/person", factories.make_person)):
        made = row(body="<p>TK</p>")
        answer = ask(editor, f"/admin/{app}/{made.pk}/checks/")
        assert lines(answer["html"])[0] == "Placeholder “TK”"
