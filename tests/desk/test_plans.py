"""What the desk and long lists ask is read from an index, so that it costs the same in a large archive."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.utils import timezone

from articles.models import Article, ArticleEdition
from benchmarks.plans import statements_of
from images.models import Image
from profiles.models import Person, PersonEdition
from publishing import letters
from publishing.models import Tag
from publishing.timeline import NOT_YET
from references.models import Publisher, Reference
from tests.factories import make_request, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ASKED: dict[str, tuple[Callable[[], Any], str]] = {
    "with you": (
        lambda: Article.objects.filter(settled_until__lte=NOW, holder=1).order_by(),
        "article_mine",
    ),
    # Two indexes begin with the column, and of an empty table either is as good.
    "texts of drafts": (lambda: Article.objects.filter(settled_until=NOT_YET).order_by(), "article_"),
    "handed over": (
        lambda: Article.objects.filter(stage="submitted").order_by("-changed_at")[:50],
        "article_stage",
    ),
    "somebody's articles": (
        lambda: Article.objects.filter(holder=1).order_by("-changed_at")[:50],
        "article_held",
    ),
    "what is due": (
        lambda: ArticleEdition.objects.filter(live_from__gt=NOW).order_by().values("working_copy"),
        "articleedition_starts",
    ),
    "people by name": (lambda: Person.objects.order_by("sort_key", "pk")[:50], "person_by_name"),
    "people changed last": (lambda: Person.objects.order_by("-changed_at", "-pk")[:12], "person_changed"),
    "sources changed last": (
        lambda: Reference.objects.order_by("-changed_at", "-pk")[:12],
        "reference_changed",
    ),
    "tags changed last": (lambda: Tag.objects.order_by("-changed_at", "-pk")[:12], "tag_changed"),
    "tags by name": (lambda: Tag.objects.order_by("sort_key", "pk")[:50], "tag_by_name"),
    "publishers by name": (lambda: Publisher.objects.order_by("sort_key", "pk")[:50], "publisher_by_name"),
    "people of a letter": (
        lambda: PersonEdition.objects.live(NOW).filter(letters.within("so")).order_by("sort_key", "pk")[:50],
        "personedition_by_name",
    ),
    "tags of a letter": (
        lambda: Tag.objects.filter(letters.within("h")).order_by("sort_key", "pk")[:50],
        "tag_by_name",
    ),
    "incomplete sources": (
        lambda: Reference.objects.filter(is_incomplete=True).order_by("-id")[:50],
        "reference_incomplete",
    ),
    "confidential sources": (
        lambda: Reference.objects.filter(confidential=True).order_by("-id")[:50],
        "reference_confidential",
    ),
    "sources of a kind": (
        lambda: Reference.objects.filter(type="report").order_by("-id")[:50],
        "reference_of_type",
    ),
}


def plan_of(ask: Callable[[], Any]) -> str:
    """Return the plan of a question, as if there were very many rows."""
    [(statement, parameters)] = statements_of(lambda: list(ask()))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In a small table everything is quickest read as a whole.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {statement}", parameters)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("name", ASKED)
def test_it_is_read_from_its_index(name: str) -> None:
    ask, index = ASKED[name]
    plan = plan_of(ask)
    assert index in plan, plan
    assert "TEMP B-TREE" not in plan.replace("USE TEMP B-TREE FOR LAST TERM", "") and "Sort" not in plan, plan


def test_control_what_has_no_index_is_seen() -> None:
    plan = plan_of(lambda: Article.objects.order_by("headline")[:50])
    assert "TEMP B-TREE" in plan or "Sort" in plan


@pytest.mark.parametrize("model", [Article, Person])
def test_a_list_looks_at_the_versions_of_the_rows_it_shows_alone(model: Any) -> None:
    # PostgreSQL may answer EXISTS for all rows there are before it shows the first.
    request = make_request()
    request.user = make_user("administrator")
    rows = admin.site.get_model_admin(model).get_queryset(request)
    assert "EXISTS" not in str(rows.query).upper()
    for kind in (Tag, Reference, Publisher, Image):
        assert "EXISTS" not in str(kind.objects.live(NOW).query).upper()
