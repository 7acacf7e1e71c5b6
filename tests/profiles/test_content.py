"""What colleagues decide about a person's page."""

import pytest

from profiles.models import Person
from publishing.errors import InvalidText, NotReady
from publishing.workflow import publish, save_revision
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_person_marked_as_never_having_a_page_cannot_be_published() -> None:
    person = make_person(name="Ana Ruiz")
    save_revision(
        working_copy=person, payload={"page": Person.Page.NEVER}, version=person.version, actor=None
    )
    with pytest.raises(NotReady, match="Ana Ruiz is marked as never having a page"):
        publish(working_copy=person, version=person.version, actor=None)


def test_a_page_readers_see_is_taken_down_before_it_is_ruled_out() -> None:
    person = make_person(name="Ana Ruiz", published=True)
    with pytest.raises(InvalidText, match="Take it down first"):
        save_revision(
            working_copy=person, payload={"page": Person.Page.NEVER}, version=person.version, actor=None
        )
    person.refresh_from_db()
    assert person.page == Person.Page.WHEN_PUBLISHED
