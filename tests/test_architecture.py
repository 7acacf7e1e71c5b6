"""docs/architecture.md names rooms, files and functions: each of them is there."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from tests.environment import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text()
NAMED = sorted(set(re.findall(r"`([^`\n]+)`", PAGE)))
DOTTED = [
    name for name in NAMED if re.fullmatch(r"[a-z_]+(\.\w+)+", name) and not name.endswith((".md", ".toml"))
]
PATHS = [
    name for name in NAMED if "/" in name and re.fullmatch(r"[\w./-]+", name) and not name.startswith("/")
]
NO_ROOMS = {"benchmarks", "docs", "local", "static", "templates", "tests", "tools", "var"}


def is_there(dotted: str) -> bool:
    """Tell whether a dotted name is a module, or something in one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
            if found is None:
                return False
        return True
    return False


@pytest.mark.parametrize("name", DOTTED)
def test_every_function_named_is_there(name: str) -> None:
    assert is_there(name)


@pytest.mark.parametrize("path", PATHS)
def test_every_file_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_a_name_that_is_gone_is_noticed() -> None:
    assert len(DOTTED) > 40
    assert not is_there("publishing.workflow.saving.save_everything")
    assert not is_there("publishing.no_such_module.save")


def test_every_room_is_on_the_page() -> None:
    apps_of_ours = {
        app.name.partition(".")[0] for app in apps.get_app_configs() if (ROOT / app.name).is_dir()
    }
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NO_ROOMS
    rooms = {Path(name).parts[0] for name in PATHS if name.endswith("/")}
    assert apps_of_ours | packages <= rooms
