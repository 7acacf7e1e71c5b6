"""Rows without a draft: a change shows at once, so it is guarded, attributed and never silent."""

import pytest
from django.utils import timezone

from accounts.models import User
from publishing.admin.uses import shown_uses
from publishing.errors import EditConflict, InvalidText, NotAllowed
from publishing.models import Event, Tag
from publishing.records import is_public, save_record, where_used
from publishing.usage import uses_of
from publishing.workflow import withdraw
from references.models import Publisher, Reference
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter() -> User:
    return make.make_user("reporter")


def test_every_change_leaves_what_was_there_before(reporter: User) -> None:
    source = make.make_reference(title="Tpyo", actor=reporter)
    save_record(record=source, changes={"title": "Typo"}, version=1, actor=reporter)
    event = Event.objects.filter(object_key=source.key).first()
    assert event is not None
    assert (event.actor, event.data) == (reporter, {"changed": {"title": ["Tpyo", "Typo"]}})
    assert source.version == 2


def test_who_comes_second_is_told(reporter: User) -> None:
    source = make.make_reference(title="Before")
    save_record(record=source, changes={"title": "First"}, version=1, actor=reporter)
    with pytest.raises(EditConflict, match="saved version 2 while you had saved version 1"):
        save_record(record=source, changes={"title": "Second"}, version=1, actor=reporter)
    source.refresh_from_db()
    assert source.title == "First"
    assert Event.objects.filter(object_key=source.key).count() == 2


def test_what_readers_see_only_editors_change(reporter: User) -> None:
    source = make.make_reference(title="Seen")
    article = make.make_published_article(sources=[source.key])
    with pytest.raises(NotAllowed, match="Readers see this, or will soon"):
        save_record(record=source, changes={"title": "Changed"}, version=1, actor=reporter)
    assert Reference.objects.get(pk=source.pk).title == "Seen"
    save_record(record=source, changes={"title": "Changed"}, version=1, actor=make.make_user("editor"))
    withdraw(working_copy=article, edition=1, actor=None)
    save_record(record=source, changes={"title": "Changed again"}, version=2, actor=reporter)


def test_the_same_source_is_not_there_twice() -> None:
    make.make_reference(url="https://www.example.com/a?utm_source=x")
    with pytest.raises(InvalidText, match="already there"):
        make.make_reference(url="http://example.com/a/")


def test_without_the_right_nothing_is_written() -> None:
    source, nobody = make.make_reference(title="Before"), make.make_user()
    with pytest.raises(NotAllowed):
        save_record(record=source, changes={"title": "After"}, version=1, actor=nobody)
    with pytest.raises(NotAllowed):
        make.make_reference(actor=nobody)
    assert list(Reference.objects.values_list("title", flat=True)) == ["Before"]


def test_where_something_is_used_is_known_before_it_is_changed() -> None:
    source, tag, image, person = make.make_reference(), make.make_tag(), make.make_image(), make.make_person()
    article = make.make_published_article(
        body=make.citing(source) + make.mentioning(person), tags=[tag.key], main_image=image.key
    )
    draft = make.make_article(sources=[source.key], tags=[tag.key])
    profile = make.make_person(portrait=image.key, sources=[source.key], published=True)
    now = timezone.now()
    assert set(where_used(source, at=now).live) == {profile.editions.get(), article.editions.get()}
    assert [link.article for link in where_used(source, at=now).drafts if hasattr(link, "article")] == [draft]
    assert where_used(tag, at=now).live == [article.editions.get()]
    assert set(where_used(image, at=now).live) == {article.editions.get(), profile.editions.get()}
    assert all(is_public(row, at=now) for row in (source, tag, image, person))
    assert not is_public(make.make_tag(), at=now)


def test_a_very_long_address_is_a_source_like_any_other() -> None:
    long = "https://example.com/" + "a" * 1900
    make.make_reference(url=long + "1")
    make.make_reference(url=long + "2")
    with pytest.raises(InvalidText, match="already there"):
        make.make_reference(url=long + "2")


def test_two_who_add_the_same_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_reference(url="https://example.com/a")
    monkeypatch.setattr(Reference, "validate_constraints", lambda *args, **kwargs: None)
    with pytest.raises(InvalidText, match="just added"):
        make.make_reference(url="https://example.com/a")
    assert Reference.objects.count() == 1


def test_a_publisher_is_public_where_its_sources_are(reporter: User) -> None:
    publisher = make.make_publisher(name="The Gazette")
    source = make.make_reference(publisher=publisher)
    assert not is_public(publisher, at=timezone.now())
    article = make.make_published_article(sources=[source.key])
    assert is_public(publisher, at=timezone.now())
    with pytest.raises(NotAllowed, match="only editors"):
        save_record(record=publisher, changes={"name": "Evil"}, version=1, actor=reporter)
    assert where_used(publisher, at=timezone.now()).live == [article.editions.get()]


def test_where_it_is_used_tells_articles_from_people_with_the_same_number() -> None:
    source = make.make_reference()
    make.make_published_article(sources=[source.key])
    make.make_person(published=True, sources=[source.key])
    assert len(where_used(source, at=timezone.now()).live) == 2


@pytest.mark.parametrize("name", ["\u0301\u0302", "\u200d", "\u2800", "\u3164", "\u0e31", " \u202e "])
@pytest.mark.parametrize(("model", "field"), [(Tag, "name"), (Publisher, "name"), (Reference, "title")])
def test_a_name_of_which_nothing_can_be_seen_is_refused(model: type, field: str, name: str) -> None:
    with pytest.raises(InvalidText, match=r"can be seen|cannot be blank"):
        save_record(record=model(), changes={field: name}, version=0, actor=None)
    assert not model.objects.exists()


def test_a_row_in_very_many_places_is_looked_up_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    tag, source = make.make_tag(), make.make_reference()
    for module, name in (("records", "MOST_USES"), ("records", "MOST_COUNTED"), ("usage", "MOST_OF_A_KIND")):
        monkeypatch.setattr(f"publishing.{module}.{name}", 3)
    articles = [
        make.make_published_article(headline=f"Story {number}", tags=[tag.key], sources=[source.key])
        for number in range(5)
    ]
    for row in (tag, source):
        used = where_used(row, at=timezone.now())
        assert [str(edition) for edition in used.live] == [str(article) for article in articles[:1:-1]]
        assert len(used.drafts) == 3
        uses = uses_of(row)
        assert len(uses) == 3 and uses.is_cut
        assert shown_uses(uses)[-1].words == "and a great many more"


def test_how_many_pages_show_a_row_is_counted_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    tag = make.make_tag()
    for _ in range(3):
        make.make_published_article(tags=[tag.key])
    assert str(where_used(tag, at=timezone.now()).count) == "3"
    monkeypatch.setattr("publishing.records.MOST_COUNTED", 2)
    assert str(where_used(tag, at=timezone.now()).count) == "2+"


def test_pages_with_several_links_are_not_said_to_be_all_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    publisher = Publisher.objects.create(name="A house", domain="example.org")
    sources = [make.make_reference(title=f"Report {n}", publisher=publisher) for n in range(3)]
    for _ in range(2):
        make.make_published_article(sources=[source.key for source in sources])
    assert str(where_used(publisher, at=timezone.now()).count) == "2"
    monkeypatch.setattr("publishing.records.MOST_COUNTED", 3)
    assert str(where_used(publisher, at=timezone.now()).count) == "2+"
