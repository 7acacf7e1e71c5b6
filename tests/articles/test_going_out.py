"""The articles of the demo go out as files, and the files bring the same articles in again."""

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from articles.importing import manuscript_of
from articles.models import Article
from manuscripts.written.docx_parts import W
from tests.articles.going_out import ENDINGS, said, written
from tests.demo.once import loaded_once
from tests.soaking import how_many

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

MOST = how_many(4, soak=100)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with loaded_once(django_db_blocker) as loaded:
        yield loaded


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_article_of_the_demo_comes_in_again_as_it_went_out(demo: Any, ending: str) -> None:
    articles = [*Article.objects.order_by("pk")]
    for article in random.sample(articles, min(MOST, len(articles))):
        given, data = written(article, ending)
        before, after = said(given), said(manuscript_of(data, f"again.{ending}"))
        if ending == "docx" and article.main_image:
            assert after["lines"].pop(0) == "Figure", "the picture it opens with stands first"
        assert after == before, article.slug


def test_a_word_document_has_every_part_it_names(demo: Any) -> None:
    _given, data = written(Article.objects.get(slug="the-compiler-and-the-moth"), "docx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        parts = {
            name: etree.fromstring(archive.read(name)) for name in names if not name.startswith("word/media")
        }
    types = parts["[Content_Types].xml"]
    typed = {part.get("PartName").lstrip("/") for part in types.iter("{*}Override")}
    endings = {part.get("Extension") for part in types.iter("{*}Default")}
    assert typed <= names and all(name in typed or name.rpartition(".")[2] in endings for name in names)
    document = parts["word/document.xml"]
    relations = {each.get("Id"): each for each in parts["word/_rels/document.xml.rels"]}
    asked = [value for each in document.iter("*") for name, value in each.items() if "relationships}" in name]
    assert asked and set(asked) <= set(relations)
    for relation in relations.values():
        assert relation.get("TargetMode") == "External" or f"word/{relation.get('Target')}" in names
    ids = [each.get(f"{{{W}}}id") for each in document.iter("{*}footnoteReference")]
    notes = {each.get(f"{{{W}}}id"): each for each in parts["word/footnotes.xml"]}
    assert ids and set(ids) <= set(notes) and len(ids) == len(set(ids))
    styles = {each.get(f"{{{W}}}styleId") for each in parts["word/styles.xml"].iter("{*}style")}
    used = [each.get(f"{{{W}}}val") for each in document.iter("{*}pStyle", "{*}rStyle", "{*}tblStyle")]
    assert set(used) <= styles and {"Title", "Subtitle", "Heading1"} <= set(used)
    assert any(each.get("descr") for each in document.iter("{*}docPr"))
