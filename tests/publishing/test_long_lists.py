"""Lists in the admin are counted as far as it is worth, and can be read to their end all the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.admin import ArticleAdmin
from articles.models import Article
from profiles.models import Person
from publishing import counting
from publishing.admin.guard import GuardedAdmin
from publishing.admin.long_lists import behind
from publishing.counting import AtLeast
from publishing.models import Tag
from references.admin import ReferenceAdmin
from references.models import Publisher, Reference
from tests.factories import make_article, make_reference, make_tag, make_user

pytestmark = pytest.mark.django_db

COUNTED, A_PAGE = 6, 2


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A colleague in an admin that counts to six."""
    monkeypatch.setattr(counting, "MOST_COUNTED", COUNTED)
    monkeypatch.setattr(GuardedAdmin, "list_per_page", A_PAGE)
    client = Client()
    client.force_login(make_user("administrator"))
    return client


def changelist(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.context["cl"]


@pytest.mark.parametrize(
    ("address", "make"),
    [("/admin/articles/article/", make_article), ("/admin/publishing/tag/", make_tag)],
)
def test_every_row_of_a_long_list_is_reached_once(short: Client, address: str, make: Any) -> None:
    made = {make().pk for _ in range(17)}
    assert sorted(walked(short, address, "?")) == sorted(made)


@pytest.mark.parametrize("order", ["", "-"])
def test_what_sources_lead_to_orders_few_of_them_alone(short: Client, order: str) -> None:
    address, names = "/admin/references/reference/", list(ReferenceAdmin.list_display)
    by_publisher = f"?o={order}{names.index('publisher') + 1}"
    houses = [None, *(Publisher.objects.create(name=name, domain=f"{name}.org") for name in ("b", "a"))]
    made = [make_reference(title=f"Report {number}", publisher=houses[number % 3]) for number in range(6)]
    first = changelist(short, address + by_publisher)
    assert first.result_list[0].publisher == first.result_list[1].publisher
    made += [make_reference(title=f"Report {number}", publisher=houses[number % 3]) for number in range(6, 9)]
    assert "publisher" not in changelist(short, address + by_publisher).sortable_by
    assert sorted(walked(short, address, by_publisher)) == sorted(row.pk for row in made)


def walked(client: Client, address: str, query: str) -> Iterator[int]:
    """Yield the row numbers of a list, read from its beginning to its end."""
    while query:
        for page in (1, 2, 3):
            found = changelist(client, f"{address}{query}&p={page}")
            yield from (row.pk for row in found.result_list)
            if page == found.paginator.num_pages:
                break
        query = found.go_on


def test_more_than_is_counted_is_said_so(short: Client) -> None:
    for _ in range(COUNTED):
        make_article()
    assert "6 articles" in short.get("/admin/articles/article/").content.decode()
    make_article()
    page = short.get("/admin/articles/article/?p=3").content.decode()
    assert "6+ articles" in page
    assert "Go on behind these" in page
    last = changelist(short, "/admin/articles/article/?p=3")
    assert "From the beginning" in short.get(f"/admin/articles/article/{last.go_on}").content.decode()


def test_page_numbers_keep_where_a_list_begins_and_filters_do_not(short: Client) -> None:
    articles = [make_article() for _ in range(12)]
    found = changelist(short, f"/admin/articles/article/?after={articles[9].pk}")
    assert f"after={articles[9].pk}" in found.get_query_string({"p": 2})
    assert "after" not in found.get_query_string({"holder": "me"})
    assert found.result_count == AtLeast(COUNTED)


@pytest.mark.parametrize("odd", ["", "0", "-1", "x", "9" * 40, "١", "%00"])
def test_an_odd_beginning_is_the_beginning(short: Client, odd: str) -> None:
    article = make_article()
    assert [row.pk for row in changelist(short, f"/admin/articles/article/?after={odd}").result_list] == [
        article.pk
    ]


def test_many_rows_are_ordered_by_indexed_columns_alone(short: Client) -> None:
    admin = short.get("/admin/articles/article/").context["cl"].model_admin
    assert isinstance(admin, ArticleAdmin)
    names = list(admin.list_display)
    by_headline = f"/admin/articles/article/?o={names.index('headline') + 1}"
    for number in range(COUNTED):
        make_article(headline=f"{9 - number} comes")
    assert [str(row) for row in changelist(short, by_headline).result_list] == ["4 comes", "5 comes"]
    make_article(headline="0 comes last, and first by its time")
    assert str(changelist(short, by_headline).result_list[0]).startswith("0 comes last")
    assert "changed_at" in changelist(short, by_headline).sortable_by
    assert "headline" not in changelist(short, by_headline).sortable_by


@pytest.mark.parametrize("model", [Article, Person, Tag, Reference, Publisher])
def test_a_list_is_asked_for_without_a_full_count(short: Client, model: Any) -> None:
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        short.get(address)
    counts = [
        query["sql"] for query in asked if "COUNT(" in query["sql"] and model._meta.db_table in query["sql"]
    ]
    assert [sql for sql in counts if "LIMIT" not in sql and "binned_at" not in sql] == []


def test_what_stands_behind_a_row_is_read_from_its_index() -> None:
    first, second = make_article(), make_article()
    rows = Article.objects.order_by("-changed_at", "-pk")
    assert list(behind(rows, str(second.pk))) == [first]
    assert list(behind(rows, str(first.pk))) == []
