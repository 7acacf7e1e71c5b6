"""`manage.py emptybin`, and that `prepare` does the same."""

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from publishing.querysets import IN_BIN_FOR
from publishing.workflow import bin_draft
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def binned() -> Article:
    article = make.make_article(headline="Over")
    bin_draft(working_copy=article, version=1, actor=None)
    return article


def said(command: str) -> str:
    output = StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


def test_it_removes_what_is_old_enough_and_nothing_else(binned: Article) -> None:
    assert "Nothing in the bin" in said("emptybin")
    assert Article.objects.exists()
    with time_machine.travel(timezone.now() + IN_BIN_FOR, tick=False):
        young = make.make_article(headline="Young")
        bin_draft(working_copy=young, version=1, actor=None)
        assert "Removed 1 draft for good:\n  Over" in said("emptybin")
    assert Article.objects.get() == young


def test_a_start_does_it_too(binned: Article, settings, tmp_path) -> None:
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    said("prepare")
    assert Article.objects.exists()
    with time_machine.travel(timezone.now() + IN_BIN_FOR, tick=False):
        said("prepare")
    assert not Article.objects.exists()
