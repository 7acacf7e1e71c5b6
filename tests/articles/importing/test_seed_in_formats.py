"""One article is the same draft, whichever format it came in."""

import json
from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article
from manuscripts import Heading, parse
from manuscripts.typography import typographic

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

SEED = Path(__file__).parents[2] / "manuscripts" / "texts" / "deepseek-r1.txt"
PEOPLE = ["--person", "Liang Wenfeng", "--person", "Li Qiang"]


def lines_of_seed() -> list[tuple[str, str]]:
    """Return each line of the seed, and whether it is headline, heading or text."""
    text = SEED.read_text(encoding="utf-8")
    read = parse(text)
    headings = {block.text for block in read.blocks if isinstance(block, Heading)}
    # As a document has it: quote marks curled, nothing escaped.
    lines = [typographic(line.strip().replace('\\"', '"')) for line in text.splitlines() if line.strip()]
    kinds = ["h1", *("h2" if line in headings else "p" for line in lines[1:])]
    return list(zip(kinds, lines, strict=True))


def as_markdown() -> bytes:
    marks = {"h1": "# ", "h2": "## ", "p": ""}
    return "\n\n".join(marks[kind] + line for kind, line in lines_of_seed()).encode()


def as_page() -> bytes:
    inner = "".join(f"<{kind}>{escape(line)}</{kind}>" for kind, line in lines_of_seed())
    return f"<!doctype html><html lang=en><body><article>{inner}</article></body></html>".encode()


def as_mail() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Copy", "desk@agency.example", "news@paper.example"
    mail.set_content(SEED.read_text(encoding="utf-8"))
    return bytes(mail)


@pytest.mark.parametrize(
    ("name", "make"), [("seed.md", as_markdown), ("seed.html", as_page), ("seed.eml", as_mail)]
)
def test_the_seed_is_one_draft(name: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    out = StringIO()
    call_command("importarticle", str(path), *PEOPLE, "--json", stdout=out, stderr=StringIO())
    report = json.loads(out.getvalue())
    assert report["headline"] == lines_of_seed()[0][1].replace("'", "’")
    assert (report["sections"], report["quotations"], len(report["references"])) == (4, 1, 1)
    assert report["people"] == ["Liang Wenfeng", "Li Qiang"]
    assert Article.objects.get().body.count("data-quote=") == 2
