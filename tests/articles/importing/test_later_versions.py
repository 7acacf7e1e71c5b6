"""A later version of a piece becomes the next version of its article, and never a second article."""

import json
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article
from publishing.workflow import save_revision
from tests.factories import edition_of, make_user

pytestmark = pytest.mark.django_db

FIRST = """AA-Lock Gate, 1st Ld, 120
Eds: New material.
Lock gate jams, holding forty barges
By MARTA HELM

LOCKTOWN (NWS) — The lower gate of the Marsh Lock jammed early on Tuesday and held forty barges for six hours, the canal office said.

"We heard it before we saw it," said Jonas Reed, who keeps the lock.
"""
SECOND = (
    FIRST.replace("1st Ld, 120", "2nd Ld-Writethru, 160")
    + "\nThe gate was last mended in 1998. A new one is to come in spring.\n"
)


def bring(tmp_path: Path, name: str, text: str, *arguments: str) -> tuple[dict[str, str], str]:
    path = tmp_path / name
    path.write_text(text)
    out, err = StringIO(), StringIO()
    with suppress(SystemExit):
        call_command("importarticle", str(path), "--json", *arguments, stdout=out, stderr=err)
    return json.loads(out.getvalue().splitlines()[-1]), err.getvalue()


def test_the_next_write_through_is_the_next_version(tmp_path: Path) -> None:
    first, _said = bring(tmp_path, "one.txt", FIRST, "--publish")
    second, _said = bring(tmp_path, "two.txt", SECOND, "--publish")
    article = Article.objects.get()
    assert (first["id"], second["id"], second["status"]) == (article.key, article.key, "published")
    assert article.revisions.count() == 2
    assert "A new one is to come" in edition_of(article).body_html
    assert "Writethru" not in article.body and article.headline == "Lock gate jams, holding forty barges"


def test_the_same_text_once_more_changes_nothing(tmp_path: Path) -> None:
    bring(tmp_path, "one.txt", FIRST)
    bring(tmp_path, "two.txt", SECOND)
    again, _said = bring(tmp_path, "three.txt", SECOND + "\n")
    assert again["status"] == "unchanged" and Article.objects.get().revisions.count() == 2


def test_what_a_colleague_has_worked_on_is_never_overwritten(tmp_path: Path) -> None:
    bring(tmp_path, "one.txt", FIRST)
    article = Article.objects.get()
    body = article.body + "<p>An editor’s sentence.</p>"
    save_revision(working_copy=article, payload={"body": body}, version=1, actor=make_user("editor"))
    row, said = bring(tmp_path, "two.txt", SECOND)
    assert row["status"] == "failed" and "Lock gate jams" in said
    article.refresh_from_db()
    assert "An editor’s sentence." in article.body and Article.objects.count() == 1


def test_another_text_under_the_same_headline_is_another_article(tmp_path: Path) -> None:
    other = "Lock gate jams, holding forty barges\n\nNothing of this tells of the lock above, nor of its barges, but of a play.\n"
    bring(tmp_path, "one.txt", FIRST)
    bring(tmp_path, "two.txt", other)
    assert Article.objects.count() == 2
