"""Files wait for their sender alone, are read and made drafts in the background, and go after a week."""

import shutil
from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from PIL import Image as Pixels

from accounts.models import User
from articles.delivering import sweeping, taking, working
from articles.delivering.chosen import mark_of
from articles.importing import bringing_in
from articles.models import Article, Delivered, Delivery
from articles.models.deliveries import KEPT_FOR, State, waiting_files
from images.models import Image
from jobs import queue
from jobs.models import Job
from jobs.working import do, work_off
from manuscripts import Manuscript
from profiles.models import Person
from publishing.history import history_of
from publishing.naming import name_key
from publishing.workflow import bin_draft, save_revision
from references.models import Reference
from tests.factories import make_person, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

START = "/admin/articles/article/bring-in/"
PIECE = """Rain falls on the port
By Marta Helm

The harbour flooded on Monday, and Ana Ruiz saw it from her window.

"We lost the cranes," said Ana Ruiz. "All of them, and nobody had told us anything before." [1]

Sources

[1] A year of water. https://water.example/year
"""


HELM = mark_of(name_key("Marta Helm"))
WATER = mark_of("url:https://water.example/year")


@pytest.fixture(autouse=True)
def nothing_waits() -> None:
    shutil.rmtree(waiting_files().location, ignore_errors=True)


@pytest.fixture
def editor() -> User:
    return make_user("editor")


@pytest.fixture
def client_of_editor(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def file(text: str | bytes, name: str = "rain.txt") -> BytesIO:
    made = BytesIO(text.encode() if isinstance(text, str) else text)
    made.name = name
    return made


def sent(client: Client, *files: BytesIO, **more: str) -> Delivery:
    answer = client.post(START, {"files": list(files), **more})
    assert answer.status_code == 302, answer.content.decode()
    return Delivery.objects.get(key=answer["Location"].rstrip("/").rpartition("/")[2])


def address(delivery: Delivery, delivered: Delivered | None = None) -> str:
    return f"{START}{delivery.key}/" + (f"{delivered.key}/" if delivered else "")


def page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def on_disk() -> list[Path]:
    place = Path(waiting_files().location)
    return list(place.iterdir()) if place.exists() else []


@pytest.mark.on_both
def test_a_file_is_read_looked_at_and_made_a_draft(client_of_editor: Client, editor: User) -> None:
    delivery = sent(client_of_editor, file(PIECE))
    assert "Waits to be read" in page(client_of_editor, address(delivery))
    assert not Article.objects.exists(), "nothing is made before somebody has looked"
    work_off()
    delivered = delivery.files.get()
    # A single file is looked at at once.
    assert client_of_editor.get(address(delivery))["Location"] == address(delivery, delivered)
    shown = page(client_of_editor, address(delivery, delivered))
    for words in ("Rain falls on the port", "Marta Helm", "Ana Ruiz", "A year of water", "Make the draft"):
        assert words in shown
    client_of_editor.post(address(delivery, delivered), {"what": "make", f"person-{HELM}": "made"})
    work_off()
    article = Article.objects.get()
    assert article.payload()["credits"][0]["person"] == Person.objects.get(name="Marta Helm").key
    assert Reference.objects.get().title == "A year of water"
    assert history_of(article)[0].actor == editor and article.holder == editor
    outcome = page(client_of_editor, address(delivery))
    assert f"/admin/articles/article/{article.pk}/change/" in outcome and "A new draft" in outcome
    assert not on_disk(), "what it was made of is in the draft now"


def test_one_bad_file_never_stops_the_others(client_of_editor: Client) -> None:
    other = PIECE.replace("Rain", "Snow").replace("cranes", "trees")
    delivery = sent(
        client_of_editor, file(PIECE), file(b"%PDF-1.7 x", "a.pdf"), file("", "no.txt"), file(other, "b.txt")
    )
    work_off()
    states = [one.state for one in delivery.files.all()]
    assert states == [State.READ, State.REFUSED, State.REFUSED, State.READ]
    shown = page(client_of_editor, address(delivery))
    assert "this is a PDF" in shown and "the file is empty" in shown
    keys = [one.key for one in delivery.files.all()]
    client_of_editor.post(address(delivery), {"what": "make", "file": keys})
    with patch.object(bringing_in, "told_of", side_effect=[ZeroDivisionError, "Brought in"]):
        work_off()
    assert [one.state for one in delivery.files.all()][::3] == [State.FAILED, State.MADE]
    assert Article.objects.get().headline.startswith("Snow")
    assert "The log says why" in page(client_of_editor, address(delivery))
    client_of_editor.post(address(delivery), {"what": "make", "file": keys})
    work_off()
    assert Article.objects.count() == 2, "what failed can be tried again"


@pytest.mark.on_both
def test_a_job_that_runs_twice_makes_nothing_twice(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE), file(PIECE, "same.txt"))
    work_off()
    first, second = delivery.files.all()
    keys = [first.key, second.key]
    taking.make_soon(delivery, keys)
    queue.enqueue(taking.MAKE, {"delivery": delivery.pk})
    work_off()
    assert Article.objects.count() == 1
    # As if the worker had died before it could say so.
    Delivered.objects.filter(pk=first.pk).update(state=State.CHOSEN, manuscript=first.manuscript)
    queue.enqueue(taking.MAKE, {"delivery": delivery.pk})
    work_off()
    one, other = (file.outcome for file in delivery.files.all())
    article = Article.objects.get()
    assert one["article"] == other["article"] == article.pk and article.revisions.count() == 1
    assert one["status"] == other["status"] == "unchanged"


def test_what_ends_its_worker_is_given_up_and_the_others_are_done(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE), file(PIECE.replace("Rain", "Snow"), "b.txt"))
    delivery.files.filter(name="rain.txt").update(tries=working.MOST_TRIES)
    work_off()
    assert [one.state for one in delivery.files.all()] == [State.REFUSED, State.READ]
    assert "The log says why" in page(client_of_editor, address(delivery))


@pytest.mark.on_both
def test_many_files_let_others_have_their_turn(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, *(file(f"Day {n}\n\nThe port.\n", f"{n}.txt") for n in range(3)))
    with patch.object(working, "AT_ONCE", -1):
        job = queue.claim("a worker")
        assert job is not None
        do(job)
    assert Job.objects.filter(kind=taking.READ, state="waiting").count() == 1
    assert delivery.files.filter(state=State.WAITING).count() == 3
    work_off()
    assert delivery.files.filter(state=State.READ).count() == 3


def test_a_picture_comes_along_once_it_is_a_draft(client_of_editor: Client) -> None:
    picture = BytesIO()
    Pixels.new("RGB", (80, 60), "teal").save(picture, "PNG")
    data = b64encode(picture.getvalue()).decode()
    html = f'<h1>Rain</h1><p>The port.</p><p><img src="data:image/png;base64,{data}" alt="Cranes"></p>'
    delivery = sent(client_of_editor, file(html, "rain.html"))
    work_off()
    delivered = delivery.files.get()
    assert data[:60] not in delivered.manuscript and delivered.brief["pictures"] == 1
    assert not Image.objects.exists()
    client_of_editor.post(address(delivery, delivered), {"what": "make"})
    work_off()
    body = Article.objects.get().body
    assert Image.objects.get().key in body and 'data-alt="Cranes"' in body


def test_nobody_else_sees_what_somebody_sent(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE))
    work_off()
    delivered = delivery.files.get()
    other = Client()
    other.force_login(make_user("administrator"))
    for where in (address(delivery), address(delivery, delivered), START + "nonsense/"):
        assert other.get(where).status_code == 404
        assert other.post(where, {"what": "let-go"}).status_code == 404
    assert delivery.key not in page(other, START)
    assert Delivered.objects.count() == 1


def test_who_may_not_add_articles_brings_nothing_in(client: Client) -> None:
    reader = make_user("reporter")
    reader.groups.clear()
    client.force_login(reader)
    assert client.get(START).status_code == 403
    assert client.post(START, {"files": [file(PIECE)]}).status_code == 403
    assert not Delivery.objects.exists() and not on_disk()


def test_a_clipboard_comes_in_with_its_formatting_and_as_a_whole_article(client_of_editor: Client) -> None:
    html = (
        "<h1>Rain falls on the port</h1><p>By Marta Helm</p><p>The harbour <b>flooded</b> on Monday.</p>"
        "<h2>What came after</h2><p>Nobody knew. <script>alert(1)</script></p>"
    )
    delivery = sent(client_of_editor, html=html, plain="Rain falls on the port …")
    work_off()
    delivered = delivery.files.get()
    shown = page(client_of_editor, address(delivery, delivered))
    assert "<strong>flooded</strong>" in shown and "alert(1)" not in shown
    client_of_editor.post(address(delivery, delivered), {"what": "make"})
    work_off()
    article = Article.objects.get()
    assert article.headline == "Rain falls on the port" and "<h2>What came after</h2>" in article.body


def test_a_pasted_text_is_read_as_a_file_of_text(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, plain=PIECE, language="en")
    work_off()
    assert delivery.files.get().brief["headline"] == "Rain falls on the port"
    assert delivery.language == "en" and delivery.files.get().brief["sources"] == 1


def test_a_later_version_is_the_next_one_unless_its_sender_says_otherwise(client_of_editor: Client) -> None:
    made = []
    for number, chosen in enumerate([{}, {"version": "next"}, {"version": "new"}]):
        delivery = sent(client_of_editor, file(PIECE.replace("[1]\n", f"[1]\n\nThis is day {number}.\n", 1)))
        work_off()
        where = address(delivery, delivery.files.get())
        assert ('name="version"' in page(client_of_editor, where)) == (number > 0)
        client_of_editor.post(where, {"what": "make", **chosen})
        work_off()
        made.append(delivery.files.get().outcome)
    assert [one.get("status") for one in made] == ["imported", "updated", "imported"], made
    first, second = Article.objects.order_by("pk")
    assert first.revisions.count() == 2 and second.revisions.count() == 1


def test_what_a_colleague_has_worked_on_is_never_overwritten(client_of_editor: Client) -> None:
    for number in (1, 2):
        delivery = sent(client_of_editor, file(PIECE.replace("[1]\n", f"[1]\n\nThis is day {number}.\n", 1)))
        work_off()
        client_of_editor.post(address(delivery, delivery.files.get()), {"what": "make"})
        work_off()
        if number == 1:
            article = Article.objects.get()
            values = {"working_copy": article, "version": article.version, "actor": make_user("editor")}
            save_revision(payload={"standfirst": "Mine."}, **values)
    assert Article.objects.get().standfirst == "Mine."
    assert "colleagues have worked on" in page(
        client_of_editor, address(delivery, delivery.files.get())
    ).replace("\n", " ")


def test_names_of_files_and_what_is_in_them_do_nothing(client_of_editor: Client) -> None:
    evil = "<img src=x onerror=alert(1)>"
    delivery = sent(
        client_of_editor,
        file(f"{evil} rains\nBy {evil}\n\nThe port {evil} was closed.\n", f'../../{evil}".txt'),
        file(PIECE, "..\\..\\boot.ini"),
        file(PIECE, ".hidden"),
    )
    work_off()
    assert [one.name for one in delivery.files.all()][1:] == ["boot.ini"]
    shown = page(client_of_editor, address(delivery))
    shown += page(client_of_editor, address(delivery, delivery.files.all()[0]))
    assert evil not in shown and "&lt;img" in shown
    assert all(len(path.name) == 24 for path in on_disk())


def test_limits_are_said_and_keep_nothing_else_out(client_of_editor: Client) -> None:
    with patch.object(taking, "MOST_FILES", 1):
        answer = client_of_editor.post(START, {"files": [file(PIECE), file(PIECE, "b.txt")]}, follow=True)
    assert "“b.txt” was not taken: at most 1 file can be brought in at once" in answer.content.decode()
    assert Delivered.objects.get().name == "rain.txt"
    with patch.object(taking, "LARGEST_FILE", 10):
        answer = client_of_editor.post(START, {"files": [file(PIECE)]})
    assert "may have 0 MB at most" in answer.content.decode() and Delivery.objects.count() == 1
    assert "Choose a file, or paste a text." in client_of_editor.post(START).content.decode()


@pytest.mark.on_both
def test_what_is_forgotten_goes_after_a_week_and_strays_after_a_day(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE))
    place = waiting_files()
    stray = place.save("left-by-a-crash", ContentFile(b"x"))
    with patch.object(sweeping, "STRAY_AFTER", timedelta(days=-1)):
        assert sweeping.sweep() == 0 and not place.exists(stray)
    assert len(on_disk()) == 1
    Delivery.objects.update(begun_at=timezone.now() - KEPT_FOR)
    assert client_of_editor.get(address(delivery)).status_code == 404
    assert sweeping.sweep() == 1 and not on_disk() and not Delivered.objects.exists()


def test_what_is_let_go_leaves_nothing(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE), file(PIECE, "b.txt"))
    first, _second = delivery.files.all()
    work_off()
    client_of_editor.post(address(delivery, first), {"what": "let-go"})
    assert len(on_disk()) == 1 and delivery.files.count() == 1
    client_of_editor.post(address(delivery), {"what": "let-go"})
    assert not on_disk() and not Delivery.objects.exists()


def test_choices_are_kept_and_only_what_one_may_see_can_be_chosen(client_of_editor: Client) -> None:
    other = make_person(name="Somebody Else")
    delivery = sent(client_of_editor, file(PIECE), file(PIECE.replace("Rain", "Snow"), "b.txt"))
    work_off()
    where = address(delivery, delivery.files.all()[0])
    client_of_editor.post(
        where, {"what": "keep", f"other-person-{HELM}": str(other.pk), f"source-{WATER}": "plain"}
    )
    shown = page(client_of_editor, where)
    assert f'<option value="{other.key}" selected>' in shown
    client_of_editor.post(
        where,
        {
            "what": "make",
            f"other-person-{HELM}": "1 OR 1=1",
            f"person-{HELM}": other.key,
            f"source-{WATER}": "plain",
        },
    )
    work_off()
    article = Article.objects.get()
    assert article.payload()["credits"][0]["person"] == other.key and not Reference.objects.exists()


def test_a_script_is_answered_with_what_was_refused(client_of_editor: Client) -> None:
    answer = client_of_editor.post(START, {"files": [file(PIECE)]}, headers={"Accept": "application/json"})
    where = answer.json()["address"]
    with patch.object(taking, "MOST_FILES", 1):
        more = client_of_editor.post(
            where, {"files": [file(PIECE, "b.txt")]}, headers={"Accept": "application/json"}
        )
    assert more.json()["address"] == where and more.json()["refused"][0].startswith("“b.txt” was not taken: ")


def test_the_desk_and_the_list_lead_there(client_of_editor: Client) -> None:
    for where in ("/admin/", "/admin/articles/article/"):
        assert f'href="{START}"' in page(client_of_editor, where)


@pytest.mark.on_both
def test_what_a_slower_worker_reads_changes_nothing_any_more(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE))
    slower = delivery.files.get()
    work_off()
    taking.make_soon(delivery, [slower.key])
    working.read_one(slower)
    assert delivery.files.get().state == State.CHOSEN
    assert not working._begun(slower), "what another worker has done is not begun again"


@pytest.mark.on_both
def test_what_is_removed_while_it_is_read_holds_up_nothing(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE), file(PIECE.replace("Rain", "Snow"), "b.txt"))
    read = working._manuscript_of

    def removed_meanwhile(delivered: Delivered, data: bytes) -> Manuscript:
        if delivered.name == "rain.txt":
            taking.let_go_of_file(delivery.files.get(pk=delivered.pk))
        return read(delivered, data)

    with patch.object(working, "_manuscript_of", removed_meanwhile):
        work_off()
    assert [one.state for one in delivery.files.all()] == [State.READ]
    assert (
        not Job.objects.filter(state="failed").exists() and not Job.objects.filter(state="waiting").exists()
    )


@pytest.mark.on_both
def test_a_database_that_is_away_uses_up_no_try(client_of_editor: Client) -> None:
    delivery = sent(client_of_editor, file(PIECE))
    delivered = delivery.files.get()
    working._begun(delivered)
    with pytest.raises(OperationalError):
        working._one(delivered, Mock(side_effect=OperationalError))
    assert delivery.files.get().tries == 0


def test_originals_go_again_where_their_draft_is_not_kept(client_of_editor: Client) -> None:
    picture = BytesIO()
    Pixels.new("RGB", (80, 60), "navy").save(picture, "PNG")
    data = b64encode(picture.getvalue()).decode()
    html = f'<h1>Rain</h1><p>The port.</p><p><img src="data:image/png;base64,{data}" alt="Cranes"></p>'
    delivery = sent(client_of_editor, file(html, "rain.html"))
    work_off()
    taking.make_soon(delivery, [delivery.files.get().key])
    place = Path(Image._meta.get_field("original").storage.location)
    before = {*place.rglob("*")}
    with patch.object(working, "_made", side_effect=ZeroDivisionError):
        work_off()
    assert not Image.objects.exists() and not [one for one in {*place.rglob("*")} - before if one.is_file()]


def test_a_text_that_lies_in_the_bin_is_listed_with_why_and_can_be_removed(client_of_editor: Client) -> None:
    first = sent(client_of_editor, file(PIECE))
    work_off()
    taking.make_soon(first, [first.files.get().key])
    work_off()
    again, later = sent(client_of_editor, file(PIECE)), sent(client_of_editor, file(PIECE))
    job = queue.claim("a worker")
    assert job is not None
    do(job)
    article = Article.objects.get()
    bin_draft(working_copy=article, version=article.version, actor=None)
    work_off()
    for delivery in (again, later):
        shown = client_of_editor.get(address(delivery), follow=True)
        assert shown.redirect_chain[-1:] in ([], [(address(delivery), 302)])
        assert "is in the bin" in shown.content.decode() and "let-go" in shown.content.decode()


def test_the_very_same_file_is_no_later_version(client_of_editor: Client) -> None:
    first = sent(client_of_editor, file(PIECE))
    work_off()
    taking.make_soon(first, [first.files.get().key])
    work_off()
    again = sent(client_of_editor, file(PIECE), file("Snow\n\nThe port.\n", "b.txt"))
    work_off()
    shown = page(client_of_editor, address(again))
    assert "The very same was brought in before" in shown and "A later version" not in shown


@pytest.mark.on_both
def test_a_long_list_of_sources_is_looked_up_at_once_and_asked_of_in_part(
    client_of_editor: Client, django_assert_max_num_queries: Any
) -> None:
    entries = "\n".join(f"[{n}] A year of water. https://water.example/year/{n}" for n in range(1, 121))
    delivery = sent(client_of_editor, file(PIECE.partition("[1] A year")[0] + entries))
    work_off()
    delivered = delivery.files.get()
    assert delivered.brief["sources"] == 120
    with django_assert_max_num_queries(100):
        shown = page(client_of_editor, address(delivery, delivered))
    assert shown.count("A new source") == 100 and "20 more sources come in as they were read" in shown


@pytest.mark.on_both
def test_a_form_sent_again_since_no_answer_came_is_the_same_delivery(client_of_editor: Client) -> None:
    key = page(client_of_editor, START).partition('name="key" value="')[2][:12]
    first = sent(client_of_editor, file(PIECE), key=key)
    again = sent(client_of_editor, file(PIECE), file(PIECE.replace("Rain", "Snow")), key=key)
    assert (first.key, again) == (key, first)
    client_of_editor.post(address(first), {"files": [file(PIECE)]})
    assert first.files.count() == 2, "what is not the same comes in under whatever name"
    other = Client()
    other.force_login(make_user("editor"))
    assert sent(other, file(PIECE), key=key) != first
