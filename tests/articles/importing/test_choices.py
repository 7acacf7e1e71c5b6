"""What a colleague chooses before a draft is made is what the draft says."""

from contextlib import ExitStack

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from articles.importing import Become, Choices, Options, Outcome, make, plan_of
from articles.models import Article
from manuscripts import Cite, Manuscript, Paragraph, Quotation, QuoteSpan, SourceLine
from profiles.models import Person
from publishing.history import history_of
from publishing.naming import name_key
from publishing.richtext.settling import waiting_in
from references.models import Reference
from tests.factories import make_person, make_reference, make_user

pytestmark = pytest.mark.django_db

SAID = "“The port was late,” said Jonas Reed, who keeps the lock."
PIECE = Manuscript(
    "Gate jams",
    (Paragraph(SAID, (QuoteSpan(0, 20, "q1"),), cites=(Cite(len(SAID), "1"),)),),
    byline=("Marta Helm",),
    quotations=(Quotation("q1", ("The port was late,",), "Jonas Reed"),),
    references=(
        SourceLine(title="Locks of the canal", id="1", raw="1. Locks of the canal. Canal Press, 2019."),
        SourceLine(title="A year of water", url="https://water.example/year", raw="A year of water"),
    ),
)
REED, HELM = name_key("Jonas Reed"), name_key("Marta Helm")
WATER = "url:https://water.example/year"


def brought(choices: Choices, actor: User | None = None, piece: Manuscript = PIECE) -> Outcome:
    plan = plan_of(piece, digest="a" * 64, name="gate.docx", options=Options(actor=actor))
    return make(plan, choices, pictures={}, undo=ExitStack())


def test_a_plan_says_who_is_named_where_and_makes_nothing() -> None:
    reed = make_person(name="Jonas Reed")
    known = make_reference(title="A year of water", url="https://water.example/year")
    plan = plan_of(PIECE, digest="a" * 64, name="gate.docx", options=Options())
    told = {named.name: (named.found, named.in_byline, named.speaks) for named in plan.people}
    assert told == {"Jonas Reed": ((reed,), False, True), "Marta Helm": ((), True, False)}
    assert [source.known for source in plan.sources] == [None, known]
    assert not Article.objects.exists() and Reference.objects.count() == 1


def test_people_are_chosen_made_or_left_as_words() -> None:
    other = make_person(name="J. R. Reed")
    outcome = brought(Choices(people={HELM: Become.MADE, REED: other.key}))
    [credit] = outcome.article.payload()["credits"]
    assert credit["person"] == Person.objects.get(name="Marta Helm").key
    assert f'data-person="{other.key}"' in outcome.article.body
    assert f'<a data-person="{other.key}">Jonas Reed</a>' in outcome.article.body


def test_a_known_person_can_be_left_as_words() -> None:
    make_person(name="Jonas Reed")
    outcome = brought(Choices(people={REED: Become.PLAIN}))
    assert "data-person" not in outcome.article.body and 'data-speaker="Jonas Reed"' in outcome.article.body


def test_sources_are_chosen_renamed_or_left_out_and_no_word_is_lost() -> None:
    [first, _second] = plan_of(PIECE, digest="a" * 64, name="", options=Options()).sources
    choices = Choices(titles={first.key: "Canal locks"}, sources={WATER: Become.PLAIN})
    article = brought(choices).article
    source = Reference.objects.get()
    assert source.title == "Canal locks" and f'data-reference="{source.key}"' in article.body
    assert "A year of water" in history_of(article)[0].note


def test_another_known_source_can_be_chosen() -> None:
    known = make_reference(title="Water, a year of it", url="https://elsewhere.example/")
    assert known.key in brought(Choices(sources={WATER: known.key})).article.payload()["sources"]


def test_whoever_may_make_neither_people_nor_sources_makes_none_and_is_told() -> None:
    writer = make_user("reporter")
    writer.groups.clear()
    writer.user_permissions.set(Permission.objects.filter(codename__in=["add_article", "change_article"]))
    outcome = brought(Choices(people={HELM: Become.MADE}), actor=writer)
    assert not Person.objects.exists() and not Reference.objects.exists()
    assert outcome.article.payload()["credits"][0]["name"] == "Marta Helm"
    assert [note.words for note in waiting_in(outcome.article.body)] == [PIECE.references[0].raw]
    assert any("2 sources were not made" in warning for warning in outcome.warnings)
    assert "A year of water" in history_of(outcome.article)[0].note


def test_a_later_version_can_be_made_an_article_of_its_own() -> None:
    long = PIECE.blocks[0], Paragraph("The gate was last mended in 1998, and a new one is to come in spring.")
    first = brought(Choices(), piece=Manuscript("Gate jams", long)).article
    later = Manuscript("Gate jams", (*long, Paragraph("More is known now.")))
    plan = plan_of(later, digest="b" * 64, name="", options=Options())
    assert plan.earlier == first
    assert (
        make(plan, Choices(as_new=True), pictures={}, undo=ExitStack()).article != first
        and Article.objects.count() == 2
    )
