"""What browsers' reader views make of a page, by the rules that most of them share (Readability's).

They look for the element that holds most of the paragraphs, keep that and drop what stands beside it. Inside
it they drop asides, footers, and whatever a class, an id or a role makes look like something else. The first
element whose class looks like a byline is the author.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from publishing.richtext import build
from publishing.workflow import correct, retract
from tests.factories import (
    citing,
    make_image,
    make_person,
    make_published_article,
    make_published_page,
    make_reference,
    make_tag,
    quoting,
    text_of,
)
from tests.reading import by_class, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

UNLIKELY = re.compile(
    "-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends"
    "|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate"
    "|pagination|pager|popup|yom-remote"
    "|hidden|com-|contact|masthead|media|meta|outbrain|promo|scroll|share|shopping|tags|widget"
)
BYLINE = re.compile("byline|author|dateline|writtenby|p-author")
DROPPED_TAGS = {"aside", "footer", "form", "nav", "iframe", "object", "embed", "input", "button", "h1"}
DROPPED_ROLES = {"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"}
LONGEST_BYLINE = 100
TEXT = "Some words, and more of them, so that this is a paragraph of a text. " * 8


def names_of(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}".casefold()


def is_dropped(element: Element) -> bool:
    return (
        element.tag in DROPPED_TAGS
        or element.get("role") in DROPPED_ROLES
        or element.get("aria-hidden") == "true"
        or bool(UNLIKELY.search(names_of(element)))
    )


def kept(root: Element) -> str:
    """Return the words a reader view shows of a page."""

    def weight(element: Element) -> int:
        return sum(len(words(child)) for child in element if child.tag == "p")

    return " ".join(" ".join(_words_kept(max(root.iter(), key=weight))).split())


def _words_kept(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not is_dropped(child):
            yield from _words_kept(child)
        yield child.tail or ""


def author(root: Element) -> str:
    """Return who a reader view says has written a page that says it nowhere else."""
    for element in root.iter():
        looks_so = element.get("rel") == "author" or BYLINE.search(names_of(element))
        if looks_so and 0 < len(words(element)) < LONGEST_BYLINE:
            return words(element)
    return ""


def test_the_sources_and_what_was_corrected_are_kept() -> None:
    cited, general = make_reference(title="The cited paper"), make_reference(title="The general paper")
    article = make_published_article(
        body=text_of(TEXT) + build.heading(2, build.text("On")) + citing(cited, TEXT), sources=[general.key]
    )
    correct(working_copy=article, version=1, actor=None, kind="update", note="More was found.")
    shown = kept(tree(f"/articles/{article.slug}/"))
    for part in ("Some words", "On", "More was found.", "References", "The cited paper", "The general paper"):
        assert part in shown


def test_the_sources_of_pages_and_profiles_are_kept() -> None:
    source = make_reference(title="The cited paper")
    make_published_page(title="About", slug="about", body=citing(source, TEXT))
    make_person(published=True, name="Ada", body=citing(source, TEXT))
    for path in ("/about/", "/people/ada/"):
        assert "The cited paper" in kept(tree(path))


def test_sources_beside_the_text_would_be_lost() -> None:
    """The control: the rules do drop what stands where the sources stood once."""
    article = make_published_article(body=citing(make_reference(title="The cited paper"), TEXT))
    root = tree(f"/articles/{article.slug}/")
    [body], [sources] = by_class(root, "body"), by_class(root, "sources")
    [around] = by_class(root, "article")
    body.remove(sources)
    around.append(sources)
    assert "The cited paper" not in kept(root)


def test_a_pull_quote_is_read_once() -> None:
    body = text_of(TEXT, "It was the loom that counted.") + build.pull_quote(build.text("It was the loom"))
    article = make_published_article(body=body)
    root = tree(f"/articles/{article.slug}/")
    assert words(root).count("It was the loom") == 1
    assert kept(root).count("It was the loom") == 1
    [drawn] = by_class(root, "pull-quote")
    assert drawn.get("data-words") == "It was the loom" and drawn.get("aria-hidden") == "true"


def test_the_writers_are_the_author() -> None:
    person = make_person(published=True, name="Ada Lovelace")
    writers = [{"person": person.key, "name": "", "role": ""}, {"person": None, "name": "Jo", "role": ""}]
    photos = [{"person": None, "name": "Tom Ray", "role": "Photos"}]
    for credits, expected in (
        (writers + photos, "By Ada Lovelace and Jo"),
        (photos + writers, "By Ada Lovelace and Jo"),
        (photos, ""),
        ([], ""),
    ):
        article = make_published_article(
            body=text_of(TEXT), credits=credits, main_image=make_image().key, tags=[make_tag().key]
        )
        assert author(tree(f"/articles/{article.slug}/")) == expected


def test_where_nobody_is_named_a_date_is_no_author() -> None:
    person = make_person(published=True, name="Ada", body=text_of(TEXT))
    make_published_article(body=quoting("Engines weave.", person=person))
    make_published_page(title="About", slug="about", body=text_of(TEXT))
    article = make_published_article(body=text_of(TEXT))
    retract(working_copy=article, edition=1, actor=None, note="Forged.")
    for path in ("/people/ada/", "/about/", f"/articles/{article.slug}/"):
        assert author(tree(path)) == ""


def test_no_element_adds_quote_marks_of_its_own() -> None:
    person = make_person(published=True, name="Ada")
    body = quoting("Engines weave.", person=person) + build.block_quotation("k", [build.text("So it is.")])
    article = make_published_article(body=body)
    for path in (f"/articles/{article.slug}/", "/people/ada/"):
        assert not list(tree(path).iter("q"))
        assert "Engines weave." in words(tree(path))
