"""docs/limits.md says what the program does."""

from pathlib import Path

import pytest
from django.conf import settings

from desk.audit import A_PAGE, LOOKED_THROUGH
from images.processing import MAX_BYTES, MAX_PIXELS
from newsroom.bodies import BEFORE_LOGIN
from newsroom.limits.doors import A_NETWORK, RATES
from newsroom.limits.requests import LONGEST_ADDRESS, LONGEST_COOKIES, LONGEST_RANGE, MOST_PARAMETERS
from reading.search.asking import LONGEST
from tools.serve import SERVER

PAGE = (Path(settings.BASE_DIR) / "docs" / "limits.md").read_text()
ROWS = {cells[1].strip(): cells for line in PAGE.splitlines() if len(cells := line.split("|")) == 7}


def rate(name: str) -> str:
    return f"{RATES[name].at_once} at once, {RATES[name].a_second:g} a second"


WAIT = int(SERVER[SERVER.index("--http1-header-read-timeout") + 1]) // 1000
TOLD = {
    "any address": [f"{LONGEST_ADDRESS} bytes", f"{MOST_PARAMETERS} parameters", f"{WAIT} seconds"],
    "cookies": [f"{LONGEST_COOKIES} bytes"],
    "a form before login": [f"{BEFORE_LOGIN} bytes", rate("strangers")],
    "a failed login": [
        f"{settings.AXES_FAILURE_LIMIT} of an account",
        f"{settings.AXES_FAILURE_LIMIT * settings.LOGIN_ACCOUNTS_AN_ADDRESS} from an address",
        f"{settings.AXES_COOLOFF_TIME.seconds // 60} minutes",
    ],
    "a form of a colleague": [f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes", rate("colleagues")],
    "pictures": [
        f"{MAX_BYTES} bytes and {MAX_PIXELS} pixels",
        f"{RATES['uploads'].at_once} forms with files at once, {RATES['uploads'].a_second * 3600:g} an hour",
    ],
    "search of readers": [f"{LONGEST} characters", rate("search")],
    "suggestions": [rate("suggestions")],
    "feeds and sitemaps": [rate("feeds")],
    "what is not there": [rate("missing")],
    "everything that was done": [f"{A_PAGE} entries", f"{LOOKED_THROUGH} entries"],
    "part of a file (`Range`)": [f"{LONGEST_RANGE} characters"],
}


@pytest.mark.parametrize("door", TOLD)
def test_each_door_has_its_row_with_its_numbers(door: str) -> None:
    for words in TOLD[door]:
        assert words in "|".join(ROWS[door]), words


def test_every_rate_is_told_and_a_network_has_as_many_more() -> None:
    assert RATES.keys() == {"search", "suggestions", "feeds", "missing", "strangers", "colleagues", "uploads"}
    assert f"have {A_NETWORK} times as much" in PAGE
