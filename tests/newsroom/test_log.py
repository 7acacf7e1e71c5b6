"""What others send us wrongly is one line of warning in the log, not a failure of ours."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from tests import factories
from tests.admin_forms import AdminPage


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is written about refused requests."""
    written = io.StringIO()
    handlers = [*logging.getLogger("django.security").handlers, *logging.getLogger().handlers]
    streams = [handler for handler in handlers if type(handler) is logging.StreamHandler]
    before = [handler.setStream(written) for handler in streams]
    yield written
    for handler, stream in zip(streams, before, strict=True):
        handler.setStream(stream)


def about_security(log: io.StringIO) -> list[str]:
    """Return the lines that are not the requests' own."""
    return [line for line in log.getvalue().splitlines() if " newsroom.request " not in line]


@pytest.mark.django_db
def test_a_wrong_host_is_one_line_of_warning(log: io.StringIO) -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    (line,) = about_security(log)
    assert " WARNING " in line and "evil.example" in line


@pytest.mark.django_db
def test_a_tampered_question_is_one_line_of_warning_and_forges_no_other(log: io.StringIO) -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    question = "/admin/articles/article/?body__x%0A2026-01-01 ERROR forged=1"
    assert reporter.client.get(question).status_code == 400
    (line,) = about_security(log)
    assert " WARNING " in line and "forged" in line
