"""A live text whose draft says more: what readers see is fixed alone, from the same panel."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.utils import timezone

from articles.models import Article
from publishing.models import Buffer
from publishing.timeline import Change
from publishing.workflow import fix_live, schedule
from tests import factories as make
from tests.admin_forms import change_url
from tests.publishing.test_admin_publish_panel import JSON, Desk, chosen, kinds, said

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

LIVE = make.text_of("They recieve mail.", "Two.", "Three.")
DRAFT = make.text_of("They recieve mail.", "Two, rewritten.", "Three.")
FIXED = LIVE.replace("recieve", "receive")


class LiveDesk(Desk):
    """An editor at what readers see."""

    def __init__(self, article: Article, role: str = "editor") -> None:
        super().__init__(role, article)
        self.page = self.open(self.url + "?form=fix").content.decode()
        self.words = self.form(self.url + "?form=fix")

    def shown(self, **words: Any) -> Any:
        self.words |= words
        answer = self.client.post(self.panel_url + "?tab=t&form=fix", self.words, **JSON)
        assert answer.status_code == 200
        return self.take(answer.json()["html"])

    def press(self, act: str = "go", **answers: Any) -> Any:
        sent = self.words | {f"publish-{name}": value for name, value in answers.items()}
        return self.client.post(f"{self.url}?tab=t&form=fix", sent | {"publish-act": act}, **JSON)


@pytest.fixture
def rewritten() -> Article:
    article = make.make_published_article(headline="Live", body=LIVE)
    make.save(article, headline="Rewrite", body=DRAFT)
    return article


def texts(html: str) -> list[str]:
    links = lxml.html.fromstring(html).xpath('//nav[@class="texts"]/a[not(@class="without-script")]')
    return [link.text_content() + "*" * (link.get("aria-current") is not None) for link in links]


def test_both_texts_are_one_click_away(rewritten: Article) -> None:
    desk = LiveDesk(rewritten)
    assert texts(desk.page) == ["Draft", "What readers see*"]
    assert desk.words["headline"] == ["Live"]
    assert "They recieve mail." in desk.words["body"][0]
    assert "slug" not in desk.words
    assert texts(desk.open(desk.url).content.decode()) == ["Draft*", "What readers see"]


def test_where_the_draft_is_what_readers_see_there_is_one_text() -> None:
    article = make.make_published_article()
    desk = Desk(article=article)
    assert texts(desk.open(desk.url).content.decode()) == []


def test_a_fix_of_one_word_is_published_alone_and_carried_everywhere(rewritten: Article) -> None:
    soon = timezone.now() + timedelta(hours=3)
    planned = make.save(rewritten, body=make.text_of("They recieve mail.", "Two, planned.", "Three."))
    schedule(working_copy=rewritten, version=planned, actor=None, starts_at=soon)
    make.save(rewritten, body=DRAFT)
    desk = LiveDesk(rewritten)
    panel = desk.shown(body=FIXED)
    assert (kinds(panel)[0], chosen(panel)) == ("minor", ["minor"])
    assert "Two, rewritten" not in said(panel)
    answer = desk.press(reason="wanted")
    assert answer.status_code == 200, answer.content
    live, later = (rewritten.editions.live(at).get() for at in (timezone.now(), soon + timedelta(minutes=1)))
    assert (live.headline, live.change) == ("Live", Change.MINOR)
    assert "They receive mail." in live.body_html and "rewritten" not in live.body_html
    assert "They receive mail." in later.body_html and "Two, planned." in later.body_html
    rewritten.refresh_from_db()
    assert rewritten.body == DRAFT.replace("recieve", "receive")


def test_a_form_with_what_readers_see_never_writes_the_draft(rewritten: Article) -> None:
    desk = LiveDesk(rewritten)
    answer = desk.client.post(f"{desk.url}?form=fix&tab=t", desk.words | {"headline": "Fix"}, **JSON)
    assert answer.status_code == 422
    assert desk.client.post(f"{desk.url}?form=fix", desk.words).status_code == 302
    rewritten.refresh_from_db()
    assert (rewritten.headline, rewritten.version) == ("Rewrite", 2)


def test_its_words_are_kept_apart_from_the_drafts_and_gone_when_public(rewritten: Article) -> None:
    desk = LiveDesk(rewritten)
    keep = change_url(rewritten, "keep")
    desk.client.post(keep + "?tab=t&form=fix&order=1", desk.words | {"body": FIXED}, **JSON)
    desk.client.post(keep + "?tab=t&order=1", desk.words | {"headline": "Draft words"}, **JSON)
    assert Buffer.objects.count() == 2
    desk.shown(body=FIXED)
    desk.press(reason="wanted")
    assert [buffer.purpose for buffer in Buffer.objects.all()] == ["draft"]


def test_a_fix_begun_on_an_older_text_is_refused(rewritten: Article) -> None:
    desk = LiveDesk(rewritten)
    fix_live(working_copy=rewritten, edition=1, payload={"headline": "Since"}, actor=None)
    desk.shown(body=FIXED)
    answer = desk.press(reason="wanted")
    assert "Readers see another version now" in answer.json()["html"]
    assert rewritten.editions.count() == 2


def test_only_who_may_publish_gets_there(rewritten: Article) -> None:
    reporter = Desk("reporter", rewritten)
    assert texts(reporter.open(reporter.url).content.decode()) == []
    assert reporter.client.get(reporter.url + "?form=fix").status_code == 302
    assert reporter.client.post(f"{reporter.url}?form=fix", {"publish-act": "go"}, **JSON).status_code == 403


@pytest.mark.parametrize("kind", ["page", "person"])
def test_pages_and_people_too(kind: str) -> None:
    page: Any = (
        make.make_published_page(body=LIVE) if kind == "page" else make.make_person(published=True, body=LIVE)
    )
    make.save(page, body=DRAFT)
    desk = LiveDesk(page)
    assert chosen(desk.shown(body=FIXED)) == ["minor"]
    assert desk.press(reason="wanted").status_code == 200
    assert page.editions.count() == 2
