"""A page in a real browser, looked at as readers and colleagues meet it: wide and narrow, light and dark."""

import json
from collections.abc import Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.soaking import SOAK, how_many

WIDE, NARROW = {"width": 1360, "height": 900}, {"width": 390, "height": 844}

COLLECT_REPORTS = """
addEventListener("securitypolicyviolation", report => {
    (window.reports ??= []).push(`${report.violatedDirective} stopped ${report.blockedURI} ${report.sample}`)
})
"""
# A colour that is on its way from light to dark is neither.
AT_ONCE = """
const sheet = new CSSStyleSheet()
sheet.replaceSync("*, ::before, ::after { transition: none !important }")
document.adoptedStyleSheets = [sheet]
"""
# What scripts for forms and lists begin with; on any other page they do nothing.
WORKED_ON = (
    "#changelist, .inline-group, .admin-autocomplete, .vDateField, .vTimeField, [data-django-prose-editor]"
)
# To load a page costs four times as much as to put it where another was.
PUT_INTO_FRAME = """async ([path, workedOn]) => {
    const answer = await fetch(path)
    const next = new DOMParser().parseFromString(await answer.text(), "text/html")
    const scripts = page => String([...page.scripts].map(script => script.src)
        .filter(address => address && !address.includes("/static/admin/js/")))
    if (!answer.ok || answer.redirected || scripts(next) !== scripts(document)) return false
    if (next.querySelector(workedOn)) return false
    const links = page => [...page.head.querySelectorAll("link[rel=stylesheet]")]
    if (String(links(next).map(link => link.href)) !== String(links(document).map(link => link.href))) {
        const before = links(document)
        const now = links(next).map(link => document.importNode(link))
        const loaded = now.map(link => new Promise(done => { link.onload = link.onerror = done }))
        document.head.append(...now)
        await Promise.all(loaded)
        for (const link of before) link.remove()
    }
    document.title = next.title
    document.body.replaceWith(document.importNode(next.body, true))
    return true
}"""
# Scripts have run, and the editor has taken the place of its bare field; what a list stands for is not seen.
IS_READY = """() =>
    !document.querySelector("textarea[data-django-prose-editor]")
    && [...document.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])")]
        .filter(select => select.parentElement.offsetParent)
        .every(select => select.nextElementSibling?.querySelector("[aria-labelledby]"))
"""
# A browser that draws nothing for a while would let this wait for ever.
SETTLE = """async () => {
    const drawn = async () => {
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
        await Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})))
    }
    await Promise.race([drawn(), new Promise(done => setTimeout(done, 2000))])
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Further down a table is as it is above; in `make soak` all of it is looked at.
ALIKE = [] if SOAK else ["tbody > tr:nth-child(n + 6)"]
RUN_AXE = """async ([options, exclude]) => {
    const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("axe did not end")), 20000))
    const found = await Promise.race([axe.run({exclude}, options), late])
    return found.violations.map(({id, help, nodes}) =>
        `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`)
}"""
# Nothing that is fetched a second time is needed for what is looked for.
BRIEFLY: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
EVERYTHING = BRIEFLY | {"rules": {"target-size": {"enabled": True}}}
CONTRAST = BRIEFLY | {"runOnly": ["color-contrast"]}
LOOKS = [(WIDE, "dark"), (NARROW, "light"), (WIDE, "light"), (NARROW, "dark")]
# Each width and each scheme in every run, every pair of them in `make soak`.
IN_EVERY_RUN = LOOKS[: how_many(2, soak=4)]


class Examiner:
    """Says what is wrong with the pages of one browser page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.add_init_script(COLLECT_REPORTS)
        page.add_init_script(AT_ONCE)
        page.on("pageerror", lambda problem: self.complaints.append(f"error: {problem}"))
        page.on("console", self._hear)
        page.on("requestfailed", self._miss)

    def open(self, path: str) -> list[str]:
        """Go to a page; say what is wrong with it."""
        self.page.goto(path)
        return self.faults()

    def open_all(self, frame: str, paths: Iterable[str]) -> dict[str, list[str]]:
        """Look at pages; say what is wrong with each.

        In `make soak` each is opened. Else those that run no other scripts than the first are put into
        its frame, one after the other, and the rest is opened after them.
        """
        found = {frame: self.open(frame)}
        left = []
        for path in paths:
            if not SOAK and self.page.evaluate(PUT_INTO_FRAME, [path, WORKED_ON]):
                found[path] = self.faults_at_once()
            else:
                left.append(path)
        return found | {path: self.open(path) for path in left}

    def faults(self) -> list[str]:
        """Say what is wrong with the page that is open, and forget what was wrong before it.

        In every run it is looked at narrow and light, and once more wide and dark for what is another
        there: how wide it is, and its colours. In `make soak` everything is looked for in every look.
        """
        self.page.wait_for_function(IS_READY)
        found = self.stopped()
        self.page.evaluate(AXE_SCRIPT)
        for size, scheme in IN_EVERY_RUN:
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.evaluate(SETTLE)
            found += self._barriers(EVERYTHING if SOAK or size is NARROW else CONTRAST, size, scheme)
            found += self._beyond(size)
        self.stopped()  # What looks for barriers tries to write styles of its own.
        return found

    def faults_at_once(self) -> list[str]:
        """Say what is wrong with a page that no script works on: nothing has to be waited for."""
        found = self.stopped()
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="light")
        found += self._barriers(EVERYTHING, NARROW, "light") + self._beyond(NARROW)
        self.page.emulate_media(color_scheme="dark")
        found += self._barriers(CONTRAST, NARROW, "dark")
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        found += self._beyond(WIDE)
        self.stopped()
        return found

    def _barriers(self, options: dict[str, Any], size: dict[str, int], scheme: str) -> list[str]:
        return [
            f"{size['width']} px, {scheme}: {what}" for what in self.page.evaluate(RUN_AXE, [options, ALIKE])
        ]

    def _beyond(self, size: dict[str, int]) -> list[str]:
        beyond = self.page.evaluate(TOO_WIDE)
        return [f"{size['width']} px: {beyond} px too wide"] if beyond else []

    def stopped(self) -> list[str]:
        """Return what the browser complained of, and what the policy stopped, since this was asked last."""
        found = self.complaints + self.page.evaluate("() => window.reports ?? []")
        self.complaints = []
        self.page.evaluate("() => { window.reports = [] }")
        return found

    def _miss(self, request: Any) -> None:
        # A search box calls off what it asked before the next letter was typed.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"not loaded: {request.url}")

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "status of 40" not in message.text:
            self.complaints.append(f"console: {message.text}")


def listed(faults: dict[str, list[str]]) -> str:
    """Write faults down for a failing test, page by page."""
    return json.dumps({page: what for page, what in faults.items() if what}, indent=1, ensure_ascii=False)
