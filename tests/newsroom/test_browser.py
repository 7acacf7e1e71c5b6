"""The browser the other browser tests use: the admin's own pages work under the strict policy."""

import pytest

from tests.browsers import log_in


@pytest.mark.browser
@pytest.mark.processes
def test_the_admin_can_be_used_under_the_strict_policy(site, page):
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Policy" in message.text else None)
    log_in(page, site)
    assert page.locator("#user-tools").is_visible()
    assert refused == []
