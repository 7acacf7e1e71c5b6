"""A site written in Ghost, read from its export."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from manuscripts import Notice
from manuscripts.formats.html.fragment import read_fragment
from manuscripts.manuscript import Embed, Figure, Heading, Paragraph
from moving.arriving.ghost import GhostSite, opened
from moving.arriving.site import CannotRead, Kind, Post, State
from tests.moving.arriving.ghost.sample import data, post, written

SITE = "https://harbour.example"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> GhostSite:
    return opened(written(tmp_path_factory.mktemp("ghost")), address=SITE)


@pytest.fixture(scope="module")
def posts(site: GhostSite) -> dict[str, Post]:
    return {one.title: one for one in site.posts()}


def said(post: Post) -> dict[Notice, str]:
    return {remark.notice: remark.text for remark in post.remarks}


def lines(post: Post) -> list[str]:
    blocks = read_fragment(post.html).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph | Heading)]


def test_a_post_has_its_dates_authors_tags_and_address(posts: dict[str, Post]) -> None:
    harbour = posts["Harbour"]
    assert (harbour.kind, harbour.state) == (Kind.ARTICLE, State.PUBLIC)
    assert harbour.published == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert harbour.changed == datetime(2024, 3, 2, 9, 30, tzinfo=UTC)
    assert harbour.summary == "In short."
    assert harbour.authors == ("u1", "u2")
    assert harbour.terms == ("t1", "t3")
    assert harbour.addresses == ("/harbour/",)
    assert harbour.language == "en"
    assert said(harbour) == {Notice.TERMS_LEFT_OUT: "#wide"}
    assert lines(harbour) == ['Text of Harbour: a \\ and a " sign, {[braces]}.']
    assert posts["About"].kind is Kind.PAGE


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Members", State.PRIVATE),
        ("Paid", State.PRIVATE),
        ("Tiers", State.PRIVATE),
        ("Letter", State.PRIVATE),
        ("Letter two", State.PRIVATE),
        ("Draft", State.DRAFT),
        ("To come", State.SCHEDULED),
    ],
)
def test_only_what_everybody_could_read_is_public(posts: dict[str, Post], title: str, state: State) -> None:
    assert posts[title].state is state


def test_it_is_said_why_a_post_is_not_public(posts: dict[str, Post]) -> None:
    assert said(posts["Members"]) == {Notice.FOR_MEMBERS: "members"}
    assert said(posts["Paid"]) == {Notice.FOR_MEMBERS: "paid", Notice.FOR_MEMBERS_FROM_HERE: "…Open words"}
    assert Notice.BY_MAIL_ONLY in said(posts["Letter"]) and Notice.BY_MAIL_ONLY in said(posts["Letter two"])
    assert posts["Draft"].addresses == () and posts["Letter"].addresses == ()


def test_a_post_that_stood_elsewhere_first_says_so(posts: dict[str, Post]) -> None:
    assert said(posts["Elsewhere"]) == {Notice.FIRST_ELSEWHERE: "https://first.example/story"}


def test_people_tags_and_the_picture_above_a_post(site: GhostSite) -> None:
    ada, bo = site.authors()
    assert (ada.name, ada.email, ada.about, ada.addresses) == (
        "Ada Byron",
        "ada@example.org",
        "Writes.",
        ("/author/ada/",),
    )
    assert bo.about == ""
    assert [(term.name, term.description, term.addresses) for term in site.terms()] == [
        ("Port", "All of it", ("/tag/port/",)),
        ("City", "", ("/tag/city/",)),
    ]
    (picture,) = site.attachments()
    assert picture.address == f"{SITE}/content/images/2024/03/crane.jpg"
    assert (picture.alt, picture.caption) == ("A crane at work", "The crane. Ada & Co")
    assert site.name == SITE


def test_cards_become_what_they_mean_here(posts: dict[str, Post]) -> None:
    blocks = read_fragment(posts["Cards"].html).blocks
    assert lines(posts["Cards"]) == [
        "Opening — words.",
        "Report on the port (Port Authority)",
        "Read it",
        "A hint in a box",
        "What is it?",
        "It is a harbour.",
        "Two ships",
        "Episode 1",
        "A talk",
        "Minutes",
        "Of March",
        "A chart",
        "Of the bay.",
        "Buy",
        "For visitors",
        "From a box of HTML",
        "if a < b:",
        "print()",
        "Closing, see the harbour.",
    ]
    assert [block.address for block in blocks if isinstance(block, Embed)] == [
        "https://www.youtube.com/embed/abcdefghijk?feature=oembed"
    ]
    assert [block.address for block in blocks if isinstance(block, Figure)] == [
        f"{SITE}/content/images/2024/03/a.jpg",
        f"{SITE}/content/images/2024/03/b.jpg",
        "https://shop.example/p.jpg",
    ]
    links = {
        block.text[mark.start : mark.end]: mark.value
        for block in blocks
        if isinstance(block, Paragraph)
        for mark in block.marks
        if mark.kind == "link"
    }
    assert links["the harbour"] == f"{SITE}/harbour/"
    assert links["Report on the port"] == "https://port.example/report"
    assert links["Episode 1"] == "https://open.spotify.com/embed/episode/1"


def test_what_a_card_cannot_be_here_is_said(posts: dict[str, Post]) -> None:
    told = [(remark.notice, remark.text) for remark in posts["Cards"].remarks]
    assert told == [
        (Notice.PART_LEFT_OUT, "For our members only"),
        (Notice.PART_AS_TEXT, "A hint in a box"),
        (Notice.PART_AS_LINK, "https://open.spotify.com/embed/episode/1"),
        (Notice.PART_AS_LINK, f"{SITE}/content/media/2024/03/talk.mp3"),
        (Notice.PART_AS_LINK, f"{SITE}/content/files/2024/03/minutes.pdf"),
        (Notice.PART_LEFT_OUT, "★"),
        (Notice.PART_LEFT_OUT, "Sign up now"),
        (Notice.PART_LEFT_OUT, "https://charts.example/x.js"),
    ]


def test_a_post_without_html_is_read_from_what_the_editor_kept(posts: dict[str, Post]) -> None:
    assert lines(posts["Lexical only"]) == ["A bold word & a link", "Quays", "a < b", "Behind it."]
    assert said(posts["Lexical only"])[Notice.PART_LEFT_OUT] == "Only subscribers"
    figure = next(b for b in read_fragment(posts["Lexical only"].html).blocks if isinstance(b, Figure))
    assert (figure.alt, figure.caption and figure.caption.text) == ("A crane", "The crane")
    old = read_fragment(posts["Mobiledoc only"].html)
    assert lines(posts["Mobiledoc only"]) == ["Before strong", "report", "From Markdown", "With a note."]
    assert [note.paragraphs[0].text for note in old.notes] == ["The note."]


def test_older_exports_are_read(tmp_path: Path) -> None:
    """Before version 1: data at the top, moments as numbers, one author, text as Markdown."""
    row = {
        "id": 7,
        "title": "Old days",
        "slug": "old-days",
        "markdown": "Some *old* words",
        "image": "/content/images/2014/Jan/pier.jpg",
        "page": 0,
        "status": "published",
        "author_id": 1,
        "published_at": 1388534400000,
    }
    tables = {
        "posts": [row, row | {"id": 8, "slug": "imprint", "page": 1}],
        "users": [{"id": 1, "name": "Ada", "slug": "ada"}],
        "tags": [{"id": 3, "name": "Port", "slug": "port"}],
        "posts_tags": [{"post_id": 7, "tag_id": 3}],
        "settings": [{"key": "permalinks", "value": "/:year/:month/:day/:slug/"}],
    }
    file = tmp_path / "old.json"
    file.write_text(json.dumps({"meta": {"version": "003"}, "data": tables}))
    old, page = opened(file).posts()
    assert old.published == datetime(2014, 1, 1, tzinfo=UTC)
    assert old.addresses == ("/2014/01/01/old-days/",)
    assert (old.authors, old.terms, old.state) == (("1",), ("3",), State.PUBLIC)
    assert lines(old) == ["Some old words"]
    assert old.lead.endswith("/content/images/2014/Jan/pier.jpg")
    assert page.kind is Kind.PAGE and page.addresses == ("/imprint/",)


def test_pictures_come_along_in_a_zip_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.write(written(tmp_path), "data/harbour-news.json")
        archive.writestr("content/images/2024/03/crane.jpg", b"crane")
        archive.writestr("content/images/size/w600/2024/03/crane.jpg", b"small")
        archive.writestr("content/images/2024/03/a.jpg", b"a")
        archive.writestr("content/themes/casper/package.json", "{}")
        archive.writestr("a-note.json", "{")
    site = opened(tmp_path / "export.zip", address=SITE)
    found = {picture.address: picture.file for picture in site.attachments()}
    assert found == {
        f"{SITE}/content/images/2024/03/crane.jpg": "content/images/2024/03/crane.jpg",
        f"{SITE}/content/images/2024/03/a.jpg": "content/images/2024/03/a.jpg",
    }
    with site.open("content/images/2024/03/crane.jpg") as picture:
        assert picture.read() == b"crane"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[" * 5_000,
        '{"db": [{"data": {"posts": [{"id": "1", "title": "Cut o',
        '{"db": [{"data": {"users": []}}]}',
        "<rss></rss>",
        '{"a": 1}]]]]',
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "export.json"
    file.write_text(text)
    with pytest.raises(CannotRead, match=r"\.$"):
        opened(file)


def test_of_several_exports_one_is_to_be_given(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name)
    with pytest.raises(CannotRead, match=r"several exports.*one/harbour.*two/harbour.*Give one of them"):
        opened(tmp_path)


def test_what_unpacks_to_more_than_any_export_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.json", b" " * 30_000_000)
    with pytest.raises(CannotRead, match=r"unpacks to more"):
        opened(tmp_path / "bomb.zip")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"There is no file"):
        opened(tmp_path / "nowhere.json")


def test_a_post_that_makes_no_sense_holds_up_no_other(tmp_path: Path) -> None:
    tables = data() | {
        "posts": [
            post("n1", "Odd", html="<div>" * 300 + "x", published_at="never", authors=3, tags="x", status=4),
            post("n2", "Odder", html=None, lexical="[" * 100_000, mobiledoc='{"sections": [[10, 99]]}'),
            post("n3", "Fine"),
        ]
    }
    odd, odder, fine = opened(written(tmp_path, tables)).posts()
    assert odd.state is State.DRAFT and odd.published is None
    assert lines(odder) == ["Text of Odder"]
    assert fine.state is State.PUBLIC
