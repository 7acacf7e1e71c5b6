"""The demo newsroom as readers meet it."""

from datetime import timedelta

import lxml.html
import pytest
from django.utils import timezone

from articles.models import ArticleEdition
from images.models import Image
from profiles.models import PersonEdition
from references.models import Reference
from tests.demo.once import loaded_once

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with loaded_once(django_db_blocker) as loaded:
        yield loaded


CORRECTED = "the-compiler-and-the-moth"
SCHEDULED, DRAFT = "a-unit-for-surprise", "what-one-line-cannot-do"


def test_every_page_and_everything_it_links_to_answers(demo, client):
    seen, waiting = set(), ["/", "/people/", "/tags/", "/feed/", "/sitemap.xml"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if "html" in answer["Content-Type"]:
            links = lxml.html.fromstring(answer.content).xpath("//main//a/@href | //link[@rel='next']/@href")
            paths = {link.partition("#")[0] for link in links if link.startswith("/")}
            waiting += [link for link in paths if link not in seen and link not in waiting]
    now = timezone.now()
    for kind in (ArticleEdition, PersonEdition, Reference):
        assert {row.get_absolute_url() for row in kind.objects.live(now)} <= seen


def test_every_picture_on_a_page_is_there(demo, client):
    for picture in Image.objects.live(timezone.now())[:3]:
        assert client.get(f"/images/{picture.key}/og.jpg").status_code == 200


@pytest.mark.parametrize("slug", [SCHEDULED, DRAFT])
def test_what_is_scheduled_and_what_is_a_draft_is_nowhere(demo, client, slug):
    assert client.get(f"/articles/{slug}/").status_code == 404
    headline = demo.articles[slug].headline
    for path in ("/", "/feed/", "/people/claude-shannon/", "/tags/neural-networks/"):
        assert headline not in client.get(path).content.decode()


def test_the_scheduled_article_comes_within_days(demo):
    live = ArticleEdition.objects.live(timezone.now() + timedelta(days=3))
    assert live.filter(working_copy=demo.articles[SCHEDULED]).exists()
    assert not live.filter(working_copy=demo.articles[DRAFT]).exists()


def test_the_correction_is_on_the_page_and_the_mistake_is_not(demo, client):
    page = lxml.html.fromstring(client.get(f"/articles/{CORRECTED}/").content)
    said = " ".join(page.xpath("string(//section[contains(@class, 'notices')])").split())
    assert "Correction" in said and "Harvard Mark I. It was found in the Harvard Mark II." in said
    text = page.xpath("string(//div[@class='body'])")
    assert "Harvard Mark II found a moth" in text and "Harvard Mark I found" not in text
    first = demo.articles[CORRECTED].editions.get(number=1)
    assert "Harvard Mark I found a moth" in first.body_html
    assert "Updated" in page.xpath("string(//p[@class='dates'])")


def test_a_person_is_quoted_mentioned_and_known_by_other_names(demo, client):
    page = client.get("/people/alan-turing/").content.decode()
    assert "A. M. Turing" in page
    assert "We can only see a short distance ahead" in page
    assert "The clerk and the interrogator" in page
