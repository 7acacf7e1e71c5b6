"""A newsroom of its own, served for a while, and the Chromium that looks at it.

Needs requirements-dev.txt and Chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.local_env import ROOT

USERNAME, PASSWORD = "admin", "for this newsroom alone"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


@dataclass(frozen=True)
class Newsroom:
    """Where a newsroom is served, and what its commands need to know."""

    address: str
    variables: dict[str, str]

    def run(self, module: str) -> str:
        """Run a module on this newsroom, and return what it prints."""
        command = [sys.executable, "-m", module]
        done = subprocess.run(
            command, env=self.variables, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout


@contextmanager
def served_newsroom(*, demo: bool) -> Iterator[Newsroom]:
    """Serve a newsroom from a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
        port = free_port()
        variables = os.environ | {
            "NEWSROOM_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": f"sqlite:///{folder}/newsroom.sqlite3",
            "PORT": str(port),
            "DEMO": "yes" if demo else "no",
            "ADMIN_USERNAME": USERNAME,
            "ADMIN_PASSWORD": PASSWORD,
        }
        command = [sys.executable, "-m", "tools.serve"]
        with (Path(folder) / "served.log").open("wb") as log:
            server = subprocess.Popen(command, env=variables, cwd=ROOT, stdout=log, stderr=log)
        try:
            wait_for(port, server)
            yield Newsroom(f"http://127.0.0.1:{port}", variables)
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server listens there."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The newsroom did not start.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, which reaches nothing but this machine."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        sys.exit("This needs Chromium: on Debian and Ubuntu “sudo apt-get install chromium”.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def log_in(page: Page) -> None:
    """Log in as the administrator."""
    page.goto("/admin/login/?next=/admin/")
    page.locator("#id_username").fill(USERNAME)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")
