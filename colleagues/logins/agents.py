"""A browser and a system in words, from what the browser says of itself; of the rest nothing is kept."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colleagues.logins.models import OnADevice

LONGEST = 1_000
"""How much of what a browser says is looked at."""

# The first that fits counts: most say they are several others as well.
BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\b(?:OPR|Opera|OPT|OPiOS)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Vivaldi", r"\bVivaldi/"),
    ("DuckDuckGo", r"\b(?:DuckDuckGo|Ddg)/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:HeadlessChrome|Chrome|CriOS|Chromium)/"),
    ("Safari", r"\bVersion/[\d.]+.*\bSafari/"),
)
SYSTEMS = (
    ("iPad", r"\biPad\b"),
    ("iPhone", r"\biPhone\b|\biPod\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)


@dataclass(frozen=True)
class Agent:
    """What is kept of how a browser names itself: two words, or none."""

    browser: str
    system: str


def agent_of(said: str) -> Agent:
    """Find browser and system in what a browser says of itself."""
    return Agent(_first(BROWSERS, said[:LONGEST]), _first(SYSTEMS, said[:LONGEST]))


def in_words(device: OnADevice) -> str:
    """Name a device as people do."""
    names = {"browser": device.browser or _("Unknown browser"), "system": device.system}
    return _("%(browser)s on %(system)s") % names if device.system else names["browser"]


def _first(table: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, said)), "")
