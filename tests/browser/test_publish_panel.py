"""Publishing from the desk: one panel, by keyboard, and nothing that was not shown."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser

LIVE = """
from tests import factories as make
article = make.make_published_article(
    headline="Live",
    standfirst="Summary",
    body=make.text_of("It looked at 100 to 20 million positions a second.", "They recieve mail."),
)
"""
REWRITTEN = (
    LIVE
    + """
from datetime import timedelta
from django.utils import timezone
from publishing.workflow import schedule
body = article.body
version = make.save(article, body=body + make.text_of("Planned."))
schedule(working_copy=article, version=version, actor=None, starts_at=timezone.now() + timedelta(hours=3))
make.save(article, headline="Rewrite", body=body + make.text_of("Rewritten."))
"""
)
STATE = """
from articles.models import Article
article = Article.objects.get()
for edition in article.editions.filter(cancelled_at=None).order_by("number"):
    print(edition.number, edition.headline, edition.change, edition.revision.payload["body"])
print("draft", article.headline, article.body)
"""


def test_a_new_article_is_live_after_ctrl_enter_twice(page: Page, site: Site) -> None:
    site.run("from tests import factories as make\nmake.make_tag('Chess')")
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.keyboard.type("Brand new")
    page.keyboard.press("Enter")
    page.keyboard.type("In one line.")
    page.keyboard.press("Enter")
    expect(page.locator(".words .ProseMirror")).to_be_focused()
    page.keyboard.type("It is here.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Publish", exact=True)).to_be_focused()
    button = page.get_by_role("button", name="Publish now")
    expect(button).to_be_visible()
    reason = page.get_by_label("They stay because")
    if reason.count():
        reason.select_option("wanted")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Readers see exactly this")).to_be_visible()
    expect(page.get_by_role("link", name="Look at it")).to_have_attribute("href", "/articles/brand-new/")
    assert "1 Brand new first <p>It is here.</p>" in site.run(STATE)


def open_live(page: Page, site: Site, rows: str = LIVE) -> str:
    pk = site.run(rows + "\nprint(article.pk)").strip()
    log_in(page, site)
    page.goto(f"/admin/articles/article/{pk}/change/")
    expect(page.locator(".ProseMirror").first).to_be_visible()
    return pk


def replace(page: Page, old: str, new: str) -> None:
    """Mark words in the text and type others."""
    expect(page.locator(".words .ProseMirror")).to_contain_text(old)
    page.evaluate(
        """(words) => {
          const { editor } = document.querySelector(".words .ProseMirror")
          let from = 0
          editor.state.doc.descendants((node, at) => {
            if (node.isText && node.text.includes(words)) from = at + node.text.indexOf(words)
          })
          editor.chain().focus().setTextSelection({ from, to: from + words.length }).run()
        }""",
        old,
    )
    page.keyboard.type(new)


def stay(page: Page) -> None:
    """Say why what the checks found stays, if they found anything."""
    reason = page.get_by_label("They stay because")
    if reason.count() and not reason.input_value():
        reason.select_option("wanted")


def test_a_key_held_down_opens_and_does_nothing_more(page: Page, site: Site) -> None:
    open_live(page, site)
    replace(page, "recieve", "receive")
    held = """(isRepeat) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
      { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true, repeat: isRepeat }))"""
    page.evaluate(held, False)
    expect(page.get_by_role("button", name="Publish the small fix")).to_be_visible()
    stay(page)
    for _again in range(3):
        page.evaluate(held, True)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(page.get_by_role("button", name="Publish the small fix")).to_be_enabled()
    assert "\n2 " not in site.run(STATE)


@pytest.mark.soak
def test_a_correction_with_the_drafted_note_waits_for_the_choice(page: Page, site: Site) -> None:
    open_live(page, site)
    replace(page, "20 million", "200 million")
    page.get_by_role("button", name="Publish…").or_(page.get_by_role("link", name="Publish…")).click()
    kinds = page.get_by_role("group", name="What it is for readers").get_by_role("radio")
    expect(kinds.first).to_have_value("correction")
    go = page.get_by_role("button", name="Publish", exact=True)
    expect(go).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+Enter")
    kinds.first.check()
    expect(page.get_by_label("Note for readers")).to_have_value(
        "An earlier version said “It looked at 100 to 20 million positions a second”. "
        "It is “It looked at 100 to 200 million positions a second”."
    )
    stay(page)
    page.get_by_role("button", name="Publish the correction").click()
    expect(page.get_by_text("Readers see exactly this")).to_be_visible()
    assert "2 Live correction" in site.run(STATE)


@pytest.mark.soak
def test_one_word_is_fixed_in_one_panel_while_a_rewrite_stands_and_a_version_is_scheduled(
    page: Page, site: Site
) -> None:
    open_live(page, site, REWRITTEN)
    page.get_by_role("link", name="What readers see", exact=True).click()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Live")
    replace(page, "recieve", "receive")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="Small fix")).to_be_checked()
    stay(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The fix is public, and the draft has it too.")).to_be_visible()
    state = site.run(STATE)
    assert state.count("They receive mail.") == 3
    assert "Live minor" in state
    assert "draft Rewrite" in state


@pytest.mark.soak
def test_who_saved_in_between_is_shown_first(page: Page, site: Site) -> None:
    pk = open_live(page, site)
    replace(page, "recieve", "receive")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Publish the small fix")).to_be_visible()
    stay(page)
    site.run(f"""
from tests import factories as make
from articles.models import Article
make.save(Article.objects.get(pk={pk}), headline="Theirs")
""")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Not published.")).to_be_visible()
    page.get_by_text("Look at them").click()
    expect(page.locator(".moved ins")).to_have_text("Theirs")
    assert "\n2 " not in site.run(STATE)


@pytest.mark.soak
def test_on_a_phone_the_panel_comes_over_the_text(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_live(page, site)
    replace(page, "recieve", "receive")
    page.get_by_role("button", name="Publish…").or_(page.get_by_role("link", name="Publish…")).click()
    button = page.get_by_role("button", name="Publish the small fix")
    expect(button).to_be_in_viewport()
    stay(page)
    button.click()
    expect(page.get_by_text("Readers see exactly this")).to_be_visible()
    assert "2 Live minor" in site.run(STATE)
