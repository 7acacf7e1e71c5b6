"""A person's page and the list of people."""

import pytest
from django.test import Client

from profiles import views
from profiles.models import Person
from publishing.workflow import publish, save_revision, withdraw
from tests.admin_forms import AdminPage
from tests.factories import (
    citing,
    fill_in_newsroom,
    make_image,
    make_person,
    make_published_article,
    make_reference,
    make_user,
    mentioning,
    quoting,
    text_of,
)
from tests.reading import by_class, json_ld, links, queries, text, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def credit(person) -> list[dict[str, object]]:
    return [{"person": person.key, "name": "", "role": ""}]


def section(page, name: str) -> str:
    return words(page.find(f".//section[@aria-labelledby='{name}']"))


def test_the_page_shows_who_it_is_and_what_leads_here() -> None:
    source = make_reference(title="A long interview")
    person = make_person(
        published=True,
        name="Ada Lovelace",
        occupation="Mathematician",
        aliases=["A. A. L."],
        links=["https://ada.example/"],
        portrait=make_image().key,
        body=citing(source, "She wrote notes."),
    )
    make_published_article(headline="By her", credits=credit(person))
    make_published_article(headline="About her", body=mentioning(person))
    make_published_article(
        headline="With her words", body=quoting("I see it.", person=person, reference=source)
    )
    page = tree("/people/ada-lovelace/")
    assert words(page.find(".//h1")) == "Ada Lovelace"
    for part in ("Mathematician", "A. A. L.", "She wrote notes."):
        assert part in words(page)
    assert "https://ada.example/" in links(page) and source.get_absolute_url() in links(page)
    assert "By her" in section(page, "written") and "About her" not in section(page, "written")
    assert "About her" in section(page, "mentioned")
    said = section(page, "said")
    assert "I see it." in said and "With her words" in said and "A long interview" in said


def test_quotes_of_one_article_stand_together_and_none_is_lost_between_pages() -> None:
    person = make_person(published=True)
    for number in range(23):
        make_published_article(body="".join(quoting(f"w{number}-{i}", person=person) for i in range(3)))
    first = tree(f"/people/{person.slug}/")
    older = next(a.get("href") for a in first.iter("a") if a.get("rel") == "next")
    rest = tree(f"/people/{person.slug}/{older}")
    shown = [words(q) for page in (first, rest) for q in by_class(page, "quotation")]
    assert sorted(shown) == sorted(f"w{n}-{i}" for n in range(23) for i in range(3))


def test_one_long_interview_is_shown_whole_before_the_next_article() -> None:
    person = make_person(published=True)
    make_published_article(headline="Earlier", body=quoting("Early.", person=person))
    make_published_article(body="".join(quoting(f"answer {i}.", person=person) for i in range(99)))
    make_published_article(body=quoting("Late.", person=person))
    path, shown = f"/people/{person.slug}/", []
    here = path
    while here:
        page = tree(here)
        shown += [words(q) for q in by_class(page, "quotation")]
        here = next((path + a.get("href") for a in page.iter("a") if a.get("rel") == "next"), "")
    assert len(shown) == len(set(shown)) == 101


def test_a_profile_is_told_to_machines() -> None:
    make_person(
        published=True,
        name="Ada Lovelace",
        occupation="Mathematician",
        aliases=["AAL"],
        links=["https://a.example/"],
    )
    person = json_ld("/people/ada-lovelace/")["mainEntity"]
    assert json_ld("/people/ada-lovelace/")["@type"] == "ProfilePage"
    assert person["@type"] == "Person" and person["name"] == "Ada Lovelace"
    assert person["jobTitle"] == "Mathematician" and person["alternateName"] == ["AAL"]
    assert person["sameAs"] == ["https://a.example/"]


def test_an_old_address_leads_to_the_new_one() -> None:
    person = make_person(published=True, slug="before")
    version = save_revision(
        working_copy=person, payload={"slug": "after"}, version=person.version, actor=None
    ).number
    publish(working_copy=person, version=version, actor=None)
    for page in ("", "feed/"):
        response = Client().get(f"/people/before/{page}")
        assert (response.status_code, response["Location"]) == (301, f"/people/after/{page}")


def test_a_draft_of_a_profile_changes_nothing_readers_see() -> None:
    person = make_person(published=True, name="Ada", body=text_of("Known."))
    before = text("/people/ada/")
    save_revision(
        working_copy=person,
        payload={"name": "CANARY", "body": text_of("CANARY"), "occupation": "CANARY"},
        version=person.version,
        actor=None,
    )
    assert text("/people/ada/") == before
    assert "CANARY" not in text("/people/")


def test_people_stand_by_name_under_their_letters() -> None:
    for name in ("Zoë Šimić", "Émile Zola", "Ada Lovelace", "eva Braun", "50 Cent"):
        make_person(published=True, name=name)
    page = tree("/people/")
    assert [words(h) for h in page.iter("h2")] == ["#", "A", "E", "Z"]
    names = [words(a) for item in by_class(page, "names") for a in item.iter("a")]
    assert names == ["50 Cent", "Ada Lovelace", "Émile Zola", "eva Braun", "Zoë Šimić"]


def test_a_long_list_of_people_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SIZE", 2)
    # How many are asked for is kept with a prepared question.
    plain = views._first.plain
    monkeypatch.setattr(views, "_first", lambda at: list(plain(at)))
    for name in ("Same", "Same", "Same", "Other", "Third"):
        make_person(published=True, name=name)
    here, shown = "/people/", []
    while here:
        page = tree(here)
        shown += [words(a) for item in by_class(page, "names") for a in item.iter("a")]
        here = next(("/people/" + a.get("href") for a in page.iter("a") if a.get("rel") == "next"), "")
    assert shown == ["Other", "Same", "Same", "Same", "Third"]


def test_the_cost_is_the_same_with_much_and_with_little() -> None:
    def profile(count: int):
        others = [make_person(published=True) for _ in range(count)]
        return make_person(
            published=True,
            body="".join([*map(mentioning, others), *(citing(make_reference()) for _ in range(count))]),
            portrait=make_image().key,
        )

    small, large = profile(1), profile(30)
    assert queries(f"/people/{small.slug}/") == queries(f"/people/{large.slug}/") <= 8


def test_a_person_taken_down_is_gone_everywhere() -> None:
    person = make_person(published=True, name="Ada Lovelace")
    make_published_article(body=mentioning(person))
    withdraw(working_copy=person, edition=1, actor=None)
    assert Client().get("/people/ada-lovelace/").status_code == 404
    assert "/people/ada-lovelace/" not in text("/sitemap.xml") + text("/people/") + text("/feed/")


def test_a_profile_says_its_language_and_direction_wherever_it_is_read() -> None:
    make_person(published=True, name="ليلى", slug="layla", language="ar", body=text_of("كاتبة"))
    make_person(published=True, name="Jürgen", slug="juergen", language="de-AT")
    for slug, language, direction in (("layla", "ar", "rtl"), ("juergen", "de-AT", "ltr")):
        profile = by_class(tree(f"/people/{slug}/"), "person")[0]
        assert (profile.get("lang"), profile.get("dir")) == (language, direction)
        assert json_ld(f"/people/{slug}/")["inLanguage"] == language
    names = [item for listed in by_class(tree("/people/"), "names") for item in listed]
    assert {item.get("lang") for item in names} == {"ar", "de-AT"}


def test_what_stands_beside_a_profile_is_in_the_newsrooms_language() -> None:
    person = make_person(published=True, name="ليلى", slug="layla", language="ar")
    make_published_article(headline="Auf Deutsch", language="de", credits=credit(person))
    written = tree("/people/layla/").find(".//section[@aria-labelledby='written']")
    assert (written.get("lang"), written.get("dir")) == ("en", "ltr")
    assert [item.get("lang") for item in written.iter("li")] == ["de"]


def test_the_language_is_frozen_with_the_published_version() -> None:
    person = make_person(published=True, name="Ada", slug="ada", language="en")
    save_revision(working_copy=person, payload={"language": "fr"}, version=1, actor=None)
    assert by_class(tree("/people/ada/"), "person")[0].get("lang") == "en"
    publish(working_copy=person, version=2, actor=None)
    assert by_class(tree("/people/ada/"), "person")[0].get("lang") == "fr"


def test_a_new_profile_begins_in_the_newsrooms_language_and_another_can_be_chosen() -> None:
    fill_in_newsroom(language="de")
    editor = AdminPage(make_user("editor"))
    assert editor.form("/admin/profiles/person/add/")["language"] == ["de"]
    editor.send("/admin/profiles/person/add/", name="Layla", language="ar")
    person = Person.objects.get(name="Layla")
    assert person.language == person.payload()["language"] == "ar"
    assert editor.form(f"/admin/profiles/person/{person.pk}/change/")["language"] == ["ar"]
