"""What every test stands on: settings of its own, a data folder of its own, no network, strict templates."""

import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings
from django.template import engines
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

from tests.browsers import browser_page, pytest_runtest_makereport  # noqa: F401
from tests.environment import DATA_DIR, ON_POSTGRESQL, ROOT
from tests.sites import empty_site, site, site_template  # noqa: F401

# A shared machine pauses at will; how long one example takes says nothing.
hypothesis_settings.register_profile("newsroom", deadline=None)
hypothesis_settings.load_profile("newsroom")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run browser tests on one database: what the browser sees does not depend on it."""
    if not ON_POSTGRESQL:
        return
    dropped = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in dropped]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep the SQLite test database in a file, as in production; in memory, locks behave otherwise."""
    if not ON_POSTGRESQL:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(DATA_DIR / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests() -> Iterator[None]:
    """Use a fast password hasher, static files as they are, uncollected, and count no failed logins."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        AXES_ENABLED=False,
        STORAGES=settings.STORAGES | {"staticfiles": plain},
    ):
        yield


class UndefinedVariable(str):
    """Fail a test whose page prints a variable nobody set; Django's own templates do so on purpose."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        template = template_of(inspect.currentframe())
        if template.is_relative_to(ROOT / "templates"):
            pytest.fail(f"{template.relative_to(ROOT)} prints {variable}, which nobody set")
        return ""


def template_of(frame: FrameType | None) -> Path:
    """Return the file of the template node being rendered."""
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if frame.f_code.co_name.startswith("render") and origin is not None:
            return Path(origin.name)
        frame = frame.f_back
    return Path()


@pytest.fixture(scope="session", autouse=True)
def strict_templates(settings_for_tests: None) -> None:
    """Let no template of ours print an undefined variable."""
    engines["django"].engine.string_if_invalid = UndefinedVariable()
