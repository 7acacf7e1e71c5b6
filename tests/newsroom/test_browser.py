"""The browser the other browser tests use: the admin's own pages work under the strict policy."""

import pytest

from tests.browsers import chromium, log_in_by_form


@pytest.mark.browser
@pytest.mark.processes
def test_the_admin_can_be_used_under_the_strict_policy(site, page):
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Policy" in message.text else None)
    log_in_by_form(page, site)
    assert page.locator("#user-tools").is_visible()
    assert refused == []


def test_without_chromium_browser_tests_say_how_to_get_it(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        chromium()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        chromium()
