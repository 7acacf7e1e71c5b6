"""A page in a real browser, looked at as readers and colleagues meet it: wide and narrow, light and dark."""

import json
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
RUN_AXE = """async options => {
    const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("axe did not end")), 20000))
    const found = await Promise.race([axe.run(document, options), late])
    return found.violations.map(({id, help, nodes}) =>
        `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`)
}"""
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
LOOKS = [(WIDE, "dark"), (NARROW, "light"), (WIDE, "light"), (NARROW, "dark")]
# Each width and each scheme in every run, every pair of them in `make soak`.
IN_EVERY_RUN = LOOKS[: how_many(2, soak=4)]


class Examiner:
    """Says what is wrong with the pages of one browser page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.opened = 0
        page.add_init_script(COLLECT_REPORTS)
        page.on("pageerror", lambda problem: self.complaints.append(f"error: {problem}"))
        page.on("console", self._hear)
        page.on("requestfailed", self._miss)

    def open(self, path: str) -> list[str]:
        """Go to a page; say what is wrong with it."""
        self.page.goto(path)
        return self.faults()

    def faults(self) -> list[str]:
        """Say what is wrong with the page that is open, and forget what was wrong before it.

        How wide it is, is measured in every look; for barriers one page is looked at wide and dark, the
        next narrow and light, and in `make soak` each in every look.
        """
        self.page.wait_for_function(IS_READY)
        found = self.stopped()
        self.page.evaluate(AXE_SCRIPT)
        self.opened += 1
        for number, (size, scheme) in enumerate(IN_EVERY_RUN):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.evaluate(SETTLE)
            is_examined = SOAK or (number + self.opened) % len(IN_EVERY_RUN) == 0
            wrong = self.page.evaluate(RUN_AXE, EVERYTHING) if is_examined else []
            found += [f"{size['width']} px, {scheme}: {what}" for what in wrong]
            if beyond := self.page.evaluate(TOO_WIDE):
                found.append(f"{size['width']} px: {beyond} px too wide")
        self.stopped()  # What looks for barriers tries to write styles of its own.
        return found

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
