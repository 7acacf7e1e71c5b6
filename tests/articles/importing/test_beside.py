"""What comes along beside a text comes in too, and what speaks against it is said."""

from io import BytesIO

import pytest
from PIL import Image as Pixels

from articles.importing import Options, bring_in
from articles.models import Article
from images.models import Image
from manuscripts import (
    Comment,
    Figure,
    Manuscript,
    Mark,
    MarkKind,
    Paragraph,
    Picture,
    SetAside,
)
from publishing.history import history_of

pytestmark = pytest.mark.django_db

WORDS = "The harbour flooded on Monday and the cranes stood in the water until noon."


def picture() -> bytes:
    file = BytesIO()
    Pixels.new("RGB", (800, 600), "teal").save(file, "PNG")
    return file.getvalue()


def brought(manuscript: Manuscript, **options: bool) -> tuple[Article, list[str], str]:
    outcome = bring_in(manuscript, digest="a" * 64, name="rain.docx", options=Options(**options))
    return outcome.article, outcome.warnings, outcome.status


def test_the_same_picture_twice_is_one_with_its_description() -> None:
    data = picture()
    article, warnings, _status = brought(
        Manuscript(
            "Rain",
            (Paragraph(WORDS), Figure("p1", caption=Paragraph("The port.")), Figure("p2")),
            pictures=(Picture("p1", "port.png", data, "Cranes"), Picture("p2", "copy.png", data, "Cranes")),
        )
    )
    image = Image.objects.get()
    assert image.alt == "Cranes"
    assert article.body.count(f'data-image="{image.key}"') == 2 or article.body.count(image.key) == 2
    assert "The port." in article.body
    assert not any("not taken in" in warning for warning in warnings)


def test_what_is_no_picture_is_said_and_leaves_its_place() -> None:
    article, warnings, _status = brought(
        Manuscript(
            "Rain", (Paragraph(WORDS), Figure("p1")), pictures=(Picture("p1", "port.png", b"no picture"),)
        )
    )
    assert any("port.png" in warning for warning in warnings)
    assert Image.objects.count() == 0 and "<p>" in article.body


def test_a_trial_leaves_no_file_behind() -> None:
    manuscript = Manuscript(
        "Rain", (Paragraph(WORDS), Figure("p1")), pictures=(Picture("p1", "port.png", picture()),)
    )
    brought(manuscript, is_trial=True)
    image = Image.objects.get()
    assert not image.original.storage.exists(image.original.name)


def test_comments_are_private_notes_where_they_stood() -> None:
    article, _warnings, _status = brought(
        Manuscript(
            "Rain",
            (Paragraph(WORDS, marks=(Mark(MarkKind.COMMENT, 4, 11, "c1"),)),),
            comments=(Comment("c1", "Which one?", "Ada"),),
        )
    )
    note = article.notes.get()
    assert note.text == "Ada: Which one?" and note.key in article.body


def test_what_is_set_aside_is_kept_in_the_history() -> None:
    aside = SetAside("contact", "Press office, +47 5550 0100")
    article, _warnings, _status = brought(Manuscript("Rain", (Paragraph(WORDS),), set_aside=(aside,)))
    assert "+47 5550 0100" in history_of(article).get().note
    assert "5550" not in article.body


def test_a_later_version_sent_twice_is_one_version_with_its_notes() -> None:
    comments = (Comment("c1", "Which one?", "Ada"),)
    first = Paragraph(WORDS, marks=(Mark(MarkKind.COMMENT, 4, 11, "c1"),))
    bring_in(Manuscript("Rain", (first,)), digest="a" * 64, name="1.docx", options=Options())
    later = Manuscript("Rain", (first, Paragraph("It was dry again on Tuesday.")), comments=comments)
    outcomes = [bring_in(later, digest=digest * 64, name="2.docx", options=Options()) for digest in "bc"]
    assert [outcome.status for outcome in outcomes] == ["updated", "unchanged"]
    article = Article.objects.get()
    assert article.version == 2 and article.notes.count() == 1
