"""What the server answers a clipboard, and what becomes of the notes that came with it."""

import json
import re

import pytest
from django.test import Client

from articles.models import Article
from manuscripts.formats.clipboard import read_clipboard
from publishing.richtext.from_manuscript import markup_of
from publishing.richtext.sanitising import sanitise
from references.models import Reference
from tests import factories as make
from tests.hostile_clipboards import single
from tests.soaking import how_many

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADD, PASTE, SETTLE = (f"/admin/articles/article/{name}/" for name in ("add", "paste", "settle"))
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<h2>Why</h2>
<p class=MsoNormal>It is so.<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>
Said <del>never</del><ins>once</ins>.<a href="#_ftn2" name="_ftnref2"><span
class=MsoFootnoteReference>[2]</span></a></p>
<div style='mso-element:footnote-list'><hr>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a>
Mira Holt, “A study of notes,” https://example.org/study</p></div>
<div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2">[2]</a>
Interview with the mayor, 3 May 2021</p></div></div></body></html>"""
SCRIPTS = (
    "<script>window.hit=1</script><p onclick='x()'>Kept <a href='javascript:alert(1)'>words</a>"
    "<svg><style>@import 'x'</style><a xlink:href='javascript:x'>s</a></svg></p>"
    "<meta http-equiv=refresh content='0;url=/x'><base href='//evil.example'>"
    "<form action=/x><input name=y></form>"
    "<iframe srcdoc='<script>1</script>'></iframe><a data-reference=madeup1>a</a><b data-person=madeup2>b</b>"
    "<a data-waiting='w' data-read='[]'>c</a><figure data-image=madeup3></figure><span data-note=n1>d</span>"
)


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make.make_user(role))
    return client


def pasted(client: Client, html: str, plain: str = "") -> dict:
    return client.post(PASTE, {"html": html, "plain": plain}).json()


def test_notes_wait_in_the_text_and_nothing_is_made():
    answer = pasted(client_of("editor"), WORD)
    assert answer["html"].count("data-waiting=") == 2
    assert "It is so.<a data-waiting" in answer["html"]
    assert "[1]" not in answer["html"]
    assert answer["kept"] == "Pasted from Word: 1 heading, 2 notes."
    assert answer["left_out"] == "Left out: 1 deleted passage."
    assert not Reference.objects.exists()


def test_a_note_on_a_known_source_cites_it_at_once():
    known = make.make_reference(title="Known by another name", url="https://example.org/study")
    answer = pasted(client_of("editor"), WORD)
    assert f'<a data-reference="{known.key}"></a>' in answer["html"]
    assert answer["html"].count("data-waiting=") == 1


def test_saving_makes_citations_of_the_notes():
    client = client_of("editor")
    body = pasted(client, WORD)["html"]
    client.post(ADD, form_of(client, headline="With notes", body=body))
    article = Article.objects.get()
    assert article.body.count("data-reference=") == 2
    assert "data-waiting" not in article.body
    titles = {source.title for source in Reference.objects.all()}
    assert "A study of notes" in titles
    assert all(source.is_incomplete for source in Reference.objects.all())


def test_who_may_not_add_sources_saves_the_notes_as_they_wait():
    user = make.staff_with("add_article", "change_article", "view_article", "view_reference")
    client = Client()
    client.force_login(user)
    body = pasted(client, WORD)["html"]
    answer = client.post(ADD, form_of(client, headline="With notes", body=body), follow=True)
    assert Article.objects.get().body.count("data-waiting=") == 2
    assert "2 notes go on waiting" in answer.content.decode()
    assert not Reference.objects.exists()


def test_the_button_makes_sources_of_what_waits_and_says_so():
    client = client_of("editor")
    sent = [{"words": "Holt, A study", "read": '[{"title":"A study"}]'}, {"words": 3}, "nonsense", {}]
    answer = client.post(SETTLE, {"notes": json.dumps(sent)}).json()
    assert answer["notes"][0]["keys"] == [Reference.objects.get(title="A study").key]
    assert "Made of notes: 2 sources" in answer["said"]
    for odd in ("", "{}", "[" * 90_000, "x"):
        assert client.post(SETTLE, {"notes": odd}).json()["notes"] == []


def test_hostile_clipboards_keep_their_words_and_nothing_else():
    html = pasted(client_of("editor"), SCRIPTS)["html"]
    assert "Kept words" in html
    traces = "script onclick svg import meta base form iframe data- madeup style"
    for trace in traces.split():
        assert trace not in html, trace


@pytest.mark.parametrize("html", ["<b>" * 100_000 + "x", "x" * 5_000_000, "<table>" * 5_000])
def test_what_is_too_much_is_refused_in_a_sentence(html):
    answer = client_of("editor").post(PASTE, {"html": html, "plain": ""})
    assert answer.status_code in (413, 422)
    assert answer.json()["said"].startswith(
        ("What you pasted is too", "This is too much", "This text is too")
    )


def test_whatever_a_hostile_clipboard_holds_its_markup_is_of_the_contract():
    for html in single(how_many(100, soak=2_000)):
        stored = markup_of(read_clipboard(html).blocks)
        assert stored == sanitise(stored)
        tags = set(re.findall(r"<(\w+)", stored))
        assert not tags & {"script", "img", "svg", "math", "style", "iframe", "form", "input", "meta", "base"}
        assert not re.search(
            r"<[^>]*(?:javascript:|vbscript:|\son\w+=|data-(?:reference|person|waiting))", stored
        )


def form_of(client: Client, **fields: str) -> dict[str, str]:
    """Return what the form of a new article sends."""
    form = client.get(ADD).context["adminform"].form
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    rows = {}
    for inline in client.get(ADD).context["inline_admin_formsets"]:
        rows |= {f"{inline.formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    plain = {name: value for name, value in initial.items() if isinstance(value, str | int)}
    return {**plain, **rows, **fields}
