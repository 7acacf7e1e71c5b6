"""Two at the same moment, on connections of their own: it went public before an embargo or after it."""

from typing import Any

import pytest

from articles.models import Article
from publishing.embargoes import Embargo
from publishing.history import history_of
from publishing.workflow import lift_embargo, publish, put_under_embargo
from tests.colleagues.test_races import ROUNDS, together
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

HOLD = Embargo("HOLD FOR RELEASE")


def order_of(article: Article) -> list[str]:
    return [event.verb for event in reversed(history_of(article)) if event.verb != "create"]


def own(article: Article) -> Any:
    return Article.objects.get(pk=article.pk)


def test_lifting_and_publishing() -> None:
    for _round in range(ROUNDS):
        article = make_article()
        put_under_embargo(working_copy=article, embargo=HOLD, actor=None)
        came = together(
            lambda article=article: lift_embargo(
                working_copy=own(article), seen=HOLD.mark, actor=None, reason="Public by now."
            ),
            lambda article=article: publish(working_copy=own(article), version=1, actor=None),
        )
        assert came[0] is None and own(article).embargo is None
        is_public = own(article).editions.exists()
        assert order_of(article) == ["embargo", "lift_embargo", *(["publish"] if is_public else [])]


def test_holding_back_and_publishing() -> None:
    for _round in range(ROUNDS):
        article = make_article()
        together(
            lambda article=article: put_under_embargo(working_copy=own(article), embargo=HOLD, actor=None),
            lambda article=article: publish(working_copy=own(article), version=1, actor=None),
        )
        assert own(article).embargo == HOLD
        assert order_of(article) in (["embargo"], ["publish", "embargo"])
        assert own(article).editions.exists() is ("publish" in order_of(article))
