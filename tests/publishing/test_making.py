"""Making in passing: a person, a source and a tag at their own addresses, by the verbs of their forms."""

from typing import Any

import pytest

from profiles.models import Person
from publishing.models import Event, Tag
from references import making
from references.fetching import CannotFetch, Fetched
from references.models import Publisher, Reference
from tests import factories as make
from tests.admin_forms import AdminPage

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

PEOPLE, SOURCES, TAGS = "/admin/profiles/person/", "/admin/references/reference/", "/admin/publishing/tag/"
PAGE = """<html lang="en"><head><title>How the match was scored</title><meta property="og:site_name"
content="Demo Weekly"><meta name="author" content="Mira Holt; Jonas Weil">
<meta name="date" content="1997-05-12"></head></html>"""
STORY = "https://weekly.example.com/how-it-was-scored?utm_source=feed"


@pytest.fixture
def reporter() -> AdminPage:
    return AdminPage(make.make_user("reporter"))


def post(page: AdminPage, address: str, status: int = 200, /, **words: Any) -> Any:
    answer = page.client.post(address, words)
    assert answer.status_code == status, answer.content
    return answer.json()


def found(page: AdminPage, kind: str, **query: str) -> list[str]:
    answer = page.client.get(f"{kind}lookup/", query)
    assert answer.status_code == 200
    return [row["label"] for row in answer.json()["results"]]


@pytest.mark.on_both
def test_a_person_is_made_of_a_name_and_one_line(reporter: AdminPage) -> None:
    row = post(reporter, f"{PEOPLE}make/", name=" Jonas  Weil ", occupation="Chess referee")["row"]
    person = Person.objects.get()
    assert (person.key, person.name, person.occupation, person.version) == (
        row["key"],
        "Jonas Weil",
        "Chess referee",
        1,
    )
    assert not person.editions.exists()
    assert Event.objects.filter(kind="person", object_key=person.key).count() == 1
    assert found(reporter, PEOPLE, q="weil") == ["Jonas Weil"]


def test_a_name_nobody_can_see_is_refused_in_a_sentence(reporter: AdminPage) -> None:
    for name in ("", "  ", "\u200b", "x" * 201):
        assert post(reporter, f"{PEOPLE}make/", 400, name=name)["said"]
    assert not Person.objects.exists()


def test_a_source_is_made_of_a_pasted_address(reporter: AdminPage) -> None:
    looked = post(reporter, f"{SOURCES}read/", address=STORY)
    assert (looked["known"], looked["facts"]["title"]) == ([], "weekly.example.com/how-it-was-scored")
    row = post(reporter, f"{SOURCES}make/", **looked["facts"])["row"]
    source = Reference.objects.get()
    assert (source.key, source.url, source.is_incomplete, source.publisher) == (row["key"], STORY, True, None)
    assert "incomplete" in row["detail"]


def test_its_own_page_when_pasted_says_what_it_is(reporter: AdminPage) -> None:
    looked = post(reporter, f"{SOURCES}read/", address=STORY, html=PAGE)
    assert looked["said"] == "Not known yet. Read from the page you pasted:"
    facts = looked["facts"]
    assert (facts["authors"], facts["issued"], facts["publisher"]) == (
        "Mira Holt; Jonas Weil",
        "1997-05-12",
        "Demo Weekly",
    )
    post(reporter, f"{SOURCES}make/", **facts)
    source = Reference.objects.get()
    assert source.authors == [{"literal": "Mira Holt"}, {"literal": "Jonas Weil"}]
    assert (source.title, source.issued, source.language) == ("How the match was scored", "1997-05-12", "en")
    assert (source.publisher.name, source.publisher.domain) == ("Demo Weekly", "example.com")
    assert source.is_incomplete


@pytest.mark.on_both
@pytest.mark.parametrize(
    "pasted",
    ["http://www.weekly.example.com/how-it-was-scored", "weekly.example.com/how-it-was-scored/#top", STORY],
)
def test_an_address_that_is_known_leads_to_its_source(reporter: AdminPage, pasted: str) -> None:
    source = make.make_reference(title="The score", url=STORY)
    for _number in range(2):
        make.make_published_article(body=make.citing(source))
    [known] = post(reporter, f"{SOURCES}read/", address=pasted)["known"]
    assert (known["key"], known["cited"]) == (source.key, "cited in 2 articles")
    assert found(reporter, SOURCES, q=pasted) == ["The score"]
    again = post(reporter, f"{SOURCES}make/", address=pasted, title="Another title")
    assert again["known"][0]["key"] == source.key
    assert Reference.objects.count() == 1


def test_or_it_is_another_item_at_this_address(reporter: AdminPage) -> None:
    make.make_reference(url=STORY)
    post(reporter, f"{SOURCES}make/", address=STORY, title="Chapter 3", variant="Chapter 3")
    assert set(Reference.objects.values_list("variant", flat=True)) == {"", "Chapter 3"}
    assert post(reporter, f"{SOURCES}make/", address=STORY, title="C", variant="Chapter 3")["known"]


def test_a_doi_is_a_source_too(reporter: AdminPage) -> None:
    facts = post(reporter, f"{SOURCES}read/", address="doi:10.1016/S0004-3702(01)00129-1")["facts"]
    post(reporter, f"{SOURCES}make/", **facts | {"title": "Deep Blue"})
    source = Reference.objects.get()
    assert (source.doi, source.url) == ("10.1016/s0004-3702(01)00129-1", "")
    assert found(reporter, SOURCES, q="https://doi.org/10.1016/S0004-3702(01)00129-1") == ["Deep Blue"]


@pytest.mark.parametrize(
    "words",
    [{"address": STORY, "title": ""}, {"address": STORY, "title": "A", "issued": "soon"}, {"title": "\u200b"},
     {"address": "javascript:alert(1)", "title": "A"}, {"address": STORY, "title": "A" * 501}],
)  # fmt: skip
def test_what_is_no_source_is_refused_in_a_sentence(reporter: AdminPage, words: dict[str, str]) -> None:
    assert post(reporter, f"{SOURCES}make/", 400, publisher="Nobody", **words)["said"]
    assert not Reference.objects.exists()
    assert not Publisher.objects.exists()


def test_a_page_is_fetched_where_that_is_switched_on(
    reporter: AdminPage, settings: Any, monkeypatch: Any
) -> None:
    asked: list[str] = []

    def fetch(address: str) -> Fetched:
        asked.append(address)
        if "slow" in address:
            raise CannotFetch("The page took too long, so it was not read.")
        return Fetched(address, "utf-8", PAGE.encode())

    monkeypatch.setattr(making, "fetch_page", fetch)
    post(reporter, f"{SOURCES}read/", address=STORY)
    assert not asked
    settings.FETCH_PAGES = True
    assert post(reporter, f"{SOURCES}read/", address=STORY)["facts"]["title"] == "How the match was scored"
    slow = post(reporter, f"{SOURCES}read/", address="https://slow.example/a")
    assert (slow["said"], slow["facts"]["title"]) == (
        "The page took too long, so it was not read.",
        "slow.example/a",
    )
    make.make_reference(url=STORY)
    assert post(reporter, f"{SOURCES}read/", address=STORY)["known"]
    assert asked == [STORY, "https://slow.example/a"]


@pytest.mark.on_both
def test_a_tag_is_made_by_its_name_and_its_other_names_lead_to_it(reporter: AdminPage) -> None:
    row = post(reporter, f"{TAGS}make/", name="Chips")["row"]
    tag = Tag.objects.get()
    assert (tag.key, tag.slug, row["id"]) == (row["key"], "chips", tag.pk)
    make.make_tag("Censorship", synonyms=["Great Firewall"])
    answer = post(reporter, f"{TAGS}make/", name="great  firewall")
    assert [known["label"] for known in answer["known"]] == ["Censorship"]
    assert found(reporter, TAGS, q="firewall") == ["Censorship"]
    assert Tag.objects.count() == 2


@pytest.mark.parametrize("kind", [PEOPLE, SOURCES, TAGS])
def test_who_may_not_add_makes_nothing_and_is_not_shown_how(kind: str) -> None:
    name = kind.split("/")[-2]
    reader = AdminPage(make.staff_with(f"view_{name}", "view_article", "add_article"))
    adder = AdminPage(make.staff_with(f"add_{name}"))
    for page in (reader, adder):
        assert page.client.post(f"{kind}make/", {"name": "A", "title": "A"}).status_code == 403
    assert reader.client.get(f"{kind}lookup/").status_code == 200
    assert "make/" not in reader.open("/admin/articles/article/add/").content.decode()
    assert not any(model.objects.exists() for model in (Person, Reference, Tag))


def test_whoever_may_add_no_publisher_still_cites() -> None:
    page = AdminPage(make.staff_with("view_reference", "add_reference"))
    post(page, f"{SOURCES}make/", address=STORY, title="A", publisher="Demo Weekly")
    source = Reference.objects.get()
    assert (source.publisher, source.container_title) == (None, "Demo Weekly")


@pytest.mark.on_both
def test_what_was_used_last_comes_first(reporter: AdminPage) -> None:
    here, other = make.make_person(name="Named here"), make.make_person(name="By somebody else")
    post(reporter, f"{PEOPLE}make/", name="By me")
    make.make_person(name="Newest")
    first = found(reporter, PEOPLE, here=f"{here.key},nonsense")
    assert first == ["Named here", "By me", "Newest", "By somebody else"]
    assert found(reporter, PEOPLE, q=other.key) == ["By somebody else"]


@pytest.mark.on_both
def test_rows_are_found_by_the_addresses_of_their_pages_too(reporter: AdminPage) -> None:
    person, source, tag = (
        make.make_person(name="Mira Holt", published=True),
        make.make_reference(),
        make.make_tag(),
    )
    assert found(reporter, PEOPLE, q="http://testserver/people/mira-holt/") == ["Mira Holt"]
    assert found(reporter, PEOPLE, q=f"/admin/profiles/person/{person.pk}/change/") == ["Mira Holt"]
    assert found(reporter, TAGS, q=f"/tags/{tag.slug}") == [str(tag)]
    page = f"http://testserver{source.get_absolute_url()}"
    assert found(reporter, SOURCES, q=page) == [str(source)]
    assert [row["key"] for row in post(reporter, f"{SOURCES}read/", address=page)["known"]] == [source.key]
    assert found(reporter, PEOPLE, q="/tags/mira-holt/") == []


@pytest.mark.on_both
def test_what_fits_best_comes_first_and_look_alikes_are_told_apart(reporter: AdminPage) -> None:
    make.make_person(name="Miriam Holtz", aliases=["Mira H."])
    for line in ("Columnist", "Chess referee"):
        make.make_person(name="Mira Holt", occupation=line)
    rows = reporter.client.get(f"{PEOPLE}lookup/", {"q": "mira h"}).json()["results"]
    assert [row["label"] for row in rows] == ["Miriam Holtz", "Mira Holt", "Mira Holt"]
    assert "Mira H." in rows[0]["detail"]
    assert {row["detail"] for row in rows[1:]} == {"Columnist", "Chess referee · mira-holt-2"}
    assert found(reporter, PEOPLE, alike="Myra Holt")[0] == "Mira Holt"


def test_incomplete_sources_are_a_list_and_a_look_ends_it() -> None:
    editor = AdminPage(make.make_user("editor"))
    post(editor, f"{SOURCES}make/", address=STORY, title="Made in passing")
    make.make_reference(title="Looked at long ago")
    page = editor.open(f"{SOURCES}?is_incomplete__exact=1").content.decode()
    assert "Made in passing" in page and "Looked at long ago" not in page
    source = Reference.objects.get(is_incomplete=True)
    editor.client.post(SOURCES, {"action": "looked_at", "_selected_action": [source.pk]})
    source.refresh_from_db()
    assert not source.is_incomplete
    assert Event.objects.filter(object_key=source.key).count() == 2
