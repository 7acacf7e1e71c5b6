"""People with a profile whom a text names without linking them, and nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.checks import unlinked
from profiles.models import NeverAsked, Person
from profiles.never_asking import ask_again, never_ask
from publishing.errors import NotAllowed, WrongState
from publishing.models import Event
from publishing.naming import name_key
from tests import factories
from tests.publishing.checks.drafts import draft, p

pytestmark = pytest.mark.django_db


def found(body: str, **payload: object) -> list[str]:
    return [place.words for finding in unlinked(draft(body, **payload)) for place in finding.places]


NAMED = [
    ("Alan Turing", (), "Then Alan Turing asked.", ["Alan Turing"]),
    ("Alan Turing", (), "Alan Turing’s paper came first.", ["Alan Turing"]),
    ("Alan Turing", (), "Alan Turing's paper came first.", ["Alan Turing"]),
    ("Alan Turing", (), "An Alan Turing-like idea.", ["Alan Turing"]),
    ("Alan Turing", (), "then ALAN TURING asked", ["ALAN TURING"]),
    ("Alan Turing", (), "Alan\u00a0Turing asked.", ["Alan\u00a0Turing"]),
    ("Alan Turing", (), "« d’Alan Turing »", ["Alan Turing"]),
    ("Alan Turing", (), "“Alan Turing asked,” they said.", ["Alan Turing"]),
    ("Alan Turing", (), "The Alan Turing Institute is in London.", []),
    ("Alan Turing", (), "Jean-Alan Turing is another.", []),
    ("Alan Turing", (), "Alan Turing-Smith is another.", []),
    ("Alan Turing", (), "McAlan Turing is another.", []),
    ("Alan Turing", (), "the alan turing of today", []),
    ("Marie Curie", (), "Anne-Marie Curie is another.", []),
    ("Marie Skłodowska-Curie", ("Marie Curie",), "So Marie Curie left.", ["Marie Curie"]),
    ("Marie Skłodowska-Curie", (), "So Marie Skłodowska‑Curie left.", ["Marie Skłodowska‑Curie"]),
    ("Conor O’Brien", (), "So Conor O'Brien left.", ["Conor O'Brien"]),
    ("Rose Law", (), "The Rose law firm of Little Rock.", []),
    ("Ludwig van Beethoven", (), "So Ludwig van Beethoven left.", ["Ludwig van Beethoven"]),
    ("Robert Downey Jr.", (), "So Robert Downey Jr. left.", ["Robert Downey Jr."]),
    ("Plato", (), "as old as Plato himself", ["Plato"]),
    ("Plato", (), "Plato was old.", []),
    ("Plato", (), "the city of New Plato here", []),
    ("May", (), "It was in May that they came.", ["May"]),
    ("梁文锋", (), "昨天梁文锋说，公司很小。", ["梁文锋"]),
    ("이순신", (), "어제 이순신은 말했다.", ["이순신"]),
    ("Владимир Пропп", (), "Так писал Владимир Пропп тогда.", ["Владимир Пропп"]),
    ("نجيب محفوظ", (), "قال نجيب محفوظ أمس.", ["نجيب محفوظ"]),
    ("דוד גרוסמן", (), "אמר דוד גרוסמן אתמול.", ["דוד גרוסמן"]),
    ("สมชาย ใจดี", (), "เมื่อวานสมชาย ใจดีพูด", ["สมชาย ใจดี"]),
]


@pytest.mark.parametrize(("name", "aliases", "text", "names"), NAMED)
def test_a_name_in_a_text(name: str, aliases: tuple[str, ...], text: str, names: list[str]) -> None:
    factories.make_person(name=name, aliases=list(aliases))
    assert found(p(text)) == names


def test_the_longer_name_wins_and_each_person_is_asked_about_once() -> None:
    lone, whole = factories.make_person(name="Ada Byron"), factories.make_person(name="Ada Byron King")
    body = p("So Ada Byron King left.", "Then Ada Byron King came, and Ada Byron too.", "Ada Byron again.")
    (finding,) = unlinked(draft(body))
    assert [(place.words, place.block, place.about) for place in finding.places] == [
        ("Ada Byron King", 0, whole.key),
        ("Ada Byron", 1, lone.key),
    ]
    assert finding.sentence == "2 people are named but not linked" and finding.places[1].nth == 1


def test_who_is_linked_quoted_or_credited_somewhere_is_not_asked_about() -> None:
    ada, ben = factories.make_person(name="Ada Byron"), factories.make_person(name="Ben Okri")
    body = p("So Ada Byron left, and Ben Okri.")
    assert found(body) == ["Ada Byron", "Ben Okri"]
    assert found(body + factories.mentioning(ada)) == ["Ben Okri"]
    assert found(body + factories.quoting("Yes", person=ben)) == ["Ada Byron"]
    credit = {"person": ada.key, "name": "", "role": "", "is_agency": False}
    assert found(body, credits=[credit]) == ["Ben Okri"]


def test_what_is_a_link_already_and_headings_are_left_alone() -> None:
    factories.make_person(name="Ada Byron")
    assert found(p('<a href="https://example.org/">Ada Byron</a> left.')) == []
    assert found("<h2>Ada Byron</h2>" + p("left")) == []
    assert found(f"<ul><li>{p('Ada Byron')}</li></ul>") == ["Ada Byron"]


def test_a_shared_name_leads_to_nobody_until_one_of_them_is_linked() -> None:
    one, _other = (factories.make_person(name="Ada Byron") for _number in range(2))
    (finding,) = unlinked(draft(p("So Ada Byron left.")))
    assert finding.places[0].about == ""
    assert found(p("So Ada Byron left.") + factories.mentioning(one)) == []


def test_people_in_the_bin_and_those_without_a_page_for_good_are_not_asked_about() -> None:
    factories.make_person(name="Ada Byron", page=Person.Page.NEVER)
    assert found(p("So Ada Byron left.")) == []


def test_a_name_nobody_is_asked_about_is_left_alone_in_every_text() -> None:
    factories.make_person(name="May Day")
    editor = factories.make_user("editor")
    never_ask(name="May  Day", actor=editor)
    never_ask(name="may day", actor=editor)
    assert found(p("On May Day they met.")) == [] and NeverAsked.objects.get().key == name_key("May Day")
    ask_again(name="May Day", actor=editor)
    assert found(p("On May Day they met.")) == ["May Day"]
    told = Event.objects.filter(kind="neverasked").order_by("pk").values_list("verb", "label")
    assert list(told) == [("leave", "May Day"), ("look_again", "May Day")]
    with pytest.raises(WrongState):
        ask_again(name="May Day", actor=editor)
    with pytest.raises(WrongState):
        never_ask(name=" ", actor=editor)
    with pytest.raises(NotAllowed):
        never_ask(name="May Day", actor=factories.make_user())


def test_it_costs_as_many_questions_for_many_people_as_for_one() -> None:
    def questions(text: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(unlinked(draft(p(text))))
        return len(asked)

    names = [f"Ada {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n % 26]}yron" for n in range(20)]
    factories.make_person(name="Cy Twombly")
    one = questions("So Cy Twombly left.")
    for name in names:
        factories.make_person(name=name)
    assert questions("So Cy Twombly left, with " + ", ".join(names) + ".") == one <= 2
