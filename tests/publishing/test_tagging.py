"""The tags of a draft are read as taggit's are, in the order they were chosen; a verb alone writes them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import get_commands
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from publishing.models import Tag
from publishing.workflow import save_revision
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags() -> list[Tag]:
    """Tags whose order of choice is neither that of their names nor of their numbers."""
    made = [make.make_tag(name) for name in ("Beta", "Alpha", "Gamma")]
    return [made[2], made[0], made[1]]


@pytest.fixture
def article(tags: list[Tag]) -> Article:
    make.make_article(headline="Other", tags=[tags[1].key, tags[0].key])
    return make.make_article(tags=[tag.key for tag in tags])


def test_they_are_read_in_the_order_of_choice(article: Article, tags: list[Tag]) -> None:
    assert list(article.tags.all()) == tags
    assert list(article.tags.names()) == ["Gamma", "Beta", "Alpha"]
    assert list(article.tags.slugs()) == ["gamma", "beta", "alpha"]
    assert article.tags.filter(name="Beta").get() == tags[1] and article.tags.count() == 3
    save_revision(working_copy=article, payload={"tags": [tags[1].key]}, version=1, actor=None)
    assert list(article.tags.names()) == ["Beta"]


def test_articles_are_found_through_them(article: Article) -> None:
    assert Article.objects.filter(tags__name="Alpha").get() == article
    assert Article.objects.filter(tags__name="Beta").count() == 2
    assert Article.objects.filter(tags__name__in=["Alpha", "Gamma"]).distinct().count() == 2
    assert not Article.objects.filter(tags__name="Delta").exists()
    assert not Article.objects.exclude(tags__name="Beta").exists()


def test_they_are_loaded_at_once(article: Article, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        found = {a.pk: [tag.name for tag in a.tags.all()] for a in Article.objects.prefetch_related("tags")}
    assert found[article.pk] == ["Gamma", "Beta", "Alpha"] and len(found) == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda article, tag: article.tags.add(tag),
        lambda article, tag: article.tags.add("A new name"),
        lambda article, tag: article.tags.set([tag]),
        lambda article, tag: article.tags.set([], clear=True),
        lambda article, tag: article.tags.remove("Alpha"),
        lambda article, tag: article.tags.clear(),
        lambda article, tag: article.tags.create(name="A new name"),
        lambda article, tag: article.tags.get_or_create(name="A new name"),
        lambda article, tag: setattr(article, "tags", [tag]),
    ],
)
def test_who_writes_them_is_told_how(
    write: Callable[[Article, Tag], Any], article: Article, tags: list[Tag]
) -> None:
    other = make.make_tag("Other")
    with pytest.raises(TypeError, match=r"save_revision.*tags"):
        write(article, other)
    assert list(article.tags.all()) == tags and not Tag.objects.filter(name="A new name").exists()


def test_taggit_has_no_tables_no_rights_and_no_commands_here() -> None:
    assert not [name for name in connection.introspection.table_names() if name.startswith("taggit")]
    rights = Permission.objects.filter(codename__endswith="_tag")
    assert set(rights.values_list("content_type__app_label", flat=True)) == {"publishing"}
    assert not Permission.objects.filter(content_type__app_label="taggit").exists()
    assert not {"deduplicate_tags", "remove_orphaned_tags"} & set(get_commands())
