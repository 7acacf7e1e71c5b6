"""The search page: what is found and what never is, how it is narrowed, and that any bytes are a question."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from publishing.records import save_record
from publishing.search import Cursor, Found, Search
from publishing.workflow import publish, retract, withdraw
from reading.search.looking import FEW
from tests.admin_forms import AdminPage, change_url
from tests.factories import (
    citing,
    make_article,
    make_page,
    make_person,
    make_published_article,
    make_published_page,
    make_publisher,
    make_reference,
    make_scheduled_article,
    make_tag,
    make_user,
    mentioning,
    quoting,
    save,
    text_of,
    tomorrow,
)
from tests.reading import by_class, get, links, queries, text, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def asking(typed: str, **filters: str) -> str:
    return f"/search/?{urlencode({'q': typed} | filters)}"


def titles(path: str) -> list[str]:
    """Return the headlines and names that a page of results lists, in order."""
    page = tree(path)
    return [words(head) for result in by_class(page, "result") for head in result.iter("h2")]


def marked(path: str) -> list[str]:
    return [words(mark) for mark in tree(path).iter("mark")]


def kinds(path: str) -> dict[str, str]:
    nav = by_class(tree(path), "search-kinds")
    return links(nav[0]) if nav else {}


def narrowing(path: str) -> list[str]:
    return [words(line) for aside in by_class(tree(path), "narrowing") for line in aside.iter("li")]


@pytest.mark.on_both
def test_articles_people_sources_and_pages_are_found_names_and_headlines_first() -> None:
    in_text = make_published_article(headline="A quiet day", body=text_of("The zeppelin landed."))
    make_reference_cited(title="Zeppelin timetables")
    make_published_article(headline="The zeppelin returns")
    make_published_page(title="Our zeppelin policy")
    make_person(name="Zeppelin", published=True)
    found = titles(asking("zeppelin"))
    assert found[0] == "Zeppelin" and found[-1] == in_text.headline
    assert set(found[1:-1]) == {"Zeppelin timetables", "The zeppelin returns", "Our zeppelin policy"}
    numbers = [
        words.rpartition(" ")[0] for words in kinds(asking("zeppelin")).values() if words != "Everything"
    ]
    assert numbers == ["Articles", "People", "Sources", "Pages"]


def make_reference_cited(**fields: Any) -> Any:
    source = make_reference(**fields)
    make_published_article(headline="Cites it", body=citing(source, "As is written elsewhere."))
    return source


def test_a_result_says_what_it_is_and_why_it_was_found() -> None:
    tag = make_tag("Airships")
    make_published_article(
        headline="Over the lake",
        tags=[tag.key],
        body=text_of(
            "Nothing happened. " * 30 + "Then a <zeppelin> & its crew rose. " + "It was calm. " * 30
        ),
        credits=[{"person": None, "name": "Ana Ruiz", "role": "", "is_agency": False}],
    )
    path = asking("ZEPPELIN")
    (result,) = by_class(tree(path), "result")
    said = words(result)
    assert "Airships" in said and "Ana Ruiz" in said and "Then a <zeppelin> & its crew rose." in said
    assert len(said) < 500 and marked(path) == ["zeppelin"]
    assert result.get("lang") == "en" and result.get("dir") == "ltr"


def test_a_source_says_who_published_it_and_where_it_is_cited() -> None:
    publisher = make_publisher(name="Cloud Press")
    source = make_reference(title="On airships", publisher=publisher)
    for _ in range(2):
        make_published_article(headline="Cites it", body=citing(source))
    (result,) = by_class(tree(asking("airships", kind="sources")), "result")
    assert "Cloud Press" in words(result) and "Cited in 2 articles" in words(result)


@pytest.mark.on_both
def test_quotes_are_a_kind_of_their_own_with_their_speaker() -> None:
    person = make_person(name="Ada Vogel", published=True)
    make_published_article(headline="What she said", body=quoting("We never weighed anchor", person=person))
    assert titles(asking('"weighed anchor"')) == ["What she said"]
    path = asking("anchor", kind="quotes")
    (result,) = by_class(tree(path), "result")
    assert (
        "We never weighed anchor" in words(result) and links(result)[f"/people/{person.slug}/"] == "Ada Vogel"
    )
    assert "anchor" in marked(path)
    assert any(label.startswith("Quotes") for label in kinds(asking("anchor")).values())


@pytest.mark.on_both
def test_nothing_that_is_not_public_is_found_counted_or_offered() -> None:
    make_article(headline="Secret giraffe", body=text_of("giraffe"))
    make_scheduled_article(starts_at=tomorrow(), headline="Giraffe tomorrow", body=text_of("giraffe"))
    gone = make_published_article(headline="Giraffe no more", body=text_of("giraffe"))
    withdraw(working_copy=gone, edition=1, actor=None, note="")
    make_person(name="Giraffe Person")
    make_page(title="Giraffe page")
    make_reference(title="Giraffe source nobody cites")
    hidden = make_reference(title="Giraffe informant", confidential=True)
    make_published_article(headline="Told in confidence", body=citing(hidden))
    live = make_published_article(headline="Zebras", body=text_of("only zebras"))
    save(live, body=text_of("a giraffe in the draft"))
    nonsense, asked = text(asking("qqqzzz")), text(asking("giraffe"))
    assert asked.replace("giraffe", "qqqzzz") == nonsense
    for kind in ("articles", "people", "sources", "pages", "quotes"):
        assert titles(asking("giraffe", kind=kind)) == []
    assert b"iraffe" not in Client().get("/search/starting/?q=gira").content


@pytest.mark.on_both
def test_what_was_taken_down_or_made_confidential_is_gone_with_the_next_request() -> None:
    source = make_reference(title="Heron survey")
    article = make_published_article(headline="Heron count", body=citing(source, "The heron is back."))
    assert set(titles(asking("heron"))) == {"Heron count", "Heron survey"}
    save_record(record=source, changes={"confidential": True}, version=source.version, actor=None)
    assert titles(asking("heron")) == ["Heron count"]
    withdraw(working_copy=article, edition=1, actor=None, note="")
    assert titles(asking("heron")) == []


@pytest.mark.on_both
def test_a_search_is_narrowed_by_links_and_each_can_be_taken_back() -> None:
    tag, person = make_tag("Harbours"), make_person(name="Ada Vogel", published=True)
    both = make_published_article(
        headline="Lighthouse one", tags=[tag.key], body=mentioning(person) + text_of("lighthouse")
    )
    with time_machine.travel(datetime(2020, 5, 5, tzinfo=UTC)):
        make_published_article(headline="Lighthouse two", body=text_of("lighthouse"))
    path = asking("lighthouse")
    assert {"Harbours 1", "Ada Vogel 1", "2020 1"} <= set(narrowing(path))
    for name, value in (("tag", tag.slug), ("person", person.slug), ("year", str(timezone.now().year))):
        narrowed = asking("lighthouse", **{name: value})
        assert titles(narrowed) == [both.headline]
        (chips,) = by_class(tree(narrowed), "search-chips")
        assert path in links(chips)
        # The form keeps what was chosen, without a script.
        form = by_class(tree(narrowed), "page-head")[0]
        assert value in {field.get("value") for field in form.iter("input") if field.get("type") == "hidden"}
    assert titles(asking("lighthouse", year="2020")) == ["Lighthouse two"]
    assert titles(asking("lighthouse", tag=tag.slug, year="2020")) == []


@pytest.mark.on_both
def test_sources_are_narrowed_to_their_publisher() -> None:
    press = make_publisher(name="Cloud Press")
    make_reference_cited(title="Fog signals", publisher=press)
    make_reference_cited(title="Fog horns", publisher=make_publisher(name="Rain Press"))
    assert {"Cloud Press 1", "Rain Press 1"} <= set(narrowing(asking("fog")))
    assert titles(asking("fog", publisher=press.key)) == ["Fog signals"]


@pytest.mark.on_both
@pytest.mark.parametrize("name", ["kind", "tag", "person", "publisher", "year"])
def test_a_filter_that_is_not_there_answers_as_one_that_is_not_public(name: str) -> None:
    make_published_article(headline="Lantern")
    hidden = {
        "tag": make_tag("Unused").slug,
        "person": make_person(name="Draft Person").slug or "draft-person",
    }
    for value in filter(None, ["nonsense", hidden.get(name)]):
        page = tree(asking("lantern", **{name: value}))
        assert "not on this site" in words(page.find(".//main"))
        assert by_class(page, "result") == [] and asking("lantern") in links(page)


@pytest.mark.on_both
def test_results_are_read_on_to_the_end_without_a_gap_or_a_repetition() -> None:
    made = [make_published_article(headline=f"Marathon {n}").headline for n in range(45)]
    found, here, pages = [], asking("marathon"), 0
    while here:
        page = tree(here)
        found += titles(here)
        older = [a.get("href") for a in page.iter("a") if a.get("rel") == "next"]
        here, pages = (older[0] if older else ""), pages + 1
    assert sorted(found) == sorted(made) and len(found) == 45 and pages == 3


@pytest.mark.on_both
def test_many_results_are_counted_no_further_than_is_honest() -> None:
    for n in range(30):
        make_published_article(headline=f"Ferry {n}")
    assert "30 results" in words(by_class(tree(asking("ferry")), "search-said")[0])
    assert kinds(asking("ferry"))[asking("ferry", kind="articles")] == "Articles 30"


def test_a_page_of_thirty_costs_as_many_queries_as_a_page_of_one() -> None:
    def make(word: str) -> None:
        tag, person = make_tag(), make_person(published=True)
        source = make_reference(title=f"{word} source", publisher=make_publisher())
        body = mentioning(person) + citing(source) + quoting(f"{word} it is", person=person) + text_of(word)
        make_published_article(headline=f"{word} goes on", tags=[tag.key], body=body)

    # So many that nothing else is looked for that may have been meant.
    for _ in range(FEW):
        make("quokka")
    for _ in range(30):
        make("wombat")
    get(asking("koala"))
    for kind in ("", "articles", "sources", "quotes"):
        assert queries(asking("quokka", kind=kind)) == queries(asking("wombat", kind=kind))
    assert queries("/search/starting/?q=quok") == queries("/search/starting/?q=womb")


def test_a_retracted_article_says_so() -> None:
    article = make_published_article(headline="A pearl of a story")
    retract(working_copy=article, edition=1, actor=None, note="It was made up.")
    assert "Retracted" in words(by_class(tree(asking("pearl")), "result")[0])


@pytest.mark.on_both
@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%00",
        "q=%ff%fe%ed%a0%80",
        "q=%22",
        "q=%2A",
        "q=-",
        "q=-parliament",
        "q=AND+OR+NOT+NEAR(",
        "q=head:parliament",
        f"q={quote('x' + chr(39) + '); drop table y;--')}",
        "q=a&q=b&q[]=c&q[0]=d",
        "q=" + "parliament+" * 9_000,
        "q=" + "a" * 100_000,
        "q=" + quote("é̀́" * 5_000),
        "q=a&kind=%00&tag=%ff&person=%00&publisher=%27&year=0000&after=%00",
        "q=a&after=2.99999999999999999999",
        "q=a&after=9.1",
        "q=a&year=9999",
        "q=a&year=%D9%A1%D9%A2%D9%A3%D9%A4",
        "&".join(f"a{n}=b" for n in range(1_500)),
        "q=" + quote("👩‍🚀 \u202e\u2066 ﷺ ﬃ İ ß ꙮ"),
    ],
)
def test_any_bytes_are_a_question(query: str) -> None:
    make_published_article(headline="Parliament agreed")
    for path in ("/search/", "/search/starting/"):
        answer = Client().get(path, QUERY_STRING=query)
        assert answer.status_code == 200
    tree(f"/search/?{query}")


def test_an_empty_search_and_one_that_finds_nothing_help() -> None:
    tag, person = make_tag("Tides"), make_person(name="Ada Vogel", published=True)
    article = make_published_article(headline="Newest of all", tags=[tag.key], body=mentioning(person))
    for path in ("/search/", asking("qqqzzz")):
        offered = links(tree(path).find(".//main"))
        for thing in (article, tag, person):
            assert any(address.endswith(f"/{thing.slug}/") for address in offered)
    assert "Nothing was found for qqqzzz" in words(tree(asking("qqqzzz")).find(".//main"))


@pytest.mark.on_both
def test_what_was_mistyped_leads_to_what_may_be_meant(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_published_article(headline="Parliament agreed")
    (meant,) = by_class(tree(asking("parlament")), "search-meant")
    assert links(meant) == {asking("Parliament"): "Parliament"}


def test_answers_stand_in_no_index_and_last_for_seconds() -> None:
    ends = make_published_article(headline="Comet")
    for path in (asking("comet"), "/search/", "/search/starting/?q=comet"):
        answer = get(path)
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "public, max-age=0, s-maxage=5" and not answer.cookies
    assert '<meta name="robots" content="noindex">' in text(asking("comet"))
    assert "/search" not in text("/sitemap.xml") and "search" not in text("/robots.txt")
    assert ends.headline in text(asking("comet"))


def test_an_answer_ends_when_what_it_shows_does() -> None:
    article = make_article(headline="Short comet")
    from_now = timezone.now() + timedelta(seconds=2, milliseconds=500)
    publish(working_copy=article, version=article.version, actor=None, expires_at=from_now)
    assert get(asking("comet"))["Cache-Control"] in (
        "public, max-age=0, s-maxage=2",
        "public, max-age=0, s-maxage=1",
    )


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_result_is_in_its_own_language_and_direction(language: str) -> None:
    make_published_article(headline="قال الكتاب" if language == "ar" else "שלום עולם", language=language)
    (result,) = by_class(tree(asking("الكتاب" if language == "ar" else "שלום")), "result")
    assert (result.get("lang"), result.get("dir")) == (language, "rtl")


def test_every_page_has_a_box_that_works_without_a_script() -> None:
    article = make_published_article()
    for path in ("/", f"/articles/{article.slug}/", "/tags/", "/people/", "/search/"):
        page = tree(path)
        forms = [form for form in page.iter("form") if form.get("role") == "search"]
        assert forms and {(form.get("action"), form.get("method")) for form in forms} == {("/search/", "get")}
        assert all("q" in {field.get("name") for field in form.iter("input")} for form in forms)


@pytest.mark.on_both
def test_an_answer_that_is_broken_off_leads_further_back(monkeypatch: pytest.MonkeyPatch) -> None:
    make_published_article(headline="Parliament agreed")
    cut = Found(after=Cursor(2, 12345), is_partial=True)
    monkeypatch.setattr(Search, "page", lambda search, **_options: cut)
    offered = links(tree(asking('"of the and"')))
    assert offered[asking('"of the and"', after="2.12345")] == "Look further back"


def test_every_page_but_a_preview_has_the_script_of_the_box() -> None:
    article = make_published_article()
    script = "newsroom/search.js"
    for path in ("/", f"/articles/{article.slug}/", "/search/"):
        assert script in text(path)
    assert script in Client().get("/nonsense/").content.decode()
    preview = AdminPage(make_user("editor")).open(change_url(article, "preview")).content.decode()
    assert "search-form" in preview and script not in preview
