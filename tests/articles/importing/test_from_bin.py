"""A file brought in once whose article lies in the bin."""

from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from profiles.models import Person
from publishing.querysets import IN_BIN_FOR
from publishing.workflow import bin_draft, take_out_of_bin
from tests import factories as make
from tests.articles.importing.test_importarticle import PIECE, bring_in, written

pytestmark = pytest.mark.django_db


def test_it_says_so_and_makes_no_second_one_until_the_time_there_is_over(tmp_path: Path) -> None:
    file = written(tmp_path, PIECE)
    bring_in(file)
    article = Article.objects.get()
    bin_draft(working_copy=article, version=1, actor=None)
    [report] = bring_in(file, fails=True)
    assert "is in the bin. Put it back there: " in report["warnings"][0]
    assert f"/admin/articles/article/{article.pk}/change/" in report["warnings"][0]
    take_out_of_bin(working_copy=article, version=1, actor=None)
    assert bring_in(file)[0]["status"] == "unchanged"
    bin_draft(working_copy=article, version=1, actor=None)
    with time_machine.travel(timezone.now() + IN_BIN_FOR, tick=False):
        assert bring_in(file, "--dry-run")[0]["status"] == "would be imported"
        assert Article.objects.get() == article
        assert bring_in(file)[0]["status"] == "imported"
    assert Article.objects.get() != article


def test_somebody_in_the_bin_is_neither_found_nor_linked(tmp_path: Path) -> None:
    person = make.make_person(name="Ana Ruiz")
    bin_draft(working_copy=person, version=1, actor=None)
    [report] = bring_in(written(tmp_path, PIECE), "--author", "Ana Ruiz")
    made = Person.objects.out_of_bin().get()
    assert (made.name, report["people"]) == ("Ana Ruiz", ["Ana Ruiz"])
    assert Article.objects.get().draft_credits.get().person == made
