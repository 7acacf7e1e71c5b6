"""The pictures in the README, taken of the demo newsroom: `.venv/bin/python -m tools.pictures`.

Needs requirements-dev.txt and Chromium.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.local_env import ROOT

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES, COLOURS = 150_000, 256
USERNAME, PASSWORD = "admin", "for these pictures only"
PHONE, DESKTOP = (390, 780), (1280, 860)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


def main() -> None:
    """Serve a demo newsroom of its own, and take every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        sys.exit("Pictures need Chromium: on Debian and Ubuntu “sudo apt-get install chromium”.")
    with demo_newsroom() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for name, size in (("article-on-a-phone", PHONE), ("article-on-a-desktop", DESKTOP)):
            page = open_at(browser, address, size)
            page.goto("/")
            page.locator("main h2 a").first.click()
            keep(page, name)
        page = open_at(browser, address, DESKTOP)
        log_in(page)
        keep(page, "desk")
        page.goto("/admin/articles/article/?public=live")
        page.locator("#result_list tbody th a").first.click()
        page.locator(".ProseMirror").wait_for()
        keep(page, "writing")
        browser.close()


@contextmanager
def demo_newsroom() -> Iterator[str]:
    """Serve the demo from a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        variables = os.environ | {"NEWSROOM_DATA_DIR": folder, "PORT": str(port), "DEMO": "yes"}
        variables |= {"ADMIN_USERNAME": USERNAME, "ADMIN_PASSWORD": PASSWORD}
        command = [sys.executable, "-m", "tools.serve"]
        server = subprocess.Popen(command, env=variables, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens there."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The demo newsroom did not start.")


def open_at(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    """Open an empty page as wide as a phone or a desktop, twice as sharp as it is wide."""
    width, height = size
    return browser.new_page(
        base_url=address, viewport={"width": width, "height": height}, device_scale_factor=2
    )


def log_in(page: Page) -> None:
    """Log in as the administrator."""
    page.goto("/admin/login/?next=/admin/")
    page.locator("#id_username").fill(USERNAME)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")


def keep(page: Page, name: str) -> None:
    """Keep what is seen as a small PNG: few colours, and half as sharp if that is not enough."""
    page.wait_for_load_state("networkidle")
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path = FOLDER / f"{name}.png"
    for scale in (1.0, 0.75, 0.5):
        size = (round(taken.width * scale), round(taken.height * scale))
        small = taken.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, Image.Quantize.FASTOCTREE)
        small.save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(f"{path.relative_to(ROOT)}: {size[0]} × {size[1]}, {path.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
