"""Behind the site's root a query may be an old address; any other is the front page."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import make_old_address, make_published_article
from tests.newsroom.finished_pages.served import Served

pytestmark = pytest.mark.django_db


def test_what_may_be_an_old_address_goes_to_django_and_all_else_is_the_front_page(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    served = Served()
    served.get("/")
    for query in ("p=1", "utm_source=x", "p=1&utm_source=x", "anything", "a=%00&b=%ff"):
        served.get(f"/?{query}")
    assert served.made == 1
    with django_capture_on_commit_callbacks(execute=True):
        make_old_address("/?p=1", article=make_published_article())
    served.get("/")
    before = served.made
    for query in ("p=1", "p=2", "%70=1", "utm_source=x&p=1"):
        served.get(f"/?{query}")
        assert served.pages.asked[-1]["QUERY_STRING"] == query
    assert served.made == before + 4
    for query in ("utm_source=x", "q=p", "before=", "before=&p=1"):
        served.get(f"/?{query}")
    assert served.made == before + 4
    served.get("/people/?p=1")
    assert served.pages.asked[-1]["QUERY_STRING"] == ""
