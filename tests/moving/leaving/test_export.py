"""Everything the newsroom owns goes out, and what is there can be read without this program."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Article, ArticleEdition
from images.models import Image
from moving.leaving import check, export
from moving.leaving.kinds import KINDS, LEFT_OUT
from moving.leaving.records import Kind, Made, Part
from pages.models import Page, PageEdition
from profiles.models import Person, PersonEdition
from profiles.never_asking import never_ask
from publishing.bases import WorkingCopy
from publishing.workflow import write_note
from tests import factories as make
from tests.environment import ROOT
from tests.moving.leaving.reading import lines
from tests.whole_site import build_whole_site

pytestmark = pytest.mark.django_db

OWN = {"articles": "article", "pages": "page", "people": "person"}
EDITIONS: list[Any] = [(ArticleEdition, "article"), (PageEdition, "page"), (PersonEdition, "person")]


@pytest.fixture(scope="module")
def folder(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """Export a newsroom with something in every state, held in a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        owner = make.make_user("administrator", username="owner")
        build_whole_site(owner=owner)
        for model in (Article, Page, Person):
            write_note(working_copy=model.objects.earliest("pk"), key="n1", text="Ask them.", actor=owner)
        never_ask(name="Mechanical Turk", actor=owner)
        place = tmp_path_factory.mktemp("out") / "export"
        export(place)
        yield place
        for picture in Image.objects.all():
            picture.original.delete(save=False)
        transaction.set_rollback(True)


def columns_of(part: Kind | Part) -> set[str]:
    """Return the columns that a kind says something of."""
    fields = [part.fields] if isinstance(part.fields, str) else part.fields.values()
    said = {column for field in fields if isinstance(field, Made) for column in field.columns}
    said |= {field.partition("__")[0] for field in fields if isinstance(field, str)}
    return said | set(part.left_out)


def every_part(part: Kind | Part) -> Iterator[Kind | Part]:
    yield part
    for inner in part.parts.values():
        yield from every_part(inner)


def test_every_table_and_every_column_goes_out_or_is_named_with_the_reason() -> None:
    parts = [part for kind in KINDS for part in every_part(kind)]
    known = {part.model._meta.label for part in parts}
    everything = {model._meta.label for model in apps.get_models()}
    assert everything - known == set(LEFT_OUT), "a new table goes out, or its reason stands in LEFT_OUT"
    for part in parts:
        meta = part.model._meta
        there = {column.name for column in (*meta.concrete_fields, *meta.many_to_many)}
        assert there == columns_of(part) & there, meta.label
        assert all(part.left_out.values())


def names_of(part: Kind | Part, before: str = "") -> Iterator[str]:
    """Yield the names of the fields of a record as the documentation writes them."""
    if isinstance(part.fields, str):
        yield before.removesuffix("[].")
        return
    for name in part.fields:
        yield from content_of(part) if name == "content" else [before + name]
    for name, inner in part.parts.items():
        yield from names_of(inner, f"{before}{name}[].")


def content_of(part: Any) -> Iterator[str]:
    """Yield the names of what a saved version holds."""
    model: Any = part.model._meta.get_field("working_copy").related_model
    for name in model().payload():
        rows = model.payload_rows.get(name)
        yield from [f"content.{name}[].{inner}" for inner in rows] if rows else [f"content.{name}"]


def documented() -> dict[str, set[str]]:
    """Return the fields of each file that docs/export.md tells of."""
    text = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    sections = re.split(r"^## (\S+)\.jsonl$", text, flags=re.MULTILINE)[1:]
    return {
        file: set(re.findall(r"^\| `([^`]+)`", said, flags=re.MULTILINE))
        for file, said in zip(sections[::2], sections[1::2], strict=True)
    }


def test_what_is_documented_and_what_is_written_are_the_same(folder: Path) -> None:
    assert documented() == {kind.file: set(names_of(kind)) for kind in KINDS}
    for kind in KINDS:
        for record in lines(folder, kind.file):
            assert list(record) == [*kind.fields, *kind.parts], kind.file
        assert lines(folder, kind.file), "nothing of this kind was tried"


def test_the_manifest_counts_and_hashes_what_is_there(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {entry["name"] for entry in manifest["files"]} | {"manifest.json"}
    for entry in manifest["files"]:
        data = (folder / entry["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert entry.get("records", 0) == (data.count(b"\n") if "records" in entry else 0)
    assert manifest["counts"]["articles"] == Article.objects.count()
    assert (manifest["format"], manifest["format_version"]) == ("newsroom-export", 1)
    assert check(folder).sentences == []


def test_nobody_else_on_the_machine_may_read_it(folder: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert {path.stat().st_mode & 0o777 for path in [folder, folder / "pictures"]} == {0o700}


def test_every_public_page_can_be_written_from_it_again(folder: Path) -> None:
    now = timezone.now()
    for model, name in EDITIONS:
        written = {record["key"]: record for record in lines(folder, f"{name}-editions")}
        assert len(written) == model.objects.count()
        live: Any = model.objects.live(now)
        assert live
        for edition in live:
            record = written[edition.key]
            assert record["markup"] == edition.body_html
            assert record["public_from"] == edition.live_from.isoformat()
            assert record["public_until"] is None or record["public_until"] > now.isoformat()
            for citation in edition.citations.all():
                assert citation.reference.key in [each["source"] for each in record["citations"]]
    sources = {record["key"] for record in lines(folder, "sources")}
    pictures = {record["key"] for record in lines(folder, "pictures")}
    for record in lines(folder, "article-editions"):
        assert {each["source"] for each in record["citations"]} <= sources
        assert {each["picture"] for each in record["pictures"]} <= pictures


def test_the_draft_is_the_saved_version_of_its_number(folder: Path) -> None:
    models: dict[str, type[WorkingCopy]] = {"articles": Article, "pages": Page, "people": Person}
    for file, name in OWN.items():
        versions = {(each[name], each["version"]): each for each in lines(folder, f"{name}-versions")}
        for record in lines(folder, file):
            row = models[file].objects.get(key=record["key"])
            assert versions[record["key"], record["version"]]["content"] == row.payload()


def test_secrets_and_what_is_being_typed_stay_at_home(folder: Path) -> None:
    everything = b"".join(path.read_bytes() for path in folder.glob("*.json*")).decode()
    for user in User.objects.all():
        assert user.password not in everything
    assert "What was typed into it" not in everything
    assert not re.search(r'"(id|pk|password|token_hash|session_key)":', everything)


def test_pictures_are_the_originals(folder: Path) -> None:
    for record in lines(folder, "pictures"):
        data = (folder / record["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == record["uploaded_sha256"]
