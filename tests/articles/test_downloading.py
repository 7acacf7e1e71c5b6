"""A version of an article is handed over as a file, and says nothing that is for colleagues alone."""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.as_manuscript import handed_over
from articles.importing import manuscript_of
from articles.models import Article, ArticleEdition
from manuscripts import Figure
from publishing.embargoes import Embargo
from publishing.workflow import write_note
from publishing.workflow.embargoing import put_under_embargo
from tests import factories as make
from tests.articles.going_out import ENDINGS, said, written
from tests.articles.importing.test_seed_in_formats import PEOPLE, SEED

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_seed_comes_in_again_as_it_went_out(ending: str, tmp_path: Path) -> None:
    call_command("importarticle", str(SEED), *PEOPLE, stdout=StringIO(), stderr=StringIO())
    first = Article.objects.get()
    given, data = written(first, ending)
    path = tmp_path / f"seed.{ending}"
    path.write_bytes(data)
    assert said(manuscript_of(data, path.name)) == said(given)
    Article.objects.filter(pk=first.pk).update(headline="Another", imported_digest="")
    out = StringIO()
    call_command("importarticle", str(path), *PEOPLE, "--json", stdout=out, stderr=StringIO())
    report = json.loads(out.getvalue())
    assert (report["sections"], report["quotations"], len(report["references"])) == (4, 1, 1)
    again = Article.objects.exclude(pk=first.pk).get()
    assert again.body == first.body
    assert again.payload()["sources"] == first.payload()["sources"]


HARD = """
    <h2>Signs * that _mean_ something # here</h2>
    <p>1. This is no list, nor is <strong>this bold</strong><em>, and</em><strong>“quoted”</strong>word.</p>
    <p># Nor this; 10<sup>25</sup> of H<sub>2</sub>O, a &lt;b&gt; tag &amp;amp; an [^1], a {% template %}.</p>
    <p>- A dash, a | pipe, <a href="https://example.org/a_(b)?c=d&amp;e=*">a <em>link</em> of [one]</a>.</p>
    <ul><li><p>One</p><ol><li><p>Inner</p></li><li><p>Second</p></li></ol></li>
    <li><p>Two <strong>bold</strong></p></li></ul>
    <ol><li><p>Another list behind it</p></li></ol>
    <table><thead><tr><th><p>Year</p></th><th><p>A | B</p></th></tr></thead>
    <tbody><tr><td><p>1950</p></td><td><p>one <em>two</em></p></td></tr></tbody></table>
    <table><thead><tr><th colspan="2"><p>Both</p></th></tr></thead>
    <tbody><tr><td rowspan="2"><p>tall</p><p>more</p></td><td><p>1</p></td></tr>
    <tr><td><p>2</p></td></tr></tbody></table>
    <blockquote data-quote="q1"><p>First of it.</p><p>Second of it.</p></blockquote>
    <hr><h3>The end &lt;!-- of --&gt; ==it==</h3><p>Last words, and enough of them to be a text.</p>
"""


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_a_format_has_signs_for_is_not_taken_for_them(ending: str) -> None:
    article = make.make_article(
        headline="He said “no”: a \\ rise", standfirst='It\'s # "all": [here]', body=HARD, language="en"
    )
    given, data = written(article, ending)
    again, before = said(manuscript_of(data, f"again.{ending}")), said(given)
    assert again["lines"] == before["lines"]
    assert again == before


def test_notes_and_confidential_sources_stay_at_the_desk() -> None:
    secret = make.make_reference(title="Zqsecretqz", confidential=True)
    article = make.make_article(
        body='<p>Some <span data-note="n1">marked words</span> and more.</p>' + make.citing(secret),
    )
    write_note(working_copy=article, key="n1", text="Zqnoteqz", actor=None)
    for ending in ENDINGS:
        _given, data = written(article, ending)
        if ending == "docx":
            with zipfile.ZipFile(BytesIO(data)) as archive:
                data = b"".join(map(archive.read, archive.namelist()))
        assert b"marked words" in data
        assert b"Zqsecretqz" not in data and b"Zqnoteqz" not in data and b"n1" not in data


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_embargo_and_whose_a_picture_is_go_along(ending: str) -> None:
    article = make.make_article(
        headline="Held back",
        body=make.text_of("Nobody may say this yet, whoever they are.")
        + make.picturing(make.make_image(credit="Photo: Ada Roe"), caption="A mill"),
    )
    until = datetime(2031, 5, 4, 7, 30, tzinfo=UTC)
    put_under_embargo(working_copy=article, embargo=Embargo("EMBARGOED", until), actor=None)
    _given, data = written(article, ending)
    again = manuscript_of(data, f"again.{ending}")
    assert again.embargo and datetime.fromisoformat(again.embargo.moment) == until
    figures = [block for block in again.blocks if isinstance(block, Figure)]
    assert [figure.caption and figure.caption.text for figure in figures] == ["A mill (Photo: Ada Roe)"]


def test_an_embargo_goes_along_while_it_holds_and_with_what_is_only_scheduled() -> None:
    now = timezone.now()
    article = make.make_scheduled_article(starts_at=now + timedelta(days=2))
    edition, embargo = article.editions.get(), Embargo("EMBARGOED", now + timedelta(days=1))

    def line(at: datetime, embargo: Embargo = embargo, edition: ArticleEdition | None = None) -> object:
        given = handed_over(article.payload(), edition=edition, embargo=embargo, with_unpublished=True, at=at)
        return given.manuscript.embargo

    assert line(now) and line(now, edition=edition)
    assert line(now + timedelta(days=1)) is None
    assert line(now + timedelta(days=3), Embargo("HOLD"), edition) is None


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.make_user("reporter"))
    return client


@pytest.mark.on_both
def test_any_version_is_handed_over_under_its_own_address(desk: Client) -> None:
    article = make.make_published_article(headline="As published", slug="the-address")
    make.save(article, headline="As a draft")
    address = reverse("admin:articles_article_download", args=[article.pk])
    found = {
        query: desk.get(f"{address}?as=md&{query}").content.decode()
        for query in ("", "version=1", "edition=1")
    }
    assert 'title: "As a draft"' in found[""] and "canonical_url" not in found[""]
    assert 'title: "As published"' in found["version=1"]
    assert "/articles/the-address/" in found["edition=1"] and "date: " in found["edition=1"]
    answer = desk.get(f"{address}?as=docx")
    assert answer["Content-Disposition"] == 'attachment; filename="the-address.docx"'
    for query in ("as=pdf", "as=md&version=9", "as=md&version=x", "as=md&edition=7"):
        assert desk.get(f"{address}?{query}").status_code == 404


def test_nobody_without_the_right_gets_a_file(client: Client) -> None:
    article = make.make_article()
    address = reverse("admin:articles_article_download", args=[article.pk]) + "?as=md"
    assert client.get(address).status_code == 302
    client.force_login(make.staff_with("view_tag"))
    assert client.get(address).status_code == 403


def test_files_are_offered_beside_the_history_and_each_version(desk: Client) -> None:
    article = make.make_published_article(headline="Offered")
    for page, asked in (("change", "edition=1"), ("versions", "version=1"), ("published", "edition=1")):
        text = desk.get(reverse(f"admin:articles_article_{page}", args=[article.pk])).content.decode()
        for ending in ENDINGS:
            assert f"download/?as={ending}&amp;{asked}" in text, page
