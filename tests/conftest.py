"""What every test stands on: settings of its own, a data folder of its own, no network, strict templates."""

import gc
import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tests.browsers import browser_page, one_browser, playwright, pytest_runtest_makereport  # noqa: F401
from tests.databases import drop_database, drop_shared, place_of, renew
from tests.environment import DATA_DIR, ON_POSTGRESQL, ROOT
from tests.ordering import in_good_order, is_its_turn, needs_this_database
from tests.sites import empty_site, site, site_template  # noqa: F401
from tests.soaking import how_many

EXAMPLES = 25
"""How many texts, plans or files a random search tries in every run, where the test says nothing else."""

# A shared machine pauses at will; how long one example takes says nothing.
hypothesis_settings.register_profile(
    "newsroom", deadline=None, max_examples=how_many(EXAMPLES, soak=EXAMPLES * 100)
)
hypothesis_settings.load_profile("newsroom")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind, also not on a server that is somebody's own."""
    if ON_POSTGRESQL and not hasattr(config, "workerinput"):
        drop_shared()
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run what is to run here, and begin with what says something soonest."""
    chosen = {
        item: None for item in items if is_its_turn(item) and (needs_this_database(item) or not ON_POSTGRESQL)
    }
    if len(chosen) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = in_good_order(chosen)


def pytest_collection_finish() -> None:
    """Let the collector leave alone what was there before the tests; looking at it costs a tenth of all."""
    gc.freeze()


class Failures:
    """Says at once which test failed; why is in the report at the end."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.terminal.write_line(f"\nFAILED {report.nodeid}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Have failures told while the others still run."""
    if terminal := config.pluginmanager.get_plugin("terminalreporter"):
        config.pluginmanager.register(Failures(terminal))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """Work on a copy of the run's migrated database: on SQLite a file, since in memory locks are others.

    A test that really commits gets a fresh copy after it, where Django empties the tables, and with them
    what migrations have written.
    """
    place = place_of(f"test_{worker_id}")
    with django_db_blocker.unblock():
        renew(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: renew(place))
        yield
    connection.close()
    drop_database(place)


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
