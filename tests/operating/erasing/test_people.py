"""Everything about a person goes: every version of their profile, what leads to it, files and notes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article, ArticleEdition
from images.models import Image
from jobs.models import Job
from jobs.working import work_off
from operating.erasing import journal, rest
from operating.erasing.models import Erasure
from operating.erasing.people import erase_person
from profiles.models import Person
from profiles.never_asking import never_ask
from publishing import workflow
from publishing.errors import NotAllowed, RemovedForGood
from publishing.history import history_of
from publishing.models import Event
from publishing.richtext import build
from publishing.workflow.erasing import unname
from tests import factories as make
from tests.operating.erasing.searching import in_files, in_rows
from tests.promises.canaries import Canaries

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.same_on_both(committed=True)]

NAME = "Zqfirst Qzlast"
OTHER = "Zqolder Qzname"


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


def profile(canaries: Canaries, **more: Any) -> tuple[Person, Any]:
    """Publish a profile three times, each with new words, and leave another draft; return its portrait."""
    editor = make.make_user("editor")
    portrait = make.make_image(title=NAME, alt=canaries.word("portrait: alt"))
    source = make.make_reference()
    person = make.make_person(name=OTHER, aliases=[canaries.word("alias")], **more)
    for number in range(3):
        words = canaries.words_for(f"profile {number}", "slug", "occupation", "portrait_alt")
        body = build.paragraph(build.text(canaries.word("profile"))) + make.citing(
            source, canaries.word("sentence"), locator=canaries.word("place")
        )
        links = [f"https://example.com/{canaries.word('link')}"]
        version = make.save(
            person, body=body, links=links, portrait=portrait.key, sources=[source.key], **words
        )
        note = {"change": "correction", "public_note": canaries.word("public note")} if number else {}
        workflow.publish(working_copy=person, version=version, actor=editor, **note)
        make.save(person, name=NAME)
    workflow.write_note(working_copy=person, key="n1", text=canaries.word("private note"), actor=editor)
    note = canaries.word("note on handing over")
    workflow.submit(working_copy=person, version=person.version, actor=editor, note=note)
    make.keep(person, editor, name=canaries.word("typed"))
    make.make_old_address(f"/authors/{canaries.word('old address')}/", person=person)
    never_ask(name=NAME, actor=editor)
    return person, portrait


def naming(person: Person) -> Article:
    """Publish an article that names a person in every way, and change its draft."""
    body = [
        make.mentioning(person, before="Then "),
        build.paragraph(f'<a data-person="{person.key}"><strong>Zqfirst</strong> Qzlast</a>' + " left."),
        make.citing(make.make_reference(), f"So {NAME} was told."),
        build.block_quotation("b1", [build.text("Long words")], person=person.key),
        make.quoting("We know", person=person, speaker=NAME),
    ]
    credits = [
        {"person": person.key, "name": "", "role": ""},
        {"person": None, "name": "Reuters", "role": ""},
    ]
    article = make.make_published_article(body="".join(body), credits=credits, standfirst="")
    make.save(article, headline="Another headline", body="".join(reversed(body)))
    return article


@pytest.mark.on_both
def test_nothing_of_a_profile_is_left_in_any_row_or_file(canaries: Canaries) -> None:
    person, portrait = profile(canaries)
    words = [*canaries.words, NAME, OTHER, "Qzlast", "Qzname"]
    there = {word for word, _where in in_rows(words)}
    assert there == set(words), "the control: every word is found before"
    assert connection.vendor != "sqlite" or {word for word, _where in in_files(words)} == set(words)

    erase_person(person=person, actor=make.make_user("administrator"), words="somebody")
    work_off()

    assert in_rows(words) == set()
    assert in_files(words) == set()
    assert not Image.objects.filter(pk=portrait.pk).exists()
    assert not portrait.original.storage.exists(portrait.original.name)
    assert person.editions.count() == 3


def test_readers_find_no_page_and_no_name(canaries: Canaries) -> None:
    person, _portrait = profile(canaries)
    article = naming(person)
    slug = person.editions.live(timezone.now()).get().slug
    reader = Client()
    assert reader.get(f"/people/{slug}/").status_code == 200

    erase_person(person=person, actor=None, words="an official")
    work_off()

    gone, nonsense = reader.get(f"/people/{slug}/"), reader.get("/people/nonsense-here/")
    assert gone.status_code == nonsense.status_code == 404
    pages = [
        "/",
        "/people/",
        "/sitemap.xml",
        "/feed/",
        "/search/?q=qzlast",
        article.editions.get().get_absolute_url(),
    ]
    told = "".join(reader.get(path).content.decode() for path in pages)
    assert "an official" in told
    assert not {word for word in [*canaries.words, OTHER] if word in told}
    assert told.count(NAME) == told.count(f"So {NAME} was told"), "what others wrote without a link"


@pytest.mark.on_both
def test_their_name_in_texts_is_replaced_in_every_version() -> None:
    person = make.make_person(name=NAME)
    workflow.publish(working_copy=person, version=1, actor=None)
    article = naming(person)
    before = {one.number: (one.live_from, one.published_at) for one in article.editions.all()}

    erase_person(person=person, actor=None, words="an official")
    work_off()

    article.refresh_from_db()
    # What stands there without a link is text that others wrote.
    texts = ("articles_article", "articles_citationplace", "publishing_search", "publishing_draft")
    assert all(where.startswith(texts) for _word, where in in_rows([NAME]))
    own = ("profiles_", "publishing_event.object_key", "publishing_publicchange", "operating_erasure.key")
    assert not {where for _word, where in in_rows([person.key]) if not where.startswith(own)}
    edition: ArticleEdition = article.editions.get()
    assert "Then <" not in edition.body_html
    assert [line["name"] for line in edition.byline] == ["an official", "Reuters"]
    assert [credit.name for credit in edition.credits.all()] == ["an official", "Reuters"]
    assert {said.speaker for said in edition.quotation_links.all()} == {"an official"}
    assert not edition.mentions.exists()
    assert {one.number: (one.live_from, one.published_at) for one in article.editions.all()} == before
    assert [credit["name"] for credit in article.payload()["credits"]] == ["an official", "Reuters"]
    assert "an official left." in edition.body_html.replace("<strong>", "").replace("</strong>", "")


def test_without_words_texts_read_as_before_and_lead_nowhere() -> None:
    person = make.make_person(name=NAME)
    workflow.publish(working_copy=person, version=1, actor=None)
    article = naming(person)
    reader = Client()
    path = article.editions.get().get_absolute_url()
    assert "/people/" in reader.get(path).content.decode().split("<article")[1]

    erase_person(person=person, actor=None)
    work_off()

    text = reader.get(path).content.decode().split("<article")[1]
    assert NAME in text
    assert "/people/" not in text.split("</article>")[0]
    assert not article.editions.get().mentions.exists()
    # It can be worked on and published again.
    article.refresh_from_db()
    workflow.publish(
        working_copy=article, version=make.save(article, headline="Third"), actor=None, change="minor"
    )
    assert article.editions.latest("number").byline[0]["name"] == NAME


def test_the_history_says_who_and_when_and_nothing_else(canaries: Canaries) -> None:
    person, _portrait = profile(canaries)
    article = naming(person)
    administrator = make.make_user("administrator")

    erase_person(person=person, actor=administrator, words="somebody")
    work_off()

    erased = Event.objects.filter(verb="erase", kind="person").get()
    assert (erased.actor, erased.object_key, erased.note, erased.data) == (administrator, person.key, "", {})
    assert history_of(article).filter(verb="erase", actor=administrator).count() == 1
    assert Erasure.objects.get().finished_at


@pytest.mark.on_both
def test_a_name_in_any_letters_goes_from_notes_and_jobs() -> None:
    name = "Łucja Żółć"
    person = make.make_person(name=name, aliases=["Люция Желч"])
    article = make.make_article(headline="A text")
    workflow.submit(working_copy=article, version=1, actor=None, note=f"Ask {name}, not Люция Желчь.")
    Job.objects.create(kind="tests.told", state="failed", result={"said": [f"For {name}."]})

    erase_person(person=person, actor=None)
    work_off()

    article.refresh_from_db()
    assert article.handover_note == "Ask Erased person, not Люция Желчь."
    assert not in_rows([name])


@pytest.mark.on_both
def test_a_text_published_meanwhile_is_gone_through_too(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make.make_person(name=NAME)
    naming(person)
    body, once = make.mentioning(person), [True]

    def and_publish(row: Any, **about: Any) -> Any:
        if once:
            once.clear()
            make.make_published_article(headline="In between", body=body)
        return unname(row, **about)

    monkeypatch.setattr(rest, "unname", and_publish)
    erase_person(person=person, actor=None, words="somebody")
    work_off()

    assert "somebody" in Article.objects.get(headline="In between").editions.get().body_html


def later(times: int = 6) -> None:
    """Let time pass until everything that is put off is done."""
    for _time in range(times):
        Job.objects.filter(state="waiting").update(due_at=timezone.now())
        work_off()


def test_what_is_saved_from_an_older_screen_is_found_later() -> None:
    person, editor = make.make_person(name=NAME), make.make_user("editor")
    article = naming(person)
    body = make.mentioning(person)
    erase_person(person=person, actor=None, words="somebody")
    work_off()

    make.save(article, headline="From an older screen", body=body)
    make.keep(article, editor, headline="Typed", body=body)
    make.keep(person, editor, name=NAME)
    assert in_rows([NAME])

    later()
    article.refresh_from_db()
    assert "somebody" in article.body and article.headline == "From an older screen"
    assert not {where for _word, where in in_rows([NAME]) if where.startswith("publishing_buffer")}
    assert "data-person" not in "".join(str(one.payload) for one in article.revisions.all())
    assert article.draft_credits.filter(person=person).count() == 0
    assert not Job.objects.filter(state="waiting", kind=rest.AGAIN).exists()
    before = Event.objects.count()
    rest.look_again(erasure=Erasure.objects.get().pk, time=5)
    assert Event.objects.count() == before


def test_only_whoever_has_the_right_can() -> None:
    person = make.make_person()

    with pytest.raises(NotAllowed):
        erase_person(person=person, actor=make.make_user("editor"))

    holder = make.staff_with("erase")
    erase_person(person=person, actor=holder)

    with pytest.raises(RemovedForGood):
        erase_person(person=person, actor=holder)


def test_nothing_can_be_done_to_the_row_any_more() -> None:
    person = make.make_person(name=NAME)
    seen = person.version
    erase_person(person=person, actor=None)

    with pytest.raises(RemovedForGood):
        workflow.save_revision(working_copy=person, payload={"name": NAME}, version=seen, actor=None)
    with pytest.raises(RemovedForGood):
        workflow.publish(working_copy=person, version=seen, actor=None)
    assert not Person.objects.out_of_bin().exists()


def test_the_address_is_nobody_elses_afterwards() -> None:
    person = make.make_person(name=NAME)
    workflow.publish(working_copy=person, version=1, actor=None)
    erase_person(person=person, actor=None)

    namesake = make.make_person(name=NAME)

    assert namesake.slug == "zqfirst-qzlast-2"


def test_a_picture_that_stands_elsewhere_stays(canaries: Canaries) -> None:
    person, portrait = profile(canaries)
    make.make_published_article(main_image=portrait.key)

    erase_person(person=person, actor=None)

    assert Image.objects.filter(pk=portrait.pk).exists()


@pytest.mark.on_both
def test_an_older_state_of_the_database_is_erased_again(canaries: Canaries) -> None:
    person, _portrait = profile(canaries)
    words = [*canaries.words, NAME, OTHER]
    entry = journal.Entry("person", person.key, timezone.now(), in_texts=True, words="somebody")

    assert journal.repeat([entry]) == 1

    assert in_rows(words) == set()
    assert Erasure.objects.get().finished_at
    assert journal.repeat([entry]) == 0
