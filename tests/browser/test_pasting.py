"""Pasting as somebody at work meets it: at once, undone at once, never in the way, and never dangerous."""

import random

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import all_read, log_in, text_box
from tests.sites import Site
from tests.soaking import how_many

pytestmark = pytest.mark.browser

PASTE = """([html, text]) => {
    const data = new DataTransfer()
    if (html) data.setData("text/html", html)
    data.setData("text/plain", text)
    document.querySelector(".words .ProseMirror").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><h2>Why</h2>
<p class=MsoNormal>It is so.<a href="#_ftn1" name="_ftnref1">[1]</a></p><p class=MsoNormal>The end</p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>
<a href="#_ftnref1" name="_ftn1">[1]</a> A study, https://example.org/study</p></div></div></body></html>"""
HOSTILE = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "<p onclick='window.hit = 1' onmouseover='window.hit = 1' style='background:url(javascript:1)'>w</p>",
    "<a href='java\tscript:window.hit = 1'>w</a>",
    "<svg onload='window.hit = 1'><animate onbegin='window.hit = 1' attributeName=x /></svg>",
    "<style>@import url(/x); * { display: none }</style>",
    "<meta http-equiv=refresh content='0;url=/admin/logout/'><base href='//evil.example/'>",
    "<form action=/admin/logout/ method=post><button autofocus>w</button></form>",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "<iframe src='javascript:parent.hit = 1'></iframe>",
    "<a data-reference=madeup12345 data-locator='<script>'>w</a><a data-person=madeup12345>w</a>",
    "<blockquote data-quote=q1 data-person=madeup12345><p>w</p></blockquote><span data-note=n1>w</span>",
    "<figure data-image=madeup12345 data-alt='w'></figure><figure data-embed='javascript:1'></figure>",
    "<a data-waiting='w' data-read='[{&quot;title&quot;:&quot;<script>&quot;}]'>w</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror='window.hit = 1'></style></table></mtext></math>",
    "<template><script>window.hit = 1</script></template><object data='javascript:1'></object>",
    "<b>" * 3_000 + "w",
)
SLICES = ("", ' data-pm-slice="1 1 []"', ' data-pm-slice="0 0 [&quot;embed&quot;,{&quot;url&quot;:1}]"')


RELEASE = """FOR IMMEDIATE RELEASE

Harbour wall to be rebuilt before the winter storms

By Mira Holt

The old wall in the harbour of Lindau will be taken down and rebuilt before the storms of
the winter, the town said on Monday, and nobody will be able to moor there from September
until the end of the year at least.

What it costs

The work costs 4 million euros, of which the state pays half. "We could not wait any
longer," said Jonas Weber, who leads the works. The wall was last repaired in 1962, after
a storm had taken away a third of its stones.

Boats that lie in the harbour have to be gone by the end of August, and their owners get a
place in Bregenz for as long as the work takes, for the same money. Most of them have
agreed already, the town said.

Sources:
The wall of Lindau, a report. https://example.org/wall
"""


def paste(page: Page, html: str, text: str = "") -> None:
    page.evaluate(PASTE, [html, text])


def body(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


def begin(page: Page, site: Site, typed: str = "") -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=True).fill("Pasted")
    text_box(page).click()
    page.keyboard.type(typed)


def test_a_paste_is_summed_up_taken_back_at_once_and_saved_with_its_notes(
    page: Page, site: Site, complaints: list[str]
) -> None:
    begin(page, site, "Before.")
    paste(page, WORD)
    about = page.get_by_role("region", name="About this draft")
    expect(about).to_contain_text("Pasted from Word: 1 heading, 1 note.")
    expect(text_box(page).get_by_role("img", name="Note that waits for its source: A study")).to_be_visible()
    about.get_by_role("button", name="Undo").press("Enter")
    assert body(page) == "<p>Before.</p>"
    expect(text_box(page)).to_be_focused()
    paste(page, WORD)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")
    expect(about).to_contain_text("Made of notes: 1 source.")
    assert "data-reference=" in body(page)
    text_box(page).click()
    page.keyboard.press("Control+End")
    paste(page, WORD.replace("study", "other"))
    about.get_by_role("button", name="Make 1 source").click()
    expect(text_box(page).get_by_role("img", name="Source 2: A other")).to_be_visible()
    assert not complaints


def test_a_whole_article_fills_its_fields_and_is_taken_back_at_once(
    page: Page, site: Site, complaints: list[str]
) -> None:
    begin(page, site)
    headline = page.get_by_label("Headline", exact=True)
    about, bylines = (
        page.get_by_role("region", name="About this draft"),
        page.get_by_role("list", name="Bylines"),
    )
    paste(page, "", RELEASE)
    all_read(page)
    expect(about).to_contain_text("looks like a whole article, with the headline and the byline of its own")
    assert "<p>Harbour wall" in body(page) and "<h2>What it costs</h2>" in body(page)
    about.get_by_role("button", name="Take over").press("Enter")
    expect(headline).to_have_value("Harbour wall to be rebuilt before the winter storms")
    page.keyboard.press("Control+z")
    expect(headline).to_have_value("Pasted")
    headline.fill("")
    text_box(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    paste(page, "", RELEASE)
    all_read(page)
    expect(headline).to_have_value("Harbour wall to be rebuilt before the winter storms")
    expect(bylines).to_contain_text("Mira Holt")
    expect(about).to_contain_text("1 line set aside")
    about.get_by_role("button", name="Undo").press("Enter")
    expect(headline).to_have_value("")
    expect(bylines).to_be_hidden()
    paste(page, "", RELEASE)
    all_read(page)
    expect(headline).not_to_have_value("")
    assert "RELEASE" not in body(page) and body(page).count("data-waiting=") == 1
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")
    expect(page.get_by_label("Headline", exact=True)).to_have_value(
        "Harbour wall to be rebuilt before the winter storms"
    )
    assert body(page).count("data-reference=") == 1 and "data-speaker" in body(page)
    page.goto(page.url.replace("/change/", "/history/"))
    expect(page.locator("main")).to_contain_text("FOR IMMEDIATE RELEASE")
    assert not complaints


def test_what_is_typed_while_it_is_read_stands_behind_and_saving_waits(page: Page, site: Site) -> None:
    begin(page, site, "One ")
    held = []
    page.route("**/paste/", lambda route: held.append(route))
    paste(page, "<p>three</p><p>four</p>")
    expect(page.locator(".editor-pasting")).to_be_visible()
    page.keyboard.type(" five")
    page.keyboard.press("Control+s")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Zero ")
    held[0].continue_()
    page.wait_for_url("**/change/")
    assert body(page) == "<p>Zero One three</p><p>four five</p>"


def test_without_the_server_the_browser_reads_what_it_can(page: Page, site: Site) -> None:
    begin(page, site)
    page.route("**/paste/", lambda route: route.abort())
    paste(page, '<p>so <span style="font-weight:700">bold</span> <a data-reference="madeup12345">x</a></p>')
    expect(page.get_by_role("region", name="About this draft")).to_contain_text("notes could not be read")
    assert body(page) == "<p>so <strong>bold</strong> x</p>"


def test_plain_words_come_at_once_and_keys_nobody_knows_lead_nowhere(page: Page, site: Site) -> None:
    begin(page, site)
    paste(page, "", "one line")
    assert body(page) == "<p>one line</p>"
    nobody, nothing = '<a data-person="madeup12345">Mira</a>', '<a data-reference="madeup12345"></a>'
    paste(page, f'<p data-pm-slice="1 1 []"> and {nobody}{nothing}</p>')
    all_read(page)
    assert body(page) == "<p>one line and Mira</p>"
    paste(page, '<p data-pm-slice="1 1 []">!<a data-waiting="Holt"></a></p>')
    assert body(page) == '<p>one line and Mira!<a data-waiting="Holt"></a></p>'


def test_hostile_clipboards_do_nothing(page: Page, site: Site) -> None:
    # The control: the same words where nothing guards.
    page.set_content("<p></p>")
    page.evaluate("html => { document.body.innerHTML = html }", HOSTILE[1])
    page.wait_for_function("() => window.hit === 1")
    begin(page, site)
    here = page.url
    pick = random.Random(7)
    tried = [(list(HOSTILE[:-1]), slice_of) for slice_of in SLICES] + [([HOSTILE[-1]], "")]
    tried += [(pick.sample(HOSTILE, 3), pick.choice(SLICES)) for _ in range(how_many(3, soak=200))]
    for parts, slice_of in tried:
        paste(page, f"<div{slice_of}>Kept {''.join(parts)}</div>", "Kept")
        all_read(page)
    assert page.evaluate("() => window.hit") is None
    assert page.url == here
    stored = page.evaluate("() => document.querySelector('.words .ProseMirror').editor.getHTML()")
    assert "madeup" not in stored
    assert "javascript:" not in stored.replace("java script", "")
    for tag in ("script", "svg", "style", "meta", "form", "iframe", "object"):
        assert page.locator(f".words .ProseMirror {tag}").count() == 0
