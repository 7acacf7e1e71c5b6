"""Loading the demo newsroom: all or nothing, beside what is there, and every row of it known."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles.models import Article
from demo import loading
from demo.models import DemoRow
from demo.texts import UnknownName, with_keys
from images.models import Image
from profiles.models import Person
from publishing.models import Event, Tag
from references.models import Publisher, Reference
from tests.factories import make_article, make_person, make_publisher, make_reference, make_tag

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

KINDS = (Article, Person, Image, Tag, Reference, Publisher)


def files() -> set[str]:
    folder = settings.DATA_DIR / "images" / "originals"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def rows() -> set[tuple[str, str]]:
    return {
        (kind._meta.label_lower, key) for kind in KINDS for key in kind.objects.values_list("key", flat=True)
    }


def marked() -> set[tuple[str, str]]:
    return set(DemoRow.objects.values_list("kind", "object_key"))


@pytest.mark.on_both
def test_every_row_made_is_marked_and_every_picture_is_kept():
    before = files()
    loaded = loading.load()
    assert marked() == rows()
    assert {picture.original.name for picture in loaded.pictures.values()} == files() - before


def test_every_private_note_marked_in_a_text_says_something():
    loading.load()
    marked_in_text = {
        (article.pk, key)
        for article in Article.objects.all()
        for key in re.findall(r'data-note="(.+?)"', article.body)
    }
    written = {(article.pk, note.key) for article in Article.objects.all() for note in article.notes.all()}
    assert marked_in_text == written != set()


def test_a_newsroom_with_work_of_its_own_keeps_it_and_gets_the_demo_beside_it():
    source = make_reference(title="Mind, our own entry", url="", doi="10.1093/mind/LIX.236.433")
    tag = make_tag("Board games", synonyms=["Games"])
    publisher = make_publisher(name="MIT Press, as we call it", domain="mit.edu")
    person = make_person(name="Alan Turing")
    article = make_article(headline="Ours", slug="every-word-looks-at-every-other")
    own = rows()
    loaded = loading.load()
    assert marked() == rows() - own
    assert loaded.sources["turing-1950"] == source
    assert loaded.tags["games"] == tag
    assert loaded.publishers["MIT Press"] == publisher
    assert {type(row) for row in loaded.found} == {Reference, Tag, Publisher}
    assert loaded.people["turing"].slug == "alan-turing-2"
    assert loaded.articles["every-word-looks-at-every-other"].slug == "every-word-looks-at-every-other-2"
    for row, version in ((source, 1), (tag, 1), (publisher, 1), (person, 1), (article, 1)):
        row.refresh_from_db()
        assert row.version == version


def test_a_load_that_fails_leaves_nothing(monkeypatch):
    before, history = files(), Event.objects.count()

    def fail(**_options: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(loading, "correct", fail)
    with pytest.raises(RuntimeError):
        loading.load()
    assert rows() == marked() == set()
    assert Event.objects.count() == history
    assert files() == before


def test_the_command_says_what_it_made_and_refuses_a_second_time():
    said = StringIO()
    call_command("demo", stdout=said)
    assert len(said.getvalue().splitlines()) == 1
    for words in ("10 articles", "8 people", "20 images", "Start my own newsroom", "manage.py demo --remove"):
        assert words in said.getvalue()
    before = rows()
    with pytest.raises(CommandError, match="here already"):
        call_command("demo", stdout=said)
    assert rows() == before


def test_a_name_that_nothing_has_is_said():
    with pytest.raises(UnknownName, match="nobody"):
        with_keys('<p><a data-person="nobody">N</a></p>', people={}, sources={}, pictures={})
