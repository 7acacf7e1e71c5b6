import pytest

from tests.publishing.comparing import Work, counted


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    return counted(monkeypatch)
