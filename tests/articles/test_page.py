"""The article's page: what it shows, what it hides, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from articles.models import Article, Quotation
from articles.shown import preview_of
from publishing.richtext import build
from publishing.workflow import correct, publish, retract, save_revision, schedule, withdraw
from tests.factories import (
    citing,
    edition_of,
    make_article,
    make_image,
    make_person,
    make_published_article,
    make_publisher,
    make_reference,
    make_request,
    make_tag,
    mentioning,
    picturing,
    quoting,
    text_of,
)
from tests.reading import by_class, get, json_ld, links, queries, text, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def path_of(article: Article) -> str:
    return f"/articles/{article.slug}/"


def change(article: Article, **payload: object) -> int:
    """Save the draft with something changed and return its version."""
    return save_revision(working_copy=article, payload=payload, version=article.version, actor=None).number


def full_article(count: int) -> Article:
    """Publish an article with that many of everything."""
    people = [make_person(published=True) for _ in range(count)]
    writers = [make_person(published=True) for _ in range(count)]
    sources = [make_reference(publisher=make_publisher()) for _ in range(count)]
    tags = [make_tag() for _ in range(count)]
    for tag in tags:
        make_published_article(tags=[tag.key])
    return make_published_article(
        body="".join(
            [
                *map(mentioning, people),
                *map(citing, sources),
                *(picturing(make_image()) for _ in range(count)),
            ]
        ),
        credits=[{"person": writer.key, "name": "", "role": ""} for writer in writers],
        sources=[make_reference().key for _ in range(count)],
        tags=[tag.key for tag in tags],
        main_image=make_image().key,
    )


@pytest.mark.on_both
def test_the_page_says_what_was_published() -> None:
    person = make_person(published=True, name="Ada Lovelace")
    article = make_published_article(
        headline="Engines & <analysts>",
        standfirst="What a loom has to do with it.",
        label="analysis",
        body=build.heading(2, "How it works") + mentioning(person),
        credits=[
            {"person": person.key, "name": "", "role": ""},
            {"person": None, "name": "Staff", "role": ""},
            {"person": None, "name": "Mei Lin", "role": "Photographs"},
        ],
        tags=[make_tag("Machines").key, make_tag("History").key],
    )
    page = tree(path_of(article))
    assert [words(h1) for h1 in page.iter("h1")] == ["Engines & <analysts>"]
    assert "Analysis" in words(by_class(page, "kicker")[0])
    assert [words(line) for line in by_class(page, "byline")] == ["By Ada Lovelace and Staff"]
    assert [words(line) for line in by_class(page, "credits")] == ["Photographs: Mei Lin"]
    assert links(page)["/people/ada-lovelace/"] == "Ada Lovelace"
    assert {"/tags/machines/", "/tags/history/"} <= set(links(page))
    assert words(page.find(".//main//h2[@id='how-it-works']")) == "How it works"


def test_the_head_carries_what_other_sites_need() -> None:
    article = make_published_article(standfirst="In short.", main_image=make_image(size=(1300, 700)).key)
    page = tree(path_of(article))
    named = {m.get("name") or m.get("property"): m.get("content") for m in page.iter("meta")}
    address = f"http://127.0.0.1:8000{path_of(article)}"
    assert named["description"] == named["og:description"] == "In short."
    assert named["og:url"] == address
    assert named["og:image"].startswith("http://127.0.0.1:8000/images/")
    assert page.find(".//link[@rel='canonical']").get("href") == address
    feeds = [link.get("href") for link in page.iter("link") if link.get("type") == "application/rss+xml"]
    assert feeds == ["http://127.0.0.1:8000/feed/"]


def test_addresses_come_from_the_setting_and_never_from_the_request(settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    article = make_published_article()
    for path in (path_of(article), "/feed/", "/sitemap.xml", "/robots.txt", "/"):
        assert "evil.example" not in Client(HTTP_HOST="evil.example").get(path).content.decode()


def test_the_cost_is_seven_queries_however_much_is_on_the_page() -> None:
    empty, small, large = make_published_article(), full_article(1), full_article(30)
    assert queries(path_of(small)) == queries(path_of(large)) == 7
    assert queries(path_of(empty)) <= 7


def test_notes_lead_to_their_source_and_back() -> None:
    source = make_reference(title="The paper", url="https://paper.example/1", issued="2025-01-27")
    general = make_reference(title="No address", url="", publisher=make_publisher(name="CGTN"))
    article = make_published_article(
        body=citing(source, "One.", locator="p. 4") + citing(source, "Two."), sources=[general.key]
    )
    page = tree(path_of(article))
    assert words(page.find(".//section[@role='doc-endnotes']/h2")) == "References"
    note = page.find(".//li[@id='note-1']")
    assert "Jan. 27, 2025" in words(note) and "p. 4" in words(note)
    marks = [a.get("id") for a in page.iter("a") if a.get("role") == "doc-noteref"]
    assert marks == ["note-1-a", "note-1-b"]
    assert {f"#{mark}" for mark in marks} <= set(links(page))
    assert links(page)["https://paper.example/1"] == "The paper"
    # A source without an address is given none, but leads to its own page here.
    assert "No address" not in links(page).values()
    assert general.get_absolute_url() in links(page)


def test_one_source_is_one_reference() -> None:
    article = make_published_article(sources=[make_reference().key])
    assert words(tree(path_of(article)).find(".//h2[@id='sources']")) == "Reference"


def test_without_sources_there_is_no_list() -> None:
    page = tree(path_of(make_published_article()))
    assert not by_class(page, "sources") and not by_class(page, "note-mark")


@pytest.mark.on_both
def test_a_confidential_source_leaves_no_trace() -> None:
    secret = make_reference(title="CANARYTITLE", url="https://canary.example/x", confidential=True)
    person = make_person(published=True)
    body = citing(secret, "So it is.") + quoting("Words.", person=person, reference=secret)
    hidden = make_published_article(headline="Same", slug="one", body=body, sources=[secret.key])
    for path in (path_of(hidden), "/feed/", "/sitemap.xml", person_path(person), "/"):
        page = text(path)
        assert "CANARY" not in page and "canary" not in page and secret.key not in page
    page = tree(path_of(hidden))
    assert not by_class(page, "note-mark")
    assert page.find(".//section[@role='doc-endnotes']") is None
    assert "citation" not in json_ld(path_of(hidden))
    assert Client().get(secret.get_absolute_url()).status_code == 404


def person_path(person) -> str:
    return f"/people/{person.slug}/"


def test_a_long_quotation_says_whose_words_it_holds() -> None:
    person, unknown = make_person(published=True, name="Ada Lovelace"), make_person(name="Nobody Yet")
    save_revision(working_copy=person, payload={"name": "A DRAFT"}, version=person.version, actor=None)
    article = make_published_article(
        body=build.block_quotation("b1", ["Long words."], person=person.key)
        + build.block_quotation("b2", ["More words."], person=unknown.key)
        + build.block_quotation("b3", ["Last words."], person=person.key, speaker="The Countess")
    )
    page = tree(path_of(article))
    assert [words(line) for line in page.findall(".//figure[@class='quotation']/figcaption")] == [
        "— Ada Lovelace",
        "— Nobody Yet",
        "— The Countess",
    ]
    assert [words(a) for a in by_class(page, "mention")] == ["Ada Lovelace", "The Countess"]
    assert unknown.key not in text(path_of(article))
    quoted = Quotation.objects.filter(edition=edition_of(article)).values_list("person", "speaker")
    assert list(quoted) == [(person.pk, ""), (unknown.pk, ""), (person.pk, "The Countess")]


@pytest.mark.on_both
def test_people_are_linked_only_while_their_page_is_live() -> None:
    person, unknown = make_person(published=True), make_person(name="Nobody Yet")
    article = make_published_article(
        body=mentioning(person) + mentioning(unknown),
        credits=[{"person": unknown.key, "name": "", "role": ""}],
    )
    page = text(path_of(article))
    assert person_path(person) in page
    assert "Nobody Yet" in page and person_path(unknown) not in page and unknown.key not in page
    withdraw(working_copy=person, edition=1, actor=None)
    assert person_path(person) not in text(path_of(article))


def test_a_name_in_plain_text_is_a_person_unless_said_to_be_an_agency() -> None:
    person = make_person(name="Without a page")
    article = make_published_article(
        credits=[
            {"person": None, "name": "Mei Lin", "role": ""},
            {"person": None, "name": "Reuters", "role": "", "is_agency": True},
            {"person": person.key, "name": "", "role": ""},
            {"person": None, "name": "Tom Ray", "role": "Photographs"},
        ]
    )
    assert json_ld(path_of(article))["author"] == [
        {"@type": "Person", "name": "Mei Lin"},
        {"@type": "Organization", "name": "Reuters"},
        {"@type": "Person", "name": "Without a page"},
    ]


def test_machines_are_told_of_sources_people_and_dates() -> None:
    person = make_person(published=True, name="Ada Lovelace", links=["https://ada.example/"])
    cited = make_reference(
        title="</script><b>", url="https://paper.example/1", publisher=make_publisher(name="P")
    )
    article = make_published_article(
        body=mentioning(person) + citing(cited),
        credits=[{"person": person.key, "name": "", "role": ""}],
        tags=[make_tag("Machines").key],
        main_image=make_image().key,
    )
    data = json_ld(path_of(article))
    address = "http://127.0.0.1:8000/people/ada-lovelace/"
    assert data["@type"] == "NewsArticle"
    assert data["author"] == [{"@type": "Person", "name": "Ada Lovelace", "url": address}]
    assert data["mentions"] == [
        {"@type": "Person", "name": "Ada Lovelace", "url": address, "sameAs": ["https://ada.example/"]}
    ]
    assert data["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "</script><b>",
            "url": "https://paper.example/1",
            "publisher": {"@type": "Organization", "name": "P"},
        }
    ]
    assert data["keywords"] == ["Machines"] and len(data["image"]) == 3
    assert datetime.fromisoformat(data["datePublished"]).tzinfo is not None
    assert "</script><b>" not in text(path_of(article))


def test_updated_is_shown_for_what_matters_only() -> None:
    article = make_published_article(backdated_to=datetime(2025, 1, 27, 9, 30, tzinfo=UTC))
    publish(working_copy=article, version=change(article, standfirst="Typo mended"), actor=None)
    assert "Updated" not in text(path_of(article))
    version = change(article, standfirst="Put right")
    correct(working_copy=article, version=version, actor=None, kind="correction", note="It was 2016.")
    dates = by_class(tree(path_of(article)), "dates")[0]
    assert "Published Jan. 27, 2025, 9:30 a.m. UTC" in words(dates)
    assert "Updated" in words(dates)
    assert next(t.get("datetime") for t in dates.iter("time")) == "2025-01-27T09:30:00+00:00"


def test_grave_notes_stand_on_top_and_others_at_the_end() -> None:
    article = make_published_article(body=text_of("The text."))
    for kind, note in (("update", "More is known."), ("correction", "It was 2016.")):
        version = change(article, standfirst=note)
        correct(working_copy=article, version=version, actor=None, kind=kind, note=note)
    shown = words(tree(path_of(article)).find(".//article"))
    assert shown.index("It was 2016.", shown.index("Correction")) < shown.index("The text.")
    assert shown.index("The text.") < shown.index("More is known.", shown.index("The text."))


def test_a_retracted_article_keeps_its_page_with_the_notice() -> None:
    article = make_published_article(body=text_of("The text."))
    retract(working_copy=article, edition=1, actor=None, note="The document was forged.")
    page = text(path_of(article))
    assert "The document was forged." in page and "The text." in page and "Retraction" in page
    assert "Retracted" in text("/")


@pytest.mark.on_both
def test_an_old_address_leads_to_the_new_one_in_one_step() -> None:
    article = make_published_article(slug="first")
    for slug in ("second", "third"):
        publish(working_copy=article, version=change(article, slug=slug), actor=None)
    for slug in ("first", "second"):
        response = Client().get(f"/articles/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/third/")
    get("/articles/third/")


@pytest.mark.on_both
def test_a_scheduled_change_shows_on_time_without_any_worker() -> None:
    article = make_published_article(headline="Old words", slug="old")
    start = timezone.now() + timedelta(hours=1)
    version = change(article, headline="New words", slug="new")
    schedule(working_copy=article, version=version, actor=None, starts_at=start)
    with time_machine.travel(start - timedelta(milliseconds=10), tick=False):
        assert "Old words" in text("/articles/old/")
        assert Client().get("/articles/new/").status_code == 404
        assert "Old words" in text("/") and "New words" not in text("/feed/")
    with time_machine.travel(start, tick=False):
        assert "New words" in text("/articles/new/")
        assert Client().get("/articles/old/")["Location"] == "/articles/new/"
        assert "New words" in text("/") and "Old words" not in text("/feed/")


def test_a_page_is_never_kept_beyond_its_end() -> None:
    article = make_published_article()
    start = timezone.now() + timedelta(hours=1)
    schedule(working_copy=article, version=change(article, headline="New"), actor=None, starts_at=start)
    assert get(path_of(article))["Cache-Control"] == "public, max-age=0, s-maxage=60"
    with time_machine.travel(start - timedelta(seconds=7), tick=False):
        assert get(path_of(article))["Cache-Control"] == "public, max-age=0, s-maxage=7"
        assert get("/")["Cache-Control"] == "public, max-age=0, s-maxage=7"


@pytest.mark.on_both
def test_related_articles_lead_both_ways_and_only_to_what_is_live() -> None:
    tag = make_tag()
    older, newer = (make_published_article(tags=[tag.key]) for _ in range(2))
    gone = make_published_article(tags=[tag.key])
    make_article(tags=[tag.key])
    assert {path_of(newer), path_of(gone)} <= set(links(tree(path_of(older))))
    withdraw(working_copy=gone, edition=1, actor=None)
    shown = set(links(tree(path_of(older)))) & {path_of(a) for a in (older, newer, gone)}
    assert shown == {path_of(newer)}
    assert path_of(older) in links(tree(path_of(newer)))


def test_a_preview_shows_the_draft_and_writes_nothing() -> None:
    secret = make_reference(title="CANARY", confidential=True)
    article = make_published_article(body=text_of("Old."))
    picture, writer = make_image(), make_person(published=True, name="Ada")
    body = text_of("New.") + picturing(picture) + citing(secret) + citing(make_reference(title="Shown"))
    change(
        article,
        body=body,
        main_image=picture.key,
        tags=[make_tag("Drafted").key],
        credits=[{"person": writer.key, "name": "", "role": ""}],
    )
    page = preview_of(article, article.payload(), at=timezone.now())
    shown = render_to_string("article.html", {"page": page, "json_ld": ""}, make_request())
    for part in ("New.", "Drafted", "/people/ada/", "Shown", picture.key):
        assert part in shown
    assert "CANARY" not in shown and "canonical" not in shown
    assert article.editions.count() == 1 and "Old." in text(path_of(article))


def test_text_written_from_right_to_left_stands_so() -> None:
    arabic = make_published_article(headline="عنوان", language="ar")
    english = make_published_article()
    for article, direction in ((arabic, "rtl"), (english, "ltr")):
        [shown] = by_class(tree(path_of(article)), "article")
        assert shown.get("dir") == direction
    assert {teaser.get("dir") for teaser in by_class(tree("/"), "teaser")} == {"rtl", "ltr"}
