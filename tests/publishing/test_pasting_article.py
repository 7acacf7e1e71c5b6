"""A whole article pasted into an empty text is read as an editor reads one, and nothing of it is lost."""

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from articles.models import Article
from articles.pasted import embargo_in
from manuscripts import parse
from manuscripts.formats.markdown import read_markdown
from manuscripts.reading.understanding import understand
from publishing.admin.writing.pasted_article import aside_of, sent_aside
from publishing.errors import UnderEmbargo
from publishing.workflow import publish
from references.models import Reference
from tests import factories as make
from tests.admin_forms import AdminPage, change_url
from tests.publishing.test_pasting import ADD, PASTE, client_of, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

SEED = (Path(__file__).parents[1] / "manuscripts" / "texts" / "deepseek-r1.txt").read_text(encoding="utf-8")


def pasted(plain: str, *, client: Client, reading: str = "article", html: str = "") -> dict:
    return client.post(PASTE, {"html": html, "plain": plain, "reading": reading}).json()


def test_the_seed_pasted_is_an_article():
    liang = make.make_person(name="Liang Wenfeng")
    client = client_of("editor")
    answer = pasted(SEED, client=client)
    assert answer["article"]["headline"] == "DeepSeek’s R1: A New Contender in AI"
    body = answer["html"]
    assert "New Contender" not in body
    assert (body.count("<h2>"), body.count("data-quote="), body.count("data-waiting=")) == (4, 2, 1)
    assert 'data-speaker="an unnamed AI researcher"' in body
    assert f'data-person="{liang.key}"' in body
    assert not Reference.objects.exists()
    client.post(ADD, form_of(client, headline=answer["article"]["headline"], body=body))
    assert Article.objects.get().body.count("data-reference=") == 1
    assert Reference.objects.get().title.startswith("Behind China’s rising AI startup")


RELEASE = """EMBARGO: 3 May 2030, 10:00 CET

Harbour wall to be rebuilt before the winter storms

By Mira Holt in Lindau

The old wall in the harbour of Lindau will be taken down and rebuilt before the storms of
the winter [2].

"We could not wait any longer," said Jonas Weber, who leads the works, and pointed at the
stones below him.

Boats that lie in the harbour have to be gone by the end of August, and their owners get a
place elsewhere for as long as the work takes, for the same money. Most of them have agreed
to it already, the town said on Monday, and nobody will be able to moor in the harbour from
September until the end of the year at the very least [9].

Sources:
[1] The harbour, a history. https://example.org/harbour
[2] The wall of Lindau. https://example.org/wall

Media contact: Anna Bell, bell@example.org
"""


def test_what_stands_around_an_article_goes_beside_it_and_nothing_is_lost():
    mira = make.make_person(name="Mira Holt")
    jonas = make.make_person(name="Jonas Weber")
    known = make.make_reference(title="The harbour", url="https://example.org/harbour")
    answer = pasted(RELEASE, client=client_of("editor"))
    article, body = answer["article"], answer["html"]
    assert article["byline"] == [{"name": "Mira Holt", "id": mira.pk, "key": mira.key, "label": "Mira Holt"}]
    assert "data-quote=" in body and f'data-person="{jonas.key}"' in body
    # The mark leads to its entry; what no mark leads to is cited at the end, at once where it is known.
    assert body.index("data-waiting") < body.index("Jonas") < body.index(f'data-reference="{known.key}"')
    assert any("EMBARGO: 3 May 2030" in words for words in article["aside"])
    assert any("Anna Bell" in words for words in article["aside"])
    assert "in Lindau" in article["aside"]
    said = " ".join(article["remarks"])
    assert "There is an embargo" in said and "“[9]” has no entry among the sources" in said
    told = f"{article} {body}"
    for word in RELEASE.split("Sources:")[0].replace("By ", "").replace('"', " ").split():
        assert word.strip(".,:[]") in told or word.strip(".,[]").isdigit(), word


def test_the_next_save_keeps_in_the_history_what_was_set_aside():
    client = client_of("editor")
    fields = form_of(client, headline="A wall", body="<p>Words.</p>") | {
        "pasted-aside": "FOR RELEASE\nBell\x00"
    }
    client.post(ADD, fields)
    note = Article.objects.get().revisions.get().note
    assert note == "Set aside from what was pasted:\nFOR RELEASE\nBell"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>EMBARGOED UNTIL 09:00 BST, 3 JUNE 2040</p><h1>Harbour wall to be rebuilt</h1>"
        "<p>The wall comes down in May.</p><p>Nobody knows who pays.</p>",
    ],
)
def test_a_short_piece_keeps_its_embargo_too(html: str):
    plain = (
        "EMBARGOED UNTIL 09:00 BST, 3 JUNE 2040\n\nHarbour wall to be rebuilt\n\n"
        "The wall comes down in May.\n\nNobody knows who pays."
    )
    answer = pasted(plain, client=client_of("editor"), html=html)
    assert answer["article"]["headline"] == "Harbour wall to be rebuilt"
    assert "EMBARGOED UNTIL 09:00 BST, 3 JUNE 2040" in answer["article"]["aside"]
    assert "EMBARGOED" not in answer["html"]


@pytest.mark.on_both
@pytest.mark.parametrize("is_new", [True, False])
def test_the_next_save_holds_the_draft_back_until_its_embargo_ends(*, is_new: bool):
    editor = make.make_user("editor")
    address = ADD if is_new else change_url(make.make_article())
    aside = {"pasted-aside": "PRESS RELEASE\nEMBARGO: 3 May 2040, 10:00 CET"}
    AdminPage(editor).send(address, headline="A wall", body="<p>Words.</p>", **aside)
    article = Article.objects.get()
    assert article.headline == "A wall"
    assert article.embargo_line == "EMBARGO: 3 May 2040, 10:00 CET"
    with pytest.raises(UnderEmbargo, match="May 3, 2040"):
        publish(working_copy=article, version=article.version, actor=editor)


def test_a_writer_holds_the_draft_back_and_what_an_editor_scheduled_stays():
    article = make.make_scheduled_article(starts_at=timezone.now() + timedelta(days=1))
    page = AdminPage(make.make_user("reporter"))
    aside = {"pasted-aside": "EMBARGO: 3 May 2040, 10:00 CET"}
    told = page.send(change_url(article), headline="A wall", body="<p>Words.</p>", **aside)
    article.refresh_from_db()
    assert (article.headline, article.embargo_line) == ("A wall", "EMBARGO: 3 May 2040, 10:00 CET")
    assert article.editions.get().cancelled_at is None
    assert "only editors can cancel that" in page.said(told)


@pytest.mark.parametrize(("address", "is_read"), [("pages/page", True), ("profiles/person", False)])
def test_pages_have_a_headline_of_their_own_and_people_do_not(address: str, is_read: bool):
    client = client_of("editor")
    answer = client.post(f"/admin/{address}/paste/", {"html": "", "plain": SEED, "reading": "article"}).json()
    assert bool(answer["article"]) is is_read


@pytest.mark.on_both
def test_nobody_is_named_to_who_may_not_see_people():
    make.make_person(name="Liang Wenfeng")
    client = Client()
    client.force_login(make.staff_with("add_article", "change_article", "view_article"))
    assert "data-person" not in pasted(SEED, client=client)["html"]


def test_where_fields_are_full_every_line_stays_and_a_contact_is_no_source():
    answer = pasted(RELEASE, client=client_of("editor"), reading="body")
    assert answer["html"].count("data-waiting=") == 2
    for line in ("EMBARGO: 3 May 2030", "<p>Harbour wall", "By Mira Holt", "Media contact: Anna Bell"):
        assert line in answer["html"], line


@pytest.mark.parametrize(
    ("above", "below", "moment"),
    [
        ("---\nhold_until: 2040-05-03T10:00:00Z\n---\n\n# Harbour wall rebuilt\n\n", "", "2040-05-03T10:00"),
        (
            "Harbour wall rebuilt\n\n",
            "\n\nThis release is embargoed until 06:00 GMT on 4 May 2040.",
            "2040-05-04T06:00",
        ),
    ],
)
def test_an_embargo_that_no_line_above_says_is_sent_with_the_save(above: str, below: str, moment: str):
    text = "The wall will be rebuilt before winter, the town said on Monday after a long debate.\n\n"
    read = (
        read_markdown(above + text * 3 + below) if above.startswith("-") else parse(above + text * 3 + below)
    )
    said = embargo_in("\n".join(aside_of(understand(read) if above.startswith("-") else read)), zone=UTC)
    assert said is not None and said.until is not None and said.until.isoformat().startswith(moment)


def test_a_long_aside_is_sent_whole(rf: RequestFactory):
    lines = "\n".join(["A line of a contact list"] * 500 + ["EMBARGO: 3 May 2040, 10:00 CET"])
    assert sent_aside(rf.post("/", {"pasted-aside": lines})).endswith("EMBARGO: 3 May 2040, 10:00 CET")
