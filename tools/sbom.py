"""`make sbom`: everything a server runs, as a bill of materials in CycloneDX' JSON.

Of the lock file, by cyclonedx-py; and what the text editor brings in one file, which no lock file names.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from operating.doctor.bundle import WHEEL, Bundled, bundle

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements-fleet.txt"
"""What a machine of a fleet runs: everything that any server does."""
USUAL = ROOT / "var" / "newsroom.cdx.json"


def of_lock(lock: Path = ROOT / LOCK) -> dict[str, Any]:
    """Return the bill of a lock file."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements"]
    command += [
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--output-reproducible",
        "--of",
        "JSON",
        str(lock),
    ]
    done = subprocess.run(command, check=True, capture_output=True)
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


def with_bundle(bill: dict[str, Any]) -> dict[str, Any]:
    """Add what the text editor brings: each package with its version where it is known, and its digest."""
    brought = [_component(one) for one in bundle().values()]
    bill["components"] = [*bill.get("components", []), *brought]
    editor = next((one["bom-ref"] for one in bill["components"] if one["name"] == WHEEL), WHEEL)
    others = [one for one in bill.get("dependencies", []) if one["ref"] != editor]
    own = next((one for one in bill.get("dependencies", []) if one["ref"] == editor), {"ref": editor})
    depends = sorted({*own.get("dependsOn", []), *(one["bom-ref"] for one in brought)})
    bill["dependencies"] = [*others, own | {"dependsOn": depends}]
    return bill


def _component(one: Bundled) -> dict[str, Any]:
    spelled = one.name.replace("@", "%40")
    address = f"pkg:npm/{spelled}@{one.version}" if one.version else f"pkg:npm/{spelled}"
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{WHEEL}/{one.name}",
        "name": one.name,
        "purl": address,
        "scope": "required",
    }
    if one.version:
        made["version"] = one.version
    if one.digest:
        made["hashes"] = [{"alg": "SHA-256", "content": one.digest}]
    return made


def main(arguments: list[str]) -> int:
    """Write the bill where it is wanted."""
    path = Path(arguments[0]) if arguments else USUAL
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    bill = with_bundle(of_lock())
    path.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(bill['components'])} packages are in {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
