"""What is pinned is compared with the holes that are known, and everything a server runs is written down."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from operating.doctor import minimums
from operating.doctor.bundle import WHEEL, bundle
from tests.environment import ROOT
from tools import audit, sbom

TODAY = date(2026, 12, 1)
TOLD = {
    "dependencies": [
        {"name": "good", "version": "1.0", "vulns": []},
        {
            "name": "bad",
            "version": "2.0",
            "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}],
        },
    ]
}


def test_a_lock_file_is_read_whatever_stands_beside_its_pins() -> None:
    text = "Django==5.2.19 \\\n    --hash=sha256:ab\nmoto[s3]==5.1.0 ; python_version > '3'\n# x==1\n"
    assert audit.pins(text) == {"django": "5.2.19", "moto": "5.1.0"}


def test_every_lock_file_of_ours_has_pins() -> None:
    assert all("django" in audit.pins((ROOT / lock).read_text()) for lock in audit.LOCKS)


def test_a_pinned_version_with_a_known_hole_is_found() -> None:
    (found,) = audit.by_list({"pillow": "12.2.0"}, today=TODAY)
    assert "pillow 12.2.0" in str(found) and "CVE-2026" in str(found) and not found.left
    assert list(audit.by_list({"pillow": "13.0.0"}, today=TODAY)) == []


def test_what_is_pinned_now_has_no_hole_of_the_list() -> None:
    pinned = {of: at for lock in audit.LOCKS for of, at in audit.pins((ROOT / lock).read_text()).items()}
    assert [str(one) for one in audit.by_list(pinned, today=TODAY) if not one.left] == []


@pytest.fixture
def old_editor(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    brought = {"prosemirror-view": SimpleNamespace(name="prosemirror-view", version="1.42.2")}
    monkeypatch.setattr(audit, "bundle", lambda: brought)
    yield


def test_what_the_editor_brings_is_compared_too(old_editor: None) -> None:
    (found,) = audit.by_list({}, today=TODAY)
    assert "GHSA-c8x8-7fp4-3x9w" in str(found)


def test_what_pip_audit_finds_is_told_unless_it_is_accepted_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (found,) = audit.by_advisories(TOLD, today=TODAY)
    assert str(found) == "bad 2.0: PYSEC-1, CVE-2026-1, mended in 2.1" and not found.left
    accepted = {"advisory": "CVE-2026-1", "why": "never called", "until": date(2027, 1, 1)}
    monkeypatch.setattr(audit, "table", lambda: minimums.table() | {"accepted": [accepted]})
    (found,) = audit.by_advisories(TOLD, today=TODAY)
    assert found.left == "never called"
    (found,) = audit.by_advisories(TOLD, today=date(2027, 1, 2))
    assert not found.left


@pytest.mark.parametrize(
    ("told", "ends", "says"), [(TOLD, 1, "1 known holes open"), (None, 0, "No advisories were had")]
)
def test_it_ends_with_a_fault_for_a_hole_and_not_for_want_of_a_network(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], told: Any, ends: int, says: str
) -> None:
    monkeypatch.setattr(audit, "advisories", lambda _lock: told)
    assert audit.main() == ends
    assert says in capsys.readouterr().out


def test_it_waits_for_no_answer_longer_than_it_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"django==5.2.19 --hash=sha256:{'0' * 64}\n")
    assert audit.advisories(lock, seconds=0.05) is None


def test_the_bill_has_every_pinned_package_and_what_the_editor_brings() -> None:
    bill = sbom.with_bundle(sbom.of_lock())
    there = {one["name"].casefold(): one for one in bill["components"]}
    pinned = audit.pins((ROOT / sbom.LOCK).read_text())
    assert pinned.keys() <= there.keys()
    assert there["django"]["version"] == pinned["django"]
    view = there["prosemirror-view"]
    assert view["purl"] == f"pkg:npm/prosemirror-view@{bundle()['prosemirror-view'].version}"
    assert view["hashes"][0]["content"] == bundle()["prosemirror-view"].digest
    references = {one["bom-ref"] for one in bill["components"]}
    (editor,) = [one for one in bill["dependencies"] if one["ref"] == there[WHEEL]["bom-ref"]]
    assert view["bom-ref"] in editor["dependsOn"] and set(editor["dependsOn"]) <= references
    assert bill["bomFormat"] == "CycloneDX" and json.dumps(bill)
