"""`manage.py rerender`: every published text as today's renderer writes it, and not a word of it changed."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from publishing import richtext
from publishing.bases import EditionBase, LinkBase
from publishing.links import links_to
from publishing.querysets import AppendOnlyError
from publishing.workflow import rerendering, save_revision
from tests import factories as make
from tests.publishing.history import everything_about

pytestmark = pytest.mark.django_db


def older(edition: Any, *, html: str = "", renderer: int = 1) -> str:
    """Make an edition one of an older renderer; return its HTML of today."""
    today = str(edition.body_html)
    html = html or today.replace("<p>", '<p class="old">')
    type(edition).objects.filter(pk=edition.pk)._write(body_html=html, renderer=renderer)
    return today


def html_of(edition: Any) -> str:
    return str(type(edition).objects.get(pk=edition.pk).body_html)


def links_of(edition: Any) -> list[list[Any]]:
    return [list(link.model.objects.values()) for link in links_to(type(edition), LinkBase)]


@pytest.fixture
def editions() -> list[Any]:
    """Published versions of every kind, live and not."""
    person = make.make_person(published=True, name="Ada")
    article = make.make_published_article(body=make.mentioning(person) + make.text_of("And more."))
    page = make.make_published_page()
    return [row.editions.get() for row in (person, article, page)]


def rerender() -> tuple[str, str]:
    output, errors = StringIO(), StringIO()
    call_command("rerender", stdout=output, stderr=errors)
    return output.getvalue(), errors.getvalue()


def refused() -> tuple[str, str, str]:
    output, errors = StringIO(), StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("rerender", stdout=output, stderr=errors)
    assert refusal.value.returncode == 1
    return output.getvalue(), errors.getvalue(), str(refusal.value)


def test_each_edition_knows_its_renderer(editions: list[EditionBase]) -> None:
    assert {edition.renderer for edition in editions} == {richtext.VERSION}
    assert "Every published text is as today's renderer writes it." in rerender()[0]


def test_what_older_renderers_wrote_is_written_anew_and_nothing_else_is_touched(editions: list[Any]) -> None:
    before = [everything_about(edition.working_copy) for edition in editions]
    links = [links_of(edition) for edition in editions]
    today = [older(edition) for edition in editions]
    output, errors = rerender()
    assert [html_of(edition) for edition in editions] == today
    assert "1 of 3 rendered anew.\n2 of 3 rendered anew.\n3 of 3 rendered anew." in output and not errors
    assert [everything_about(edition.working_copy) for edition in editions] == before
    assert links == [links_of(edition) for edition in editions]


def test_the_draft_and_later_names_do_not_get_into_it() -> None:
    person = make.make_person(name="Ada")
    said = f'<blockquote data-quote="k" data-person="{person.key}"><p>So.</p></blockquote>'
    article = make.make_published_article(body=said)
    save_revision(working_copy=article, payload={"body": "<p>Not yet.</p>"}, version=1, actor=None)
    make.save(person, name="Countess Ada")
    edition = article.editions.get()
    today = older(edition)
    assert "said" in today and "Ada" in today
    rerender()
    assert html_of(edition) == today


def test_a_text_that_would_change_is_passed_over_named_and_tried_again(editions: list[Any]) -> None:
    article = editions[1]
    other = [older(editions[0]), older(editions[2])]
    older(article, html="<p>Other words</p>")
    for _again in range(2):
        _output, errors, said = refused()
        assert f"Passed over: article “{article}”, published version 1 ({article.key})" in errors
        assert "would not be the same" in errors and said.startswith("1 published version was passed over")
        assert html_of(article) == "<p>Other words</p>"
        assert [html_of(editions[0]), html_of(editions[2])] == other
    older(article, html=article.body_html)
    rerender()


def test_whatever_is_wrong_with_one_text_the_others_go_on(
    editions: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = [older(edition) for edition in editions]
    anew = richtext.render_anew

    def breaking(stored: str, *, published: str) -> str:
        if "And more." in stored:
            raise ZeroDivisionError
        return anew(stored, published=published)

    monkeypatch.setattr(richtext, "render_anew", breaking)
    _output, errors, _said = refused()
    assert "ZeroDivisionError" in errors
    assert [html_of(editions[0]), html_of(editions[2])] == [today[0], today[2]]
    monkeypatch.undo()
    rerender()
    assert html_of(editions[1]) == today[1]


def test_stopped_halfway_it_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [make.make_published_article() for _ in range(5)]
    editions = [article.editions.get() for article in articles]
    today = [older(edition) for edition in editions]
    batches = rerendering.rerender(size=2)
    assert next(batches).done == 2
    assert rerendering.outdated() == 3
    batches.close()
    done: list[int] = []
    anew = richtext.render_anew
    monkeypatch.setattr(richtext, "render_anew", lambda stored, **kw: done.append(1) or anew(stored, **kw))
    output, _errors = rerender()
    assert len(done) == 3 and "3 of 3 rendered anew." in output
    assert [html_of(edition) for edition in editions] == today


def test_no_other_door_was_opened(editions: list[Any]) -> None:
    for edition in editions:
        edition.body_html = "<p>Rewritten</p>"
        with pytest.raises(AppendOnlyError):
            edition.save()
        rows: QuerySet[Any] = type(edition).objects.all()
        with pytest.raises(AppendOnlyError):
            rows.update(body_html="<p>Rewritten</p>")
