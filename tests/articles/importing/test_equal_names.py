"""Whose name it is: what is known under another name is never taken for it, silently."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.people import People
from articles.models import Article, DraftCredit
from manuscripts import KnownPerson, Paragraph, find_mentions
from profiles.models import Person
from publishing.models import Tag
from publishing.naming import first_word, name_key, words_in
from publishing.richtext import one_line
from references.models import Publisher, Reference
from tests.articles.importing.test_importarticle import PIECE, bring_in, written
from tests.factories import make_person, make_publisher, make_reference, make_tag, save

pytestmark = pytest.mark.django_db

SAME_TAG = [("ＡＩ", "AI"), ("Women’s rights", "Women's rights"), ("Économie", "economie")]
OTHER_TAG = [("パリ", "バリ"), ("C", "C++"), ("C++", "C#"), ("🤔", "🎉"), (".NET", "Net"), ("мой", "мои")]
SAME_PERSON = [("José Núñez", "Jose Nunez"), ("Seán O’Casey", "Sean O'Casey")]
OTHER_PERSON = [("सीमा वर्मा", "सोमा वर्मा"), ("สี", "สุ"), ("Ольга Мойсеева", "Ольга Моисеева")]
OTHER_TITLE = [
    ("パリの報告", "バリの報告"),
    ("C", "C++"),
    ("Report 1.2", "Report 12"),
    ("कल की बात", "काल की बात"),
]


@pytest.mark.parametrize(("known", "asked"), SAME_TAG + [(asked, known) for known, asked in SAME_TAG])
def test_a_tag_is_found_by_another_spelling(tmp_path: Path, known: str, asked: str) -> None:
    tag = make_tag(known)
    bring_in(written(tmp_path, PIECE), "--tag", asked)
    assert list(Tag.objects.all()) == [tag]


@pytest.mark.parametrize(("known", "asked"), OTHER_TAG + [(asked, known) for known, asked in OTHER_TAG])
@pytest.mark.parametrize("is_synonym", [False, True])
def test_another_tag_is_never_taken_for_it(tmp_path: Path, known: str, asked: str, is_synonym: bool) -> None:
    make_tag("Other" if is_synonym else known, synonyms=[known] if is_synonym else [])
    [report] = bring_in(written(tmp_path, PIECE), "--tag", asked)
    assert report["tags"] == [asked]
    assert Tag.objects.count() == 2
    assert len(set(Tag.objects.values_list("slug", flat=True))) == 2


@pytest.mark.parametrize(("known", "asked"), SAME_PERSON)
def test_somebody_is_found_by_another_spelling(tmp_path: Path, known: str, asked: str) -> None:
    person = make_person(name=known)
    bring_in(written(tmp_path, PIECE), "--author", asked)
    assert DraftCredit.objects.get().person == person


@pytest.mark.parametrize(("known", "asked"), OTHER_PERSON)
@pytest.mark.parametrize("is_alias", [False, True])
def test_nobody_is_taken_for_somebody_else(tmp_path: Path, known: str, asked: str, is_alias: bool) -> None:
    make_person(name="Other" if is_alias else known, aliases=[known] if is_alias else [])
    bring_in(written(tmp_path, PIECE), "--author", asked)
    assert DraftCredit.objects.get().person.name == asked
    assert Person.objects.count() == 2


def test_a_name_spelled_just_so_comes_first(tmp_path: Path) -> None:
    for name in ("José Núñez", "Jose Nunez"):
        make_person(name=name)
    bring_in(written(tmp_path, PIECE), "--author", "Jose Nunez")
    assert DraftCredit.objects.get().person.name == "Jose Nunez"
    [report] = bring_in(written(tmp_path, PIECE + "\nMore."), "--author", "JOSE NUNEZ", fails=True)
    assert "2 people go by the name" in report["warnings"][0]


def test_who_goes_by_a_name_is_one_question_however_many_there_are() -> None:
    def asked() -> int:
        people = People()
        with CaptureQueriesContext(connection) as queries:
            assert [person.name for person in people.named("Jose Nunez")] == ["José Núñez"]
        return len(queries)

    make_person(name="José Núñez")
    before = asked()
    for number in range(12):
        make_person(name=f"Person {number}", aliases=[f"Alias {number}"])
    assert asked() == before == 1


NAMES_IN_A_TEXT = [
    "Li Qiang",
    "Jean‑Luc Éluard",
    "José",
    "O'Brien",
    "d’Artagnan",
    "İnönü",
    "Ольга Мойсеева",
    "सीमा वर्मा",
    "می\u200cخواهم",
    "梁文锋",
    "50 Cent",
    "X Æ A-12",
    "ﬁona",
]


def test_only_who_may_be_named_in_a_text_is_loaded_to_link_it() -> None:
    named = [make_person(name=name).key for name in NAMES_IN_A_TEXT]
    by_alias = make_person(name="Somebody", aliases=["The Owl"]).key
    for number in range(12):
        make_person(name=f"Person {number}", aliases=["Lynx"])
    # As a manuscript is read: with the quote marks of a printer.
    text = Paragraph(" met ".join([*NAMES_IN_A_TEXT, "The Owl"]).replace("'", "’") + ".")
    with CaptureQueriesContext(connection) as queries:
        people = People().for_linking([text])
    assert [person.key for person in people] == [*named, by_alias]
    assert len(queries) == 1
    assert [span.key for span in find_mentions([text], people).spans] == [*named, by_alias]


@given(name=st.text(min_size=1, max_size=8), before=st.text(max_size=4), behind=st.text(max_size=4))
def test_whoever_is_found_in_a_text_begins_with_a_word_of_it(name: str, before: str, behind: str) -> None:
    name = one_line(name)
    text = one_line(f"{before} {name} {behind}")
    found = find_mentions([Paragraph(text)], [KnownPerson("key", name)]).spans
    assert not found or first_word(name_key(name)) in words_in(text)


def test_a_name_that_was_changed_is_nobodys(tmp_path: Path) -> None:
    person = make_person(name="Ana Ruiz", aliases=["A. Ruiz"])
    save(person, name="Ana Gil", aliases=[])
    assert not Person.objects.named("A. Ruiz").exists()
    assert Person.objects.named("ana gil").get() == person


@pytest.mark.parametrize(("known", "asked"), OTHER_TITLE + [(asked, known) for known, asked in OTHER_TITLE])
def test_another_source_is_never_taken_for_it(tmp_path: Path, known: str, asked: str) -> None:
    make_reference(title=known, url="", publisher=None)
    bring_in(written(tmp_path, f"{PIECE}\nSources:\n{asked}\n"))
    assert {source.title for source in Reference.objects.all()} == {known, asked}


def test_a_source_is_found_by_another_spelling_of_its_title(tmp_path: Path) -> None:
    known = make_reference(title="The mayor’s plan – a café", url="", publisher=None)
    bring_in(written(tmp_path, f"{PIECE}\nSources:\nThe Mayor's plan — a cafe.\n"))
    assert Article.objects.get().payload()["sources"] == [known.key]


def test_a_publisher_without_a_domain_is_told_apart_like_anybody(tmp_path: Path) -> None:
    make_publisher(name="バリ新聞", domain="")
    same = make_publisher(name="Gazette", domain="")
    bring_in(written(tmp_path, f"{PIECE}\nSources:\n- Tides – パリ新聞\n- Ports – GAZETTE\n"))
    assert [source.publisher for source in Reference.objects.filter(title="Ports")] == [same]
    assert Publisher.objects.count() == 3


def test_one_person_named_twice_in_a_byline_is_credited_once(tmp_path: Path) -> None:
    make_person(name="Ana Ruiz", aliases=["Anita Ruiz"])
    bring_in(written(tmp_path, PIECE.replace("port\n", "port\nBy Ana Ruiz and Anita Ruiz\n")))
    assert DraftCredit.objects.count() == 1


def test_an_author_asked_for_is_not_credited_again_as_the_byline_spells_it(tmp_path: Path) -> None:
    for name in ("José Núñez", "Jose Nunez"):
        make_person(name=name)
    text = PIECE.replace("port\n", "port\nBy JOSÉ NUNEZ\n")
    bring_in(written(tmp_path, text), "--author", "José Núñez")
    assert [str(credit) for credit in DraftCredit.objects.all()] == ["José Núñez"]
