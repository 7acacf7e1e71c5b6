"""The doctor sees passwords that are all there is, apps that fit no more, and too few administrators."""

from typing import Any

import pytest

from operating.doctor.checks.logins import logins
from operating.doctor.findings import Asked
from tests import factories as make
from tests.colleagues.second_factor.app import with_factor

pytestmark = pytest.mark.django_db


def found() -> dict[str, tuple[str, str]]:
    return {finding.code: (finding.level, finding.what) for finding in logins(Asked())}


def test_an_editor_without_a_second_factor_is_named(settings: Any) -> None:
    make.make_user("reporter")
    editor = make.make_user("editor", username="ed")
    for required, reached, level in (
        ("on", "https://x.example", "notice"),
        ("off", "https://x.example", "warning"),
        ("off", "", "notice"),
    ):
        settings.SECOND_FACTOR, settings.REACHED_AT = required, reached
        said = found()["logins.without_factor"]
        assert said[0] == level and said[1].endswith(": ed.")
    with_factor(editor)
    assert found()["logins.factor"][0] == "good"


def test_a_changed_secret_key_is_noticed(settings: Any) -> None:
    with_factor(make.make_user("editor", username="ed"))
    assert "logins.secret_key" not in found()
    settings.SECRET_KEY = "another " * 10
    assert found()["logins.secret_key"][0] == "error"


def test_administrators_are_counted() -> None:
    assert found()["logins.no_administrator"][0] == "error"
    make.make_user("administrator", username="ada")
    assert found()["logins.one_administrator"] == ("notice", "There is one administrator alone: ada.")
    make.make_user("administrator")
    assert found()["logins.administrators"][0] == "good"
