"""A whole article pasted into an empty text is read as an editor reads one, and nothing of it is lost."""

from pathlib import Path

import pytest
from django.test import Client

from articles.models import Article
from references.models import Reference
from tests import factories as make
from tests.publishing.test_pasting import ADD, PASTE, client_of, form_of

pytestmark = pytest.mark.django_db

SEED = (Path(__file__).parents[1] / "manuscripts" / "texts" / "deepseek-r1.txt").read_text(encoding="utf-8")


def pasted(plain: str, *, client: Client, reading: str = "article", html: str = "") -> dict:
    return client.post(PASTE, {"html": html, "plain": plain, "reading": reading}).json()


def test_the_seed_pasted_is_an_article():
    liang = make.make_person(name="Liang Wenfeng")
    client = client_of("editor")
    answer = pasted(SEED, client=client)
    assert answer["article"]["headline"] == "DeepSeek’s R1: A New Contender in AI"
    body = answer["html"]
    assert "New Contender" not in body
    assert (body.count("<h2>"), body.count("data-quote="), body.count("data-waiting=")) == (4, 2, 1)
    assert 'data-speaker="an unnamed AI researcher"' in body
    assert f'data-person="{liang.key}"' in body
    assert not Reference.objects.exists()
    client.post(ADD, form_of(client, headline=answer["article"]["headline"], body=body))
    assert Article.objects.get().body.count("data-reference=") == 1
    assert Reference.objects.get().title.startswith("Behind China’s rising AI startup")
