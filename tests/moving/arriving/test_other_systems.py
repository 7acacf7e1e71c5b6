"""Sites of Ghost, folders and feeds move in whole, and what stood there leads on."""

from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image as Pixels

from articles.models import Article, ArticleEdition
from images.models import Image
from moving.models import OldAddress
from pages.models import Page
from publishing.models import Tag
from tests.factories import edition_of
from tests.moving.arriving.feed.test_export import RSS
from tests.moving.arriving.folder.test_export import HUGO
from tests.moving.arriving.ghost.sample import written
from tests.promises.crawler import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def picture(colour: int) -> bytes:
    buffer = BytesIO()
    Pixels.new("RGB", (40, 30), (colour * 11 % 256, 9, 9)).save(buffer, "JPEG")
    return buffer.getvalue()


def move(system: str, place: Path, *more: str) -> str:
    said = StringIO()
    call_command("importsite", system, str(place), *more, stdout=said, stderr=said)
    return said.getvalue()


def ghost(tmp_path: Path) -> Path:
    with ZipFile(tmp_path / "ghost.zip", "w") as archive:
        archive.write(written(tmp_path), "harbour-news.json")
        for colour, name in enumerate(("crane", "a", "b")):
            archive.writestr(f"content/images/2024/03/{name}.jpg", picture(colour))
    return tmp_path / "ghost.zip"


def hugo(tmp_path: Path) -> Path:
    for name, text in HUGO.items():
        path = tmp_path / "hugo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".jpg"):
            path.write_bytes(picture(len(name)))
        else:
            path.write_text(text, encoding="utf-8")
    return tmp_path / "hugo"


def nothing_is_amiss(client: Client) -> None:
    """Crawl the site, and follow every old address to what is there now."""
    rows = OldAddress.objects.select_related("article").filter(path__regex=r"^[!-$&-~]*$")
    editions = ArticleEdition.objects.filter
    hidden = {row.path for row in rows if row.article and not editions(working_copy=row.article).exists()}
    answers = crawl(["/", *(row.path for row in rows)], leave_out=("/static/",))
    assert {path.rstrip("/") for path, answer in answers.items() if answer.status >= 400} == hidden
    for row in rows:
        assert client.get(row.path, follow=True).status_code == (404 if row.path in hidden else 200)


def test_a_site_of_ghost_moves_in(client: Client, tmp_path: Path) -> None:
    said = move("ghost", ghost(tmp_path), "--address", "https://harbour.example")
    harbour = edition_of(Article.objects.get(headline="Harbour"))
    assert (harbour.slug, harbour.standfirst) == ("harbour", "In short.")
    assert harbour.published_at.isoformat() == "2024-03-01T10:00:00+00:00"
    assert [str(credit) for credit in Article.objects.get(headline="Harbour").draft_credits.all()] == [
        "Ada Byron",
        "Bo Chen",
    ]
    public = set(ArticleEdition.objects.values_list("headline", flat=True))
    assert public == {"Harbour", "Cards", "Lexical only", "Mobiledoc only", "Elsewhere"}
    assert Article.objects.count() == 12 and Page.objects.get().title == "About"
    assert Tag.objects.get(name="Port").description == "All of it"
    assert Article.objects.get(headline="Harbour").main_image.alt == "A crane at work"
    assert Image.objects.count() == 3
    assert "Sign up now" in said and "stood on the site" in said
    for old, new in {
        "/harbour/": "/articles/harbour/",
        "/cards/": "/articles/cards/",
        "/tag/port/": "/tags/port/",
    }.items():
        assert client.get(old).headers["Location"] == new
    assert client.get("/about/").status_code == 200
    nothing_is_amiss(client)
    assert "unchanged" in move("ghost", tmp_path / "ghost.zip", "--address", "https://harbour.example")
    assert Article.objects.count() == 12


def test_a_folder_moves_in(client: Client, tmp_path: Path) -> None:
    move("folder", hugo(tmp_path))
    pier = Article.objects.get(headline="The pier: a story")
    assert edition_of(pier).published_at.isoformat() == "2019-05-12T07:30:00+00:00"
    assert [str(tag) for tag in pier.tags.all()] == ["Local", "Port", "City life"]
    assert pier.main_image.alt == "The pier"
    assert "<figure" in pier.body and "data-reference" in pier.body and "data-embed" in pier.body
    assert set(ArticleEdition.objects.values_list("headline", flat=True)) == {"The pier: a story"}
    assert Page.objects.get().title == "About us"
    for old in ("/2019/05/the-pier-a-story/", "/old/pier/", "/older.html"):
        assert client.get(old).headers["Location"] == f"/articles/{edition_of(pier).slug}/"
    nothing_is_amiss(client)


def test_a_feed_moves_in(client: Client, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(RSS.replace("{onward}", ""), encoding="utf-8")
    said = move("feed", feed)
    assert set(ArticleEdition.objects.values_list("headline", flat=True)) == {
        "The pier & the crane",
        "All in the description",
    }
    assert "only the beginning of this text" in said
    assert client.get("/2019/05/pier/?x=1&y=2", follow=True).status_code == 200
    nothing_is_amiss(client)


@pytest.mark.parametrize("system", ["ghost", "feed", "folder"])
def test_what_is_not_there_is_said_in_a_sentence(system: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"\.$"):
        move(system, tmp_path / "nowhere")
