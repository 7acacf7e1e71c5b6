"""Sources of a draft that should be looked at again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.checks import Finding
from references.checks import doubted, gone, incomplete, one_publisher
from references.models import Health, Reference, Reliability
from tests import factories
from tests.publishing.checks.drafts import draft

pytestmark = pytest.mark.django_db


def told(found: object) -> list[tuple[str, list[tuple[str, int | None, str]]]]:
    return [
        (str(one.kind), [(place.field, place.block, place.name) for place in one.places])
        for one in found
        if isinstance(one, Finding)
    ]


@pytest.mark.parametrize(
    ("reliability", "kinds"),
    [
        (Reliability.UNRATED, []),
        (Reliability.RELIABLE, []),
        (Reliability.MIXED, ["mixed"]),
        (Reliability.UNRELIABLE, ["doubted"]),
        (Reliability.WITHDRAWN, ["withdrawn"]),
    ],
)
def test_flagged_sources(reliability: str, kinds: list[str]) -> None:
    source = factories.make_reference(reliability=reliability)
    body = factories.text_of("One.") + factories.citing(source)
    assert [kind for kind, _places in told(doubted(draft(body)))] == kinds
    assert [kind for kind, _places in told(doubted(draft(sources=[source.key])))] == kinds


def test_it_says_where_a_source_first_stands() -> None:
    one, two, three = (
        factories.make_reference(title=f"S{number}", reliability=Reliability.UNRELIABLE)
        for number in range(3)
    )
    body = factories.text_of("One.") + factories.citing(one) + factories.citing(one)
    body += factories.quoting("Yes", reference=two)
    assert told(doubted(draft(body, sources=[three.key, one.key]))) == [
        ("doubted", [("body", 1, "S0"), ("body", 3, "S1"), ("sources", None, "S2")])
    ]


def test_a_link_that_is_gone_is_said_unless_there_is_a_copy() -> None:
    source = factories.make_reference()
    Reference.objects.update(health=Health.GONE)
    body = factories.citing(source)
    assert [kind for kind, _places in told(gone(draft(body)))] == ["gone"]
    Reference.objects.update(archive_url="https://archive.example/1")
    assert told(gone(draft(body))) == []


def test_a_source_made_in_passing_is_incomplete_until_it_was_looked_at() -> None:
    source = factories.make_reference(is_incomplete=True)
    assert [kind for kind, _places in told(incomplete(draft(sources=[source.key])))] == ["incomplete"]
    Reference.objects.update(is_incomplete=False)
    assert told(incomplete(draft(sources=[source.key]))) == []


def test_sources_of_one_publisher_alone() -> None:
    mill, press = factories.make_publisher(name="The Mill"), factories.make_publisher()
    both = [factories.make_reference(publisher=mill).key for _number in range(2)]
    assert told(one_publisher(draft(sources=both[:1]))) == []
    (finding,) = one_publisher(draft(sources=both))
    assert finding.sentence == "All sources are from The Mill"
    other = factories.make_reference(publisher=press).key
    assert told(one_publisher(draft(sources=[*both, other]))) == []
    unnamed = [factories.make_reference(title=f"No site {number}", url="").key for number in range(2)]
    assert told(one_publisher(draft(sources=unnamed))) == []
    same_site = [factories.make_reference(url=f"https://the-mill.org/{n}").key for n in range(2)]
    assert [kind for kind, _places in told(one_publisher(draft(sources=same_site)))] == ["one_publisher"]


def test_all_of_them_ask_one_question_however_many_sources_there_are() -> None:
    def questions(count: int) -> int:
        body = "".join(factories.citing(factories.make_reference()) for _number in range(count))
        with CaptureQueriesContext(connection) as asked:
            looked_at = draft(body)
            for check in (doubted, gone, one_publisher):
                list(check(looked_at))
        return len(asked)

    assert questions(1) == questions(9) == 1
