"""Two who bring many pages in at the same moment, on connections of their own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from articles.models import Article, ArticleAddress, ArticleEdition, Related
from publishing.workflow.bulk import NewPage, bring_in
from tests.colleagues.test_races import together
from tests.factories import citing, make_person, make_reference, make_tag, mentioning, text_of

pytestmark = pytest.mark.django_db(transaction=True)

SINCE = datetime(2019, 5, 1, 9, tzinfo=UTC)
MANY = 30


def test_the_same_headlines_get_different_addresses_and_nobody_waits_for_ever() -> None:
    person, source, tag = make_person(published=True), make_reference(), make_tag()
    rich = mentioning(person) + citing(source)

    def pages(order: int) -> list[NewPage]:
        made: list[Any] = [
            NewPage(
                working_copy=Article(),
                content={
                    **Article().payload(),
                    "headline": f"Harbour {number}",
                    "body": rich if number % 2 else text_of("Words."),
                    "tags": [tag.key],
                },
                published_at=SINCE + timedelta(hours=number),
            )
            for number in range(MANY)
        ]
        return made[::order]

    came = together(lambda: bring_in(pages(1), actor=None), lambda: bring_in(pages(-1), actor=None))
    assert came == [None, None]
    assert Article.objects.count() == ArticleEdition.objects.count() == 2 * MANY
    assert set(ArticleAddress.objects.values_list("slug", flat=True)) == set(
        ArticleEdition.objects.values_list("slug", flat=True)
    )
    assert ArticleAddress.objects.count() == 2 * MANY
    assert not Related.objects.filter(other=0).exists()
    assert Related.objects.filter(edition__working_copy__headline="Harbour 2").exists()
