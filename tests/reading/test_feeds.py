"""RSS: whole texts, ids for good, addresses that work anywhere."""

import html
from xml.etree import ElementTree

import pytest

from articles.models import ArticleTag
from publishing.richtext import build
from publishing.workflow import correct, publish, retract, save_revision
from tests.factories import (
    citing,
    make_image,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    mentioning,
    picturing,
    quoting,
    text_of,
)
from tests.reading import get, queries, text

pytestmark = pytest.mark.django_db

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ATOM = "{http://www.w3.org/2005/Atom}"


def channel(path: str = "/feed/") -> ElementTree.Element:
    found = ElementTree.fromstring(get(path).content).find("channel")
    assert found is not None
    return found


def items(path: str = "/feed/") -> list[ElementTree.Element]:
    return channel(path).findall("item")


@pytest.mark.same_on_both
def test_an_item_carries_the_whole_text_with_absolute_addresses() -> None:
    person = make_person(published=True, name="Ada Lovelace")
    picture, source = make_image(), make_reference(title="The paper", url="https://paper.example/1")
    article = make_published_article(
        headline="Engines & <analysts>",
        standfirst="In short.",
        body=text_of("All of it.") + mentioning(person) + citing(source) + picturing(picture),
        credits=[
            {"person": person.key, "name": "", "role": ""},
            {"person": None, "name": "Staff", "role": ""},
        ],
        tags=[make_tag("Machines").key],
        main_image=make_image().key,
    )
    (item,) = items()
    assert html.unescape(item.findtext("title") or "") == "Engines & <analysts>"
    assert item.findtext("link") == f"http://127.0.0.1:8000/articles/{article.slug}/"
    assert item.findtext("description") == "In short."
    assert item.findtext(CREATOR) == "Ada Lovelace and Staff"
    assert item.findtext("category") == "Machines"
    content = item.findtext(CONTENT) or ""
    assert "All of it." in content and "The paper" in content
    assert 'href="http://127.0.0.1:8000/people/ada-lovelace/"' in content
    assert f'src="http://127.0.0.1:8000/images/{picture.key}/' in content
    for relative in ('href="/', 'src="/', 'srcset="/', ", /images"):
        assert relative not in content


def test_the_feed_names_itself() -> None:
    link = channel().find(f"{ATOM}link")
    assert link is not None
    assert (link.get("rel"), link.get("href")) == ("self", "http://127.0.0.1:8000/feed/")
    assert get("/feed/")["Content-Type"].startswith("application/rss+xml")


def test_the_id_survives_a_change_of_address() -> None:
    article = make_published_article(slug="before")
    (before,) = [item.findtext("guid") for item in items()]
    version = save_revision(
        working_copy=article, payload={"slug": "after"}, version=article.version, actor=None
    ).number
    publish(working_copy=article, version=version, actor=None)
    (item,) = items()
    assert item.findtext("guid") == before
    assert item.find("guid").get("isPermaLink") == "false"
    assert (item.findtext("link") or "").endswith("/articles/after/")
    assert "before" not in before


def test_updates_are_dated_when_they_matter() -> None:
    article = make_published_article()
    (before,) = [item.findtext(f"{ATOM}updated") for item in items()]
    version = save_revision(
        working_copy=article, payload={"standfirst": "Typo"}, version=article.version, actor=None
    ).number
    publish(working_copy=article, version=version, actor=None)
    assert [item.findtext(f"{ATOM}updated") for item in items()] == [before]
    correct(working_copy=article, version=version, actor=None, kind="correction", note="It was 2016.")
    (item,) = items()
    assert item.findtext(f"{ATOM}updated") >= before
    assert "It was 2016." in (item.findtext(CONTENT) or "")


def test_a_tag_and_a_person_have_feeds_of_their_own() -> None:
    tag, person = make_tag("Machines"), make_person(published=True, name="Ada")
    make_published_article(headline="Tagged", tags=[tag.key])
    make_published_article(headline="Written", credits=[{"person": person.key, "name": "", "role": ""}])
    make_published_article(headline="About", body=mentioning(person))
    make_published_article(headline="Neither")
    assert [i.findtext("title") for i in items("/tags/machines/feed/")] == ["Tagged"]
    assert [i.findtext("title") for i in items("/people/ada/feed/")] == ["About", "Written"]


def test_an_empty_feed_is_always_the_same() -> None:
    assert not items() and text("/feed/") == text("/feed/")


@pytest.mark.same_on_both
def test_the_newest_twenty_are_in_the_feed_at_a_fixed_cost() -> None:
    def publish_one() -> None:
        person = make_person(published=True)
        make_published_article(
            body=mentioning(person) + citing(make_reference()) + picturing(make_image()),
            tags=[make_tag().key],
        )

    publish_one()
    cost = queries("/feed/")
    for _ in range(21):
        publish_one()
    assert len(items()) == 20
    assert queries("/feed/") == cost <= 8


@pytest.mark.same_on_both
def test_what_xml_cannot_hold_does_not_break_the_feed() -> None:
    make_published_article(headline="Bell\x07 and \ufffe more", standfirst="\x0b")
    (item,) = items()
    assert item.findtext("title") == "Bell and more"


@pytest.mark.same_on_both
def test_signs_of_markup_in_words_reach_those_who_read_titles_as_html() -> None:
    words = "Why <b> & <script> are “tags”, isn't it?"
    make_published_article(headline=words, standfirst=words, tags=[make_tag("C & <C>").key])
    (tag,) = ArticleTag.objects.values_list("tag__slug", flat=True)
    for path in ("/feed/", f"/tags/{tag}/feed/"):
        (item,) = items(path)
        for name in ("title", "description"):
            said = item.findtext(name) or ""
            assert html.unescape(said) == words and "<" not in said and "'" in said
    assert html.unescape(channel(f"/tags/{tag}/feed/").findtext("title") or "").startswith("C & <C> – ")


@pytest.mark.same_on_both
def test_the_text_stands_once_and_its_quotes_keep_the_marks_they_have() -> None:
    said = quoting("It was the loom that counted.")
    make_published_article(body=said + build.pull_quote(build.text("It was the loom that counted.")))
    (item,) = items()
    content = item.findtext(CONTENT) or ""
    assert content.count("It was the loom that counted.") == 1
    assert "“It was the loom" in content and "<q" not in content and "<aside" not in content


def test_what_was_retracted_says_so_in_its_title() -> None:
    article = make_published_article(headline="A scoop")
    retract(working_copy=article, edition=1, actor=None, note="The document was forged.")
    item = channel().find("item")
    assert item is not None
    assert item.findtext("title") == "Retracted: A scoop"


def test_a_text_keeps_its_language_and_direction() -> None:
    make_published_article(headline="خبر", body=text_of("جاء في التقرير."), language="ar")
    (item,) = items()
    content = item.findtext(CONTENT) or ""
    assert content.startswith('<div lang="ar" dir="rtl">') and content.rstrip().endswith("</div>")
