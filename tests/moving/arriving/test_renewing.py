"""What colleagues did with a post that moved in stands, whatever its site says later."""

from pathlib import Path

import pytest

from articles.models import Article, ArticleEdition
from moving.models import Arrival
from publishing.workflow import bin_draft, publish, remove_for_good, withdraw
from tests.factories import make_user

from .test_moving_in import changed, move, post

pytestmark = pytest.mark.django_db


def take_down(article: Article) -> None:
    withdraw(working_copy=article, edition=1, actor=make_user("editor"), note="Wrong")


@pytest.mark.same_on_both
def test_what_colleagues_took_down_stays_down(tmp_path: Path) -> None:
    move()
    take_down(post("A classic"))
    said = move(export=changed(tmp_path, lambda text: text.replace("The second page.", "More.")))
    assert "left to colleagues: 1" in said
    assert post("A classic").version == 1
    assert "More." not in post("A classic").body


def test_a_draft_that_colleagues_published_stays_public(tmp_path: Path) -> None:
    move()
    secret = post("Secret")
    publish(working_copy=secret, version=secret.version, actor=make_user("editor"))
    said = move(
        export=changed(tmp_path, lambda text: text.replace("Nobody may read this.", "Nobody may read it."))
    )
    assert "left to colleagues: 1" in said and "taken down" not in said
    assert ArticleEdition.objects.filter(working_copy=secret).count() == 1


@pytest.mark.same_on_both
def test_what_was_removed_here_for_good_does_not_come_in_again() -> None:
    move()
    known = Arrival.objects.get(article=post("Secret"))
    bin_draft(working_copy=post("Secret"), version=1, actor=None)
    remove_for_good(rows=[post("Secret")], actor=None)
    Arrival.objects.filter(pk=known.pk).update(digest="another")
    count = Article.objects.count()
    said = move()
    assert "removed here for good" in said and "left to colleagues: 1" in said
    assert Article.objects.count() == count
