"""All checks together: as many questions for a long text as for a short one."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.checks import CHECKS
from publishing.checks import Draft, findings
from tests import factories

pytestmark = pytest.mark.django_db


def text_with(count: int) -> str:
    """Return a text that names, links, cites, quotes and shows so many rows."""
    parts = []
    for number in range(count):
        letters = f"{chr(65 + number // 26)}{chr(97 + number % 26)}"
        factories.make_person(name=f"Ada {letters}byron")
        linked, source, picture = (
            factories.make_person(),
            factories.make_reference(),
            factories.make_image(credit=""),
        )
        parts.append(f"<p>So Ada {letters}byron came with 4{number:02d}0 men, said Ben {letters}olt.</p>")
        parts.append(f'<p><a href="{settings.SITE_URL}/articles/a{number}/">There</a></p>')
        parts.append(factories.mentioning(linked) + factories.citing(source) + factories.picturing(picture))
        parts.append(factories.quoting(f"Number {number}", speaker="a clerk"))
    return "".join(parts)


def test_the_number_of_questions_does_not_grow() -> None:
    def questions(count: int) -> int:
        article = factories.make_article(body=text_with(count))
        payload = article.payload()
        with CaptureQueriesContext(connection) as asked:
            found = findings(Draft(article, payload, timezone.now()), CHECKS)
        kinds = {str(finding.kind) for finding in found}
        assert kinds >= {"unlinked", "unknown", "figures", "quoted", "link", "credit", "tags", "byline"}
        return len(asked)

    assert questions(1) == questions(12) <= 12
