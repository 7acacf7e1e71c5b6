"""A later version of a piece becomes the next version of its article, and never a second article."""

import json
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from articles.importing import Options, Outcome, bring_in
from articles.models import Article
from manuscripts import Embargo, Manuscript, Paragraph
from publishing.errors import WrongState
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


def test_a_new_headline_or_byline_over_the_same_text_is_the_next_version(tmp_path: Path) -> None:
    bring(tmp_path, "one.txt", FIRST)
    renamed = FIRST.replace("Lock gate jams, holding forty barges", "Forty barges held as a lock gate jams")
    outcome, _said = bring(tmp_path, "two.txt", renamed)
    assert outcome["status"] != "unchanged"
    outcome, _said = bring(tmp_path, "three.txt", renamed.replace("MARTA HELM", "MARTA HELM and JON POOL"))
    assert outcome["status"] != "unchanged"
    article = Article.objects.get()
    assert article.headline == "Forty barges held as a lock gate jams" and article.revisions.count() == 3


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


def version(
    number: int, *, headline: str = "Lock gate jams", actor: User | None = None, **said: Any
) -> Outcome:
    words = "The lower gate of the Marsh Lock jammed early on Tuesday and held forty barges for six hours."
    blocks = (Paragraph(words), Paragraph(f"This is what was known by then, as number {number}."))
    manuscript = Manuscript(headline, blocks, **said)
    return bring_in(manuscript, digest=str(number) * 64, name="a.txt", options=Options(actor=actor))


@pytest.mark.parametrize(
    "common",
    [
        [{"story": "AA-Lock Gate"}, {"story": "aa-lock gate"}],
        [{"address": "https://www.example.org/lock/"}, {"address": "http://example.org/lock#top"}],
    ],
)
def test_another_headline_over_the_same_story_or_address_is_a_later_version(common: list[Any]) -> None:
    version(1, **common[0])
    later = version(2, headline="Forty barges held", **common[1])
    assert later.status == "updated" and Article.objects.get().headline == "Forty barges held"


def test_a_story_or_address_alone_makes_no_later_version() -> None:
    version(1, story="Lock", address="https://example.org/")
    blocks = (Paragraph("Nothing of this tells of the one above, but of a play that opened on Monday."),)
    other = Manuscript("A play", blocks, story="Lock", address="https://example.org/")
    assert bring_in(other, digest="b" * 64, name="b.txt", options=Options()).status == "imported"
    assert version(2, headline="Another", address="https://example.org/").status == "imported"


def test_what_a_colleague_brought_in_is_untouched_until_somebody_saves() -> None:
    editor = make_user("editor")
    version(1, actor=editor)
    article = version(2, actor=editor).article
    assert article.version == 2
    assert version(3, actor=make_user("editor")).status == "updated"
    article.refresh_from_db()
    save_revision(working_copy=article, payload={"headline": article.headline}, version=3, actor=editor)
    with pytest.raises(WrongState, match="colleagues have worked on"):
        version(4, actor=editor)


def test_a_refused_version_names_its_embargo() -> None:
    article = version(1).article
    save_revision(working_copy=article, payload={"standfirst": "Mine"}, version=1, actor=make_user("editor"))
    with pytest.raises(WrongState, match="HOLD FOR RELEASE"):
        version(2, embargo=Embargo("HOLD FOR RELEASE"))


@pytest.mark.parametrize("named", ["key", "slug", "number", "address", "form"])
def test_somebody_says_which_article_it_is_a_version_of(tmp_path: Path, named: str) -> None:
    bring(tmp_path, "one.txt", FIRST)
    article = Article.objects.get()
    names = {"key": article.key, "slug": article.slug, "number": str(article.pk)}
    names |= {"address": f"https://example.org/articles/{article.slug}/"}
    names |= {"form": f"/admin/articles/article/{article.pk}/change/"}
    other = "Canal open again\n\nEverything is new in this text, of which no run of words was there before.\n"
    row, _said = bring(tmp_path, "two.txt", other, "--next-version-of", names[named])
    article.refresh_from_db()
    assert row["status"] == "updated" and article.headline == "Canal open again"
    assert Article.objects.count() == 1


def test_an_article_nobody_knows_is_no_earlier_version(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no article is known"):
        bring(tmp_path, "one.txt", FIRST, "--next-version-of", "nothing")
