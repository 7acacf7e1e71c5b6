"""Notes that came with pasted words, and the sources they become."""

from datetime import timedelta

import pytest
from django.utils import timezone

from manuscripts import Author, SourceLine
from publishing.errors import NotReady
from publishing.records import save_record
from publishing.richtext import build, sanitise
from publishing.richtext.settling import Waiting, settle_notes, waiting_in
from publishing.richtext.waiting import as_read, sources_in, written
from publishing.workflow import publish
from references.models import Reference
from references.noted import remove_unused, settle
from tests import factories

pytestmark = pytest.mark.django_db

LINE = SourceLine(
    title="A study",
    url="https://example.org/study",
    authors=(Author("Holt", "Mira"), Author(literal="The Institute")),
    issued="2019",
    note="See above all chapter 3",
)


def waiting(words: str, *lines: SourceLine) -> Waiting:
    return Waiting(words, written(lines))


def settled(*notes: Waiting, actor=None, may_make=True):
    return settle(notes, rows=Reference.objects.all(), actor=actor, may_make=may_make)


def test_what_was_read_is_stored_in_one_form_and_read_again():
    assert sources_in(written([LINE])) == (LINE,)
    assert as_read(written([LINE])) == written([LINE])
    for odd in ("", "[]", "{}", "[1]", '[{"title": 3}]', "[" * 5_000, '[{"made_up": "x"}]', "x" * 30_000):
        assert as_read(odd) is None


def test_a_note_that_waits_is_stored_and_never_shown():
    note = '<a data-waiting="Holt &amp; Weil" data-read="nonsense" onclick="x()"></a>'
    assert sanitise(f"<p>So.{note}</p>") == '<p>So.<a data-waiting="Holt &amp; Weil"></a></p>'


def test_a_known_source_is_cited_and_nothing_made():
    known = factories.make_reference(title="Another name", url="https://www.example.org/study/")
    found = settled(waiting("Holt, A study", LINE), may_make=False)
    assert found.keys == {waiting("Holt, A study", LINE): [known.key]}
    assert not found.made
    assert Reference.objects.count() == 1


def test_a_source_is_made_of_what_was_read_and_keeps_the_words_around_it():
    found = settled(waiting("See above all chapter 3 of Holt, A study", LINE))
    [source] = found.made
    assert (source.title, source.url, source.issued) == ("A study", "https://example.org/study", "2019")
    assert source.authors == [{"family": "Holt", "given": "Mira"}, {"literal": "The Institute"}]
    assert "chapter 3" in source.note
    assert source.is_incomplete
    assert source.made_in_passing


def test_one_source_is_made_of_two_notes_on_it():
    found = settled(waiting("Holt", LINE), waiting("Holt again", LINE))
    assert len(found.made) == 1
    assert len({key for keys in found.keys.values() for key in keys}) == 1


def test_a_note_without_an_address_becomes_a_source_marked_incomplete():
    note = Waiting("Interview with the mayor, 3 May")
    [source] = settled(note).made
    assert source.title == "Interview with the mayor, 3 May"
    assert source.is_incomplete


def test_who_may_not_add_sources_leaves_the_note_waiting():
    found = settled(waiting("Holt", LINE), actor=factories.make_user())
    assert (found.keys, found.left) == ({}, [waiting("Holt", LINE)])
    assert not Reference.objects.exists()


def test_notes_become_citations_where_they_stand():
    note = waiting("Holt", LINE)
    text = sanitise(f'<p>One.{_markup(note)} Two.</p><p>Three.<a data-waiting="Other"></a></p>')
    assert waiting_in(text) == [note, Waiting("Other")]
    assert settle_notes(text, {note: ["ka", "kb"]}) == (
        '<p>One.<a data-reference="ka"></a><a data-reference="kb"></a> Two.</p>'
        '<p>Three.<a data-waiting="Other"></a></p>'
    )


def _markup(note: Waiting) -> str:
    read = note.read.replace("&", "&amp;").replace('"', "&quot;")
    return f'<a data-waiting="{note.words}" data-read="{read}"></a>'


def test_a_text_is_not_published_while_a_note_waits():
    article = factories.make_article(body='<p>So.<a data-waiting="Holt, A study"></a></p>')
    with pytest.raises(NotReady, match="Holt, A study"):
        publish(working_copy=article, version=article.version, actor=None)


def test_a_source_nobody_used_goes_after_thirty_days_and_the_history_says_so():
    [source] = settled(waiting("Holt", LINE)).made
    now = timezone.now()
    assert remove_unused(now=now + timedelta(days=29)) == 0
    assert remove_unused(now=now + timedelta(days=31)) == 1
    assert not Reference.objects.filter(pk=source.pk).exists()


def test_a_source_that_anything_uses_stays():
    lines = [SourceLine(title=f"Study {number}") for number in range(4)]
    in_draft, in_version, in_buffer, touched = settled(*(waiting(one.title, one) for one in lines)).made
    factories.make_article(body=f"<p>So.{build.citation(in_draft.key)}</p>")
    old = factories.make_article(body=f"<p>So.{build.citation(in_version.key)}</p>")
    factories.save(old, body="<p>Without.</p>")
    someone = factories.make_user()
    factories.keep(old, someone, body=f"<p>So.{build.citation(in_buffer.key)}</p>")
    save_record(record=touched, changes={"note": "Looked at."}, version=1, actor=None)
    assert remove_unused(now=timezone.now() + timedelta(days=31)) == 0
    assert Reference.objects.count() == 4
