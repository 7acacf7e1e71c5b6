"""docs/editors.md tells colleagues of keys, pictures and words on the screen: each of them is there."""

import re

from publishing.admin.writing.saying import shortcuts
from tests.environment import ROOT

PAGE = (ROOT / "docs" / "editors.md").read_text()
README = (ROOT / "README.md").read_text()
ADDRESSES = {"/admin/", "/edit"}
SHEET = {key for _title, keys in shortcuts() for _label, pressed in keys for key in pressed}


def keys_named(page: str) -> set[str]:
    """Return the keys a page names: what it writes as code and is no address."""
    return set(re.findall(r"`([^`]+)`", page)) - ADDRESSES


def test_every_key_named_is_on_the_sheet_and_the_table_has_them_all() -> None:
    assert keys_named(PAGE) - {"Ctrl"} <= SHEET
    table = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))
    assert keys_named(table) == SHEET


def test_every_picture_is_there_and_every_picture_kept_is_shown() -> None:
    shown = set(re.findall(r"pictures/([\w-]+\.png)", PAGE + README))
    assert shown == {path.name for path in (ROOT / "docs" / "pictures").iterdir()}


def test_the_readme_leads_to_it() -> None:
    assert "(docs/editors.md)" in README
