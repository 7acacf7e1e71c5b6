"""A site moves in whole: its texts as they were, who could read them, and where they stood."""

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image as Pixels

from articles.models import Article, ArticleEdition
from images.models import Image
from moving.models import Arrival, OldAddress
from newsroom.management.commands import importsite
from pages.models import Page
from publishing.models import Event, Tag
from publishing.workflow import save_revision
from references.fetching import CannotFetch, Fetched
from references.models import Reference
from tests.factories import edition_of, make_person, make_tag, make_user
from tests.promises.crawler import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

EXPORT = Path(__file__).parent / "exports" / "wordpress.xml"


def move(*more: str, export: Path = EXPORT) -> str:
    said = StringIO()
    call_command("importsite", "wordpress", str(export), *more, stdout=said, stderr=said)
    return said.getvalue()


def changed(tmp_path: Path, change: Callable[[str], str]) -> Path:
    """Return the export as it is after somebody has changed something there."""
    path = tmp_path / "changed.xml"
    path.write_text(change(EXPORT.read_text()))
    return path


def post(headline: str) -> Article:
    return Article.objects.get(headline__startswith=headline)


def picture(colour: int) -> bytes:
    buffer = BytesIO()
    Pixels.new("RGB", (40, 30), (colour, 9, 9)).save(buffer, "PNG")
    return buffer.getvalue()


def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "uploads" / "2009" / "05"
    folder.mkdir(parents=True)
    (folder / "quay.png").write_bytes(picture(1))
    (folder / "mole.png").write_bytes(picture(2))
    return tmp_path / "site"


@pytest.mark.on_both
def test_a_post_comes_in_with_its_words_its_date_and_what_hangs_on_it() -> None:
    said = move()
    article = post("A classic post")
    edition = edition_of(article)
    assert edition.headline == "A classic post – with lines …"
    assert (edition.published_at.isoformat(), edition.slug) == ("2009-05-15T21:48:32+00:00", "classic")
    assert [str(tag) for tag in article.tags.all()] == ["Harbour", "Town & Country", "Boats"]
    assert [str(credit) for credit in article.draft_credits.all()] == ["Ada Moor", "A Guest"]
    assert article.standfirst == "A short summary."
    assert article.language == "en-GB"
    for words in ("<strong>bold</strong>", "[sic]", "<li><p>Two</p></li>", "Words in a column.", "[gallery]"):
        assert words in article.body
    assert 'data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in article.body
    assert "contact-form" not in article.body and "efn_note" not in article.body
    assert article.body.endswith("<p>The second page.</p>")
    assert "[contact-form-7]" in said and "[vc_column]" in said
    assert Tag.objects.get(name="Town & Country").description == "What happens here"


def test_notes_are_citations_whichever_plugin_wrote_them() -> None:
    move()
    boats = Reference.objects.get(url="https://source.example/boats")
    quay = Reference.objects.get(url="https://source.example/quay")
    assert f'out</a>.<a data-reference="{boats.key}">' in post("A classic").body
    assert f'source lines<a data-reference="{quay.key}">' in post("A post of blocks").body


def test_only_what_everybody_could_read_is_public(client: Client) -> None:
    said = move()
    public = {edition.headline[:12] for edition in ArticleEdition.objects.all()}
    assert public == {"A classic po", "A post of bl", "ハーバー"}
    for path in ("/secret/", "/?p=12", "/2011/02/password/", "/?p=13", "/?p=14", "/?p=15"):
        answer = client.get(path)
        assert answer.status_code == (200 if path.startswith("/?") else 404)
        assert "Location" not in answer.headers
    assert not Article.objects.filter(headline="In the trash").exists()
    assert "published: 5, drafts: 5" in said
    assert "1 comment of readers is left out." in said and "1 post in the trash is left out." in said


@pytest.mark.on_both
def test_old_addresses_lead_on(client: Client) -> None:
    move()
    for old, new in {
        "/2009/05/classic/": "/articles/classic/",
        "/2009/05/classic/2/": "/articles/classic/",
        "/2009/05/klassik/": "/articles/classic/",
        "/2009/05/classic/quay/": "/articles/classic/",
        "/?p=10": "/articles/classic/",
        "/?p=17": "/about/",
        "/about/search/": "/search-page/",
        "/category/town/harbour/": "/tags/harbour/",
        "/?cat=4": "/tags/town-and-country/",
        "/tag/boats/": "/tags/boats/",
        "/2014/03/ハーバー/": "/articles/haba/",
    }.items():
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new), old


def test_a_site_that_moved_in_has_no_dead_end(tmp_path: Path) -> None:
    move("--pictures", str(uploads(tmp_path)))
    plain = [row.path for row in OldAddress.objects.all() if "%" not in row.path]
    answers = crawl(["/", *plain], leave_out=("/static/",))
    wrong = {path.rstrip("/") for path, answer in answers.items() if answer.status >= 400}
    # Nobody reads what was for some only, or held nothing.
    assert wrong == {"/2011/02/password", "/2013/03/empty", "/secret"}
    assert "/articles/classic/" in answers and "/tags/harbour/" in answers


def test_links_within_lead_to_what_the_posts_are_here(settings: Any) -> None:
    move()
    body = post("A classic").body
    assert f'href="{settings.SITE_URL}/articles/blocks/#top"' in body
    assert f'href="{settings.SITE_URL}/about/"' in body
    # A post nobody may read stays a link to elsewhere.
    assert 'href="https://old.example/secret/"' in body
    assert 'href="https://elsewhere.example/"' in body
    assert f'href="{settings.SITE_URL}/articles/classic/"' in Page.objects.get(slug="about").body


def test_a_link_to_what_comes_in_later_leads_on_by_its_old_address(settings: Any) -> None:
    move("--batch", "1")
    assert f'href="{settings.SITE_URL}/2010/06/blocks/#top"' in post("A classic").body
    assert f'href="{settings.SITE_URL}/articles/classic/"' in Page.objects.get(slug="about").body


@pytest.mark.on_both
def test_a_second_time_changes_nothing() -> None:
    move()
    before = (Event.objects.count(), Article.objects.count(), OldAddress.objects.count())
    assert move().endswith("unchanged: 10\n")
    assert before == (Event.objects.count(), Article.objects.count(), OldAddress.objects.count())


@pytest.mark.on_both
def test_what_changed_there_is_the_next_version_unless_a_colleague_has_it(tmp_path: Path) -> None:
    move()
    theirs = post("A post of blocks")
    save_revision(
        working_copy=theirs,
        payload={"headline": "Ours now"},
        version=theirs.version,
        actor=make_user("editor"),
    )
    later = changed(
        tmp_path, lambda text: text.replace("The second page.", "More.").replace("A heading", "B")
    )
    said = move(export=later)
    article = post("A classic")
    assert article.version == 2 and edition_of(article).number == 2
    assert edition_of(article).published_at.year == 2009
    assert "More." in edition_of(article).body_html
    assert post("Ours now").version == 2
    assert "colleagues have worked on it" in said
    assert "updated: 1" in said and "left to colleagues: 1" in said


@pytest.mark.on_both
def test_what_is_private_there_now_is_taken_down(client: Client, tmp_path: Path) -> None:
    move()
    hide = "<wp:post_name>classic</wp:post_name>\n\t\t<wp:status>publish"
    later = changed(tmp_path, lambda text: text.replace(hide, hide.replace("publish", "private")))
    assert "taken down" in move(export=later)
    assert client.get("/articles/classic/").status_code == 404
    assert client.get("/2009/05/classic/").status_code == 404


@pytest.mark.parametrize("packed", [False, True])
def test_pictures_come_along_each_once(tmp_path: Path, *, packed: bool) -> None:
    place = uploads(tmp_path)
    if packed:
        archive = tmp_path / "pictures.zip"
        with ZipFile(archive, "w") as file:
            for path in place.rglob("*.png"):
                file.write(path, path.relative_to(tmp_path))
        place = archive
    said = move("--pictures", str(place))
    article = post("A classic")
    quay = Image.objects.get(alt="The quay at noon")
    assert Image.objects.count() == 2
    assert article.main_image == quay and quay.caption == "The old quay"
    assert f'data-image="{quay.key}" data-alt="The quay"><figcaption>The quay in <em>May</em>' in article.body
    # Nobody ever said what the other shows, and readers who cannot see it heard nothing of it there.
    assert "data-decorative" in article.body
    assert "1 picture has no description, so it is marked as decoration." in said
    assert edition_of(article).image_uses.count() == 4


def test_pictures_that_are_there_only_the_second_time_are_put_in_their_places(tmp_path: Path) -> None:
    assert "did not come along" in move()
    assert "updated: 1" in move("--pictures", str(uploads(tmp_path)))
    assert "data-gap" not in post("A classic").body
    assert "unchanged: 10" in move("--pictures", str(tmp_path / "site"))


def test_a_picture_that_is_still_missing_makes_no_next_version(tmp_path: Path) -> None:
    place = uploads(tmp_path)
    (place / "uploads" / "2009" / "05" / "mole.png").unlink()
    assert "mole.png did not come along" in move("--pictures", str(place))
    assert "unchanged: 10" in move("--pictures", str(place))


def test_a_dry_run_makes_nothing_and_asks_who_the_authors_are(tmp_path: Path) -> None:
    person = make_person(name="Ada Moor")
    events = Event.objects.count()
    table = tmp_path / "people.csv"
    said = move("--dry-run", "--people", str(table))
    assert "would be published: 5" in said and "8 articles, 2 pages" in said
    assert not Article.objects.exists() and not Tag.objects.exists() and not Arrival.objects.exists()
    assert Event.objects.count() == events
    rows = list(csv.DictReader(table.open()))
    assert [row["author"] for row in rows] == ["ada", "'=cmd", "guest"]
    assert rows[0]["suggestion"] == f"person: {person.key}" and rows[0]["becomes"] == "text"
    assert rows[1]["name"].startswith("'=")


def test_an_author_is_a_person_by_the_table_alone(tmp_path: Path) -> None:
    person = make_person(name="Ada Moor", published=True)
    move()
    assert post("A classic").draft_credits.filter(person=None).count() == 2
    table = tmp_path / "people.csv"
    table.write_text(f"author;becomes\nada;person: {person.key}\nguest;new\n")
    move("--people", str(table))
    credits = [credit.person for credit in post("A classic").draft_credits.order_by("position")]
    assert credits[0] == person and credits[1] is not None and credits[1].name == "A Guest"
    # It is remembered: nobody need give the table again.
    assert "unchanged: 10" in move()


@pytest.mark.parametrize("wrong", ["ada,person: nobodyhere", "ada,me", "x"])
def test_a_table_that_cannot_be_followed_stops_before_anything(tmp_path: Path, wrong: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text(f"author,becomes\n{wrong}\n" if "," in wrong else "a,b\n1,2\n")
    with pytest.raises(CommandError, match="table of people"):
        move("--people", str(table))
    assert not Article.objects.exists()


@pytest.mark.on_both
def test_a_tag_that_is_there_is_that_tag() -> None:
    harbour = make_tag("Harbour", description="Ours")
    move()
    harbour.refresh_from_db()
    assert harbour in post("A classic").tags.all() and harbour.description == "Ours"
    assert Tag.objects.count() == 4


def test_programs_get_a_line_for_each_post(tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    said = [json.loads(line) for line in move("--json", "--report", str(report)).splitlines()]
    assert [json.loads(line) for line in report.read_text().splitlines()] == said
    assert (
        len(said) == 10 and said[0]["status"] == "published" and said[0]["url"].endswith("/articles/classic/")
    )


def test_one_bad_post_never_stops_the_rest(tmp_path: Path) -> None:
    deep = "<div>" * 3000
    bad = changed(tmp_path, lambda text: text.replace("Nobody may read this.", deep + "x"))
    with pytest.raises(SystemExit):
        move(export=bad)
    assert Article.objects.count() == 7 and not Article.objects.filter(headline="Secret").exists()


@pytest.mark.parametrize(
    "text", ["", "no xml", "<html><body>A page</body></html>", '<!DOCTYPE x [<!ENTITY a "b">]><rss></rss>']
)
def test_what_is_no_export_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.xml"
    path.write_text(text)
    with pytest.raises(CommandError, match="export"):
        move(export=path)


def test_the_file_of_a_picture_that_readers_have_leads_on(client: Client, tmp_path: Path) -> None:
    move("--pictures", str(uploads(tmp_path)))
    for path in ("/wp-content/uploads/2009/05/quay.png", "/wp-content/uploads/2009/05/quay-300x200.png"):
        answer = client.get(path)
        assert answer.status_code == 301
        assert client.get(answer.headers["Location"]).headers["Content-Type"] == "image/jpeg"


def test_pictures_are_fetched_only_where_that_is_allowed(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetched(address: str, wanted: Any) -> Fetched:
        asked.append(address)
        if "mole" in address:
            raise CannotFetch("It is not there.")
        return Fetched(address, "", picture(7))

    monkeypatch.setattr(importsite, "fetch", fetched)
    with pytest.raises(CommandError, match="FETCH_PAGES"):
        move("--fetch-pictures")
    assert not asked and not Article.objects.exists()
    settings.FETCH_PAGES = True
    said = move("--fetch-pictures")
    # The whole picture is asked for, once, however small the copies are that the text shows.
    assert sorted(asked) == [
        f"https://old.example/wp-content/uploads/2009/05/{n}.png" for n in ("mole", "quay")
    ]
    assert post("A classic").main_image is not None and "It is not there." in said


def test_what_cannot_be_done_is_said_before_anything_is(tmp_path: Path) -> None:
    missing = str(tmp_path / "no" / "such")
    for option in ("--people", "--pictures", "--report"):
        with pytest.raises(CommandError):
            move(option, missing)
    with pytest.raises(CommandError, match="cannot be read"):
        move(export=Path(missing))
    assert not Article.objects.exists()


def test_an_export_in_parts_is_one_site(tmp_path: Path) -> None:
    whole = EXPORT.read_text()
    head, *items = whole.split("\t<item>")
    tail = "</channel>\n</rss>"
    first, second = tmp_path / "1.xml", tmp_path / "2.xml"
    # The pictures are in the second part, and it does not name the authors again.
    first.write_text(head + "".join(f"\t<item>{item}" for item in items[:4]) + tail)
    second.write_text(head + "".join(f"\t<item>{item}" for item in items[4:]))
    said = StringIO()
    places = [str(first), str(second)]
    call_command("importsite", "wordpress", *places, "--pictures", str(uploads(tmp_path)), stdout=said)
    assert "published: 5, drafts: 5" in said.getvalue()
    assert post("A classic").main_image is not None
    assert "unchanged: 10" in move()


@pytest.mark.parametrize("ending", ["\t<item><title>Half", "\t<item><content:encoded><![CDATA[Half"])
def test_an_export_that_was_cut_off_gives_what_is_whole_and_says_so(tmp_path: Path, ending: str) -> None:
    cut = changed(tmp_path, lambda text: text.partition("\t<item>\n\t\t<title>About")[0] + ending)
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("importsite", "wordpress", str(cut), stdout=said, stderr=said)
    assert "breaks off before its end" in said.getvalue()
    assert Article.objects.count() == 6


def test_a_text_under_embargo_is_held_back(tmp_path: Path) -> None:
    text = "EMBARGOED UNTIL 1 March 2999, 09:00 GMT\n\nThe harbour\n\nIt was built in 1890, and boats come.\n"
    (tmp_path / "harbour.txt").write_text(text)
    call_command("importsite", "folder", str(tmp_path), stdout=StringIO())
    embargo = Article.objects.get().embargo
    assert embargo is not None and embargo.until is not None and embargo.until.year == 2999


def test_an_embargo_that_comes_with_a_change_holds_back(tmp_path: Path) -> None:
    file = tmp_path / "harbour.txt"
    text = "The harbour\n\nIt was built in 1890, and boats come.\n"
    for now in (text, f"EMBARGOED UNTIL 1 March 2999, 09:00 GMT\n\n{text}"):
        file.write_text(now)
        call_command("importsite", "folder", str(tmp_path), stdout=StringIO())
    embargo = Article.objects.get().embargo
    assert embargo is not None and embargo.until is not None and embargo.until.year == 2999


def test_a_dry_run_forgets_nobody_and_the_table_says_who_they_are(tmp_path: Path) -> None:
    person = make_person(name="Ada Moor")
    table = tmp_path / "people.csv"
    table.write_text(f"author,becomes\nada,person: {person.key}\n")
    move("--people", str(table))
    table.write_text("author,becomes\nada,text\n")
    move("--people", str(table), "--dry-run")
    assert Arrival.objects.get(kind="author").person == person
    table.unlink()
    move("--people", str(table), "--dry-run")
    rows = {row["author"]: row["becomes"] for row in csv.DictReader(table.open())}
    assert rows["ada"] == f"person: {person.key}"


def test_an_id_that_comes_twice_is_said_and_taken_once(tmp_path: Path) -> None:
    first = EXPORT.read_text().split("\t<item>")[1]
    later = changed(tmp_path, lambda text: text.replace("</channel>", f"\t<item>{first}</channel>"))
    assert "has the number of a post before it" in move("--batch", "4", export=later)
    assert Article.objects.count() == 8


def test_a_report_is_added_to(tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    move("--report", str(report), "--dry-run")
    move("--report", str(report), "--dry-run")
    assert len(report.read_text().splitlines()) == 20
