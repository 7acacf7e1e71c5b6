"""A test's own connection stays open, as Django's client leaves it."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@pytest.fixture(autouse=True)
def connection_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in ("freshness", "old_names"):
        monkeypatch.setattr(f"newsroom.finished_pages.{module}.close_old_connections", lambda: None)
    monkeypatch.setattr("publishing.caching.due.close_old_connections", lambda: None)
    # The newsroom of the test before was taken back without being told of.
    monkeypatch.setattr("masthead.frame._kept.frame", None)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
