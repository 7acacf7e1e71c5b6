"""Deciding, by keyboard alone, what is to stand where what is scheduled says something else."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser

ROWS = """
from datetime import timedelta
from django.utils import timezone
from publishing.workflow import schedule
from tests import factories as make
article = make.make_published_article(headline="Live", body=make.text_of("One.", "Two."))
version = make.save(article, headline="Planned", body=make.text_of("One, planned.", "Two."))
schedule(
    working_copy=article, version=version, actor=None, starts_at=timezone.now() + timedelta(hours=3)
)
make.save(article, headline="Now", body=make.text_of("One, now.", "Two."))
print(article.pk)
"""

DUE = """
from articles.models import ArticleEdition
edition = ArticleEdition.objects.filter(cancelled_at=None).latest("starts_at")
print(edition.headline, edition.revision.payload["body"])
"""


@pytest.mark.soak
def test_each_place_is_decided_by_keyboard_and_typing_chooses_the_words_typed(page: Page, site: Site) -> None:
    pk = site.run(ROWS).strip()
    log_in(page, site)
    page.goto(f"/admin/articles/article/{pk}/correct/")
    page.get_by_label("What was wrong, and what is right").fill("It is otherwise.")
    page.get_by_label("Keep that on schedule, and carry this change into it").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Publish with this note").press("Enter")
    headline, text = page.get_by_role("region", name="Headline"), page.get_by_role("region", name="Text")
    headline.get_by_label("As scheduled").focus()
    page.keyboard.press("Space")
    box = text.get_by_role("textbox", name="Other words")
    expect(box).to_have_attribute("contenteditable", "true")
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("One, in other words.")
    expect(text.get_by_role("radio", name="Other words")).to_be_checked()
    page.get_by_role("button", name="Publish with this note").press("Enter")
    expect(page.get_by_text("What is scheduled has the change too.")).to_be_visible()
    assert site.run(DUE).strip() == "Planned <p>One, in other words.</p><p>Two.</p>"
