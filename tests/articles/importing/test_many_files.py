"""Folders and what is piped in are brought in like files; one bad file never stops the rest."""

import io
import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article

pytestmark = pytest.mark.django_db

TEXT = "{}\n\nThe council met on Tuesday and put off its vote on the new quay until spring, it said.\n"


def run(*arguments: str) -> tuple[list[dict[str, str]], int]:
    out, code = StringIO(), 0
    try:
        call_command("importarticle", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as ended:
        code = int(ended.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


def test_a_folder_comes_in_whole_and_in_order_but_for_what_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "b.txt").write_text(TEXT.format("The second"))
    (tmp_path / "a.md").write_text(
        "---\ntitle: The first\n---\n\nSome **bold** words about the quay.\n\n## Why\n\nBecause.\n"
    )
    (tmp_path / "inner" / "c.html").write_text(
        "<h1>The third</h1><p>Words about the quay.</p><p>More of them.</p>"
    )
    (tmp_path / ".DS_Store").write_text("nothing")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7 nothing")
    rows, code = run(str(tmp_path))
    assert [row["headline"] for row in rows] == ["The first", "The second", "", "The third"]
    assert code == 1 and "PDF" in rows[2]["warnings"][0]
    assert Article.objects.count() == 3
    assert "<strong>bold</strong>" in Article.objects.get(headline="The first").body


def test_what_is_piped_in_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.format("Piped").encode())))
    rows, code = run("-")
    assert (rows[0]["headline"], code) == ("Piped", 0)
