"""The front desk by keyboard: from nothing to the first words, and from a note to the draft it is about."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.examining import Examiner
from tests.sites import Site

pytestmark = pytest.mark.browser

SENT_BACK = """
from accounts.models import User
from publishing import workflow
from publishing.workflow import buffering
from tests import factories as make
me, editor = User.objects.get(), make.make_user("editor", first_name="Rita", last_name="Ora")
article = make.make_article(headline="The harbour", standfirst="", actor=me)
workflow.submit(working_copy=article, version=1, actor=me)
workflow.send_back(working_copy=article, version=1, actor=editor, note="Who says so? " * 40)
other = make.make_article(headline="Handed over", actor=editor)
workflow.submit(working_copy=other, version=1, actor=editor, note="Please look.")
make.keep(article, me, headline="The harbour, longer")
make.make_published_article(headline="Out")
"""


@pytest.mark.soak
def test_the_first_step_is_to_write_and_a_note_leads_to_its_draft(site: Site, page: Page) -> None:
    log_in(page, site)
    examiner = Examiner(page)
    page.goto("/admin/")
    page.get_by_role("link", name="Write", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Headline", exact=True)).to_be_focused()
    site.run(SENT_BACK)
    assert examiner.open("/admin/") == []
    mine = page.get_by_role("region", name="With you")
    note = mine.get_by_role("blockquote")
    expect(note).to_contain_text("Rita Ora sent it back, today")
    expect(mine.get_by_text("No summary, no tag, no byline")).to_be_visible()
    assert note.evaluate("note => note.scrollHeight <= note.clientHeight"), "the note is there whole"
    expect(page.get_by_role("region", name="Not saved yet").get_by_role("link")).to_have_text(
        "The harbour, longer"
    )
    mine.get_by_role("link", name="The harbour").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("The harbour")
    page.goto("/admin/")
    page.get_by_role("link", name="Publish… Handed over").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Publish")).to_have_attribute("aria-selected", "true")
