"""What this machine keeps for itself: the secret key and the first login, in local.env."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from tools.alone import alone

ROOT = Path(__file__).resolve().parent.parent
HEADING = "# Kept by Newsroom for this machine: keep it secret. A variable set in the environment wins.\n"


def data_dir() -> Path:
    """Return the folder that holds the database and the pictures."""
    return (ROOT / (os.environ.get("NEWSROOM_DATA_DIR", "").strip() or "var")).resolve()


def read(path: Path | None = None) -> dict[str, str]:
    """Read the variables kept in local.env, or in another file of such lines."""
    path = path or data_dir() / "local.env"
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        sys.exit(f"{path} cannot be read: save it as plain text in UTF-8.")
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _equals, value in pairs}


def variable(name: str, default: str) -> str:
    """Return a variable from the environment, else from local.env, else the default."""
    return os.environ.get(name, "").strip() or read().get(name, "") or default


def ensure() -> Path:
    """Make the data folder, and put into local.env what it does not hold yet."""
    folder = data_dir()
    path = folder / "local.env"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Each start a file of its own, or one would miss what the other has just taken away.
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"writable")
        with alone(folder / ".starting"):
            kept = read()
            missing = {
                "SECRET_KEY": secrets.token_urlsafe(48),
                "ADMIN_USERNAME": "admin",
                "ADMIN_PASSWORD": secrets.token_urlsafe(12),
            }
            # A line that says nothing counts as none.
            _append(path, {name: value for name, value in missing.items() if not kept.get(name)})
    except OSError as problem:
        sys.exit(
            f"Newsroom cannot write to {folder} ({problem.strerror}): "
            "make that folder writable, or name another one in NEWSROOM_DATA_DIR."
        )
    return path


def _append(path: Path, values: dict[str, str]) -> None:
    if not values:
        return
    text = path.read_text(encoding="utf-8") if path.exists() else HEADING
    if not text.endswith("\n"):
        text += "\n"
    text += "".join(f"{name}={value}\n" for name, value in values.items())
    # Written aside and moved, so that a stop half-way leaves the old secret, and never readable by others.
    aside = path.with_name("local.env.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(
        os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
