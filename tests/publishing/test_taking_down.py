"""Taking down and calling off: at once, whatever is being typed meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from articles.models import Article, ArticleEdition
from publishing.bases import LinkBase
from publishing.errors import NotAllowed, WrongState
from publishing.links import links_to
from publishing.timeline import TICK
from publishing.workflow import cancel, publish, save_revision, schedule, withdraw
from tests import factories as make
from tests.publishing.history import nothing_changes, one_entry

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def editor() -> User:
    return make.make_user("editor")


def planned(article: Article, hours: int, **terms: Any) -> Any:
    save_revision(
        working_copy=article, payload={"headline": f"In {hours}"}, version=article.version, actor=None
    )
    start = timezone.now() + hours * HOUR
    return schedule(working_copy=article, version=article.version, actor=None, starts_at=start, **terms)


def live_headlines(article: Article) -> list[str | None]:
    """Say what readers see in each of the next hours, at half past."""
    now = timezone.now()
    moments = [now, *(now + hour * HOUR + HOUR / 2 for hour in range(1, 4))]
    live = (article.editions.live(moment).first() for moment in moments)
    return [edition and edition.headline for edition in live]


def test_it_is_gone_at_once_with_all_that_led_to_it(editor: User) -> None:
    person, tag, source = make.make_person(), make.make_tag(), make.make_reference()
    body = make.mentioning(person) + make.citing(source) + make.quoting("So", person=person)
    article = make.make_published_article(body=body, tags=[tag.key], main_image=make.make_image().key)
    with one_entry(article, "withdraw"):
        edition = withdraw(working_copy=article, edition=1, actor=editor, note="Legal asked")
    now = timezone.now()
    assert not ArticleEdition.objects.live(now).exists()
    for link in links_to(ArticleEdition, LinkBase):
        assert not link.model.objects.live(now).exists()
    assert edition.withdrawn_at == edition.live_until
    assert ArticleEdition.objects.live(edition.withdrawn_at - TICK).get() == edition


def test_it_is_taken_down_while_somebody_keeps_typing(editor: User) -> None:
    article = make.make_published_article()
    stale = Article.objects.get(pk=article.pk)
    save_revision(working_copy=article, payload={"headline": "Typing"}, version=1, actor=None)
    withdraw(working_copy=stale, edition=1, actor=editor)
    assert stale.headline == "Typing"
    assert live_headlines(article) == [None] * 4


def test_nothing_scheduled_comes_back_by_itself(editor: User) -> None:
    article = make.make_published_article()
    planned(article, 1)
    planned(article, 2, pending="keep")
    withdraw(working_copy=article, edition=1, actor=editor)
    assert live_headlines(article) == [None] * 4


def test_calling_one_off_leaves_the_others(editor: User) -> None:
    article = make.make_published_article(headline="Live")
    first, second = planned(article, 1), planned(article, 2, pending="keep")
    assert live_headlines(article) == ["Live", "In 1", "In 2", "In 2"]
    with one_entry(article, "cancel"):
        cancel(working_copy=article, edition=first.number, actor=editor)
    assert live_headlines(article) == ["Live", "Live", "In 2", "In 2"]
    cancel(working_copy=article, edition=second.number, actor=editor)
    assert live_headlines(article) == ["Live"] * 4
    assert [edition.number for edition in article.editions.coming(timezone.now())] == [1]


def test_a_page_taken_down_can_be_published_anew(editor: User) -> None:
    article = make.make_published_article()
    withdraw(working_copy=article, edition=1, actor=editor)
    edition = publish(working_copy=article, version=1, actor=editor)
    assert edition.number == 2
    assert edition.published_at == article.editions.get(number=1).published_at


def test_refusals(editor: User) -> None:
    draft, live, reporter = make.make_article(), make.make_published_article(), make.make_user("reporter")
    planned(live, 1)
    with nothing_changes(draft), pytest.raises(WrongState, match="nothing to take down"):
        withdraw(working_copy=draft, edition=1, actor=editor)
    with nothing_changes(live):
        with pytest.raises(WrongState, match="newer version"):
            withdraw(working_copy=live, edition=2, actor=editor)
        with pytest.raises(WrongState, match="not waiting"):
            cancel(working_copy=live, edition=1, actor=editor)
        with pytest.raises(NotAllowed):
            withdraw(working_copy=live, edition=1, actor=reporter)
        with pytest.raises(NotAllowed):
            cancel(working_copy=live, edition=2, actor=reporter)
    cancel(working_copy=live, edition=2, actor=editor)
    with nothing_changes(live), pytest.raises(WrongState, match="not waiting"):
        cancel(working_copy=live, edition=2, actor=editor)
