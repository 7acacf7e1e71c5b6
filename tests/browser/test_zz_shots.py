import pytest
from playwright.sync_api import expect
from tests.browser.test_keeping import open_draft, write, wait_for
from tests.browsers import text_box, log_in

pytestmark = pytest.mark.browser


def test_shots(browser, site):
    context = browser.new_context(
        base_url=site.url, color_scheme="dark", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    logs = []
    page.on("console", lambda m: logs.append(m.text))
    page.on("pageerror", lambda e: logs.append(str(e)))
    url = open_draft(page, site)
    write(page, " Words that were typed and never saved.")
    wait_for(page, "^Kept")
    page.goto(url)
    text_box(page)
    page.screenshot(path="/tmp/shots-keep/offered2-390.png")
    page.get_by_role("button", name="Show them").click()
    dialog = page.locator("dialog.unsaved-words")
    expect(dialog).to_be_visible()
    page.screenshot(path="/tmp/shots-keep/dialog2-390.png")
    dialog.get_by_label("Take this").check()
    dialog.get_by_role("button", name="Take what is marked").click()
    expect(text_box(page)).to_contain_text("never saved.")
    wait_for(page, "^Kept")
    print(page.url)
    # other account / logout
    names = "JSON.stringify(Object.keys(localStorage).filter(k => k.startsWith('newsroom-words')))"
    page.route("**/keep/**", lambda route: route.abort())
    write(page, " Held.")
    wait_for(page, "^Offline")
    print(page.evaluate(names))
    site.run("from tests.factories import make_user; make_user('editor', username='ed')")
    page.unroute("**/keep/**")
    context.clear_cookies()
    page.close(run_before_unload=False)
    second = context.new_page()
    second.on("console", lambda m: logs.append(m.text))
    second.on("pageerror", lambda e: logs.append(str(e)))
    second.goto("/admin/login/?next=/admin/")
    second.locator("#id_username").fill("ed")
    second.locator("#id_password").fill("a password for tests")
    second.locator("[type=submit]").click()
    second.wait_for_url("**/admin/")
    second.goto(url)
    text_box(second)
    print("other", second.evaluate(names), second.get_by_text("were not saved.").count())
    context.clear_cookies()
    with second.expect_response("**/keep/**"):
        log_in(second, site)
    second.reload()
    print("mine", second.evaluate(names))
    second.screenshot(path="/tmp/shots-keep/front.png")
    second.reload()
    print(second.locator("[aria-labelledby=pile-unsaved]").inner_text())
    # new article: caret and typing go on
    second.set_viewport_size({"width": 1360, "height": 900})
    second.goto("/admin/articles/article/add/")
    second.get_by_role("textbox", name="Headline", exact=True).fill("A new one")
    text_box(second).click()
    second.keyboard.type("First words. ")
    second.keyboard.press("Control+s")
    second.wait_for_url("**/change/**")
    wait_for(second, "^Saved as version 1")
    expect(text_box(second)).to_be_focused()
    second.keyboard.type("Second words.")
    second.keyboard.press("Control+s")
    wait_for(second, "^Saved as version 2")
    print(text_box(second).inner_text())
    second.screenshot(path="/tmp/shots-keep/saved.png")
    print(logs)
    context.close()
