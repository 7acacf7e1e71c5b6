"""Sources of a manuscript as rows: every field, each source once, and what editors know stays."""

from dataclasses import replace

import pytest

from articles.importing.sources import one_of_each, references_by_key
from manuscripts import Author, SourceLine
from manuscripts.citing import read_entry
from references.models import Publisher, Reference
from tests.factories import make_reference

pytestmark = pytest.mark.django_db

ARTICLE = (
    "Marchetti, L., & Oduya, F. (2021). Night-time heat. Urban Climate Letters, 12(3), 201–219. "
    "https://doi.org/10.5555/ucl.2021.0203"
)
PAPER = "Mia Thorne, “Ice cores reveal a wetter desert”, The Courier, 3 November 2025, https://courier.example/ice"


def bring_in(*entries: str) -> list[Reference]:
    return list(references_by_key(map(read_entry, entries), actor=None).values())


def test_an_entry_fills_every_field_it_has() -> None:
    (source,) = bring_in(ARTICLE)
    assert (source.title, source.container_title) == ("Night-time heat", "Urban Climate Letters")
    assert (source.volume, source.issue, source.pages, source.issued) == ("12", "3", "201–219", "2021")
    assert (source.type, source.doi, source.url) == ("article-journal", "10.5555/ucl.2021.0203", "")
    assert source.authors == [
        {"family": "Marchetti", "given": "L."},
        {"family": "Oduya", "given": "F."},
    ]
    assert (source.publisher, source.note, source.is_incomplete) == (None, "", False)


def test_a_paper_is_who_published() -> None:
    (source,) = bring_in(PAPER)
    assert source.publisher is not None
    assert (source.publisher.name, source.container_title) == ("The Courier", "")
    assert (source.type, source.issued) == ("article-newspaper", "2025-11-03")


def test_an_office_keeps_its_whole_name() -> None:
    line = SourceLine(title="Roads", authors=(Author(literal="National Audit Office"),), isbn="0-306-40615-2")
    (source,) = references_by_key([line], actor=None).values()
    assert source.authors == [{"literal": "National Audit Office"}]
    assert source.isbn == "0-306-40615-2"


def test_what_no_field_holds_is_kept_for_colleagues() -> None:
    entry = "Hale J. Medicine at sea. 3rd ed. London: Harbour Press; 2010. Licence: free for sailors."
    (source,) = bring_in(entry)
    assert entry in source.note


def test_one_source_cited_in_two_styles_is_one_row() -> None:
    again = (
        "Marchetti L, Oduya F. Night-time heat. Urban Clim Lett. 2021;12(3):201-19. doi:10.5555/UCL.2021.0203"
    )
    assert len(bring_in(ARTICLE, again)) == 1
    assert Reference.objects.count() == 1


def test_two_lines_of_one_source_make_one_whole() -> None:
    bare = SourceLine(url="https://courier.example/ice")
    (line,) = one_of_each([bare, read_entry(PAPER)])
    assert (line.title, line.issued) == ("Ice cores reveal a wetter desert", "2025-11-03")


def test_what_editors_know_of_a_source_is_left_alone() -> None:
    known = make_reference(title="Heat at night", doi="10.5555/ucl.2021.0203", volume="")
    assert bring_in(ARTICLE) == [known]
    known.refresh_from_db()
    assert (known.title, known.volume, known.authors) == ("Heat at night", "", [])
    assert not Publisher.objects.exists()


def test_a_number_too_long_for_its_field_is_left_out_not_cut() -> None:
    line = replace(read_entry(ARTICLE), pages="1–2, " * 30)
    (source,) = references_by_key([line], actor=None).values()
    assert source.pages == ""
