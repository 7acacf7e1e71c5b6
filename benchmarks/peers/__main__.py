"""Install what the peers need, in an environment of their own: `python -m benchmarks.peers`."""

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
NAMES = {"naive": "plain Django", "wagtail_site": "Wagtail"}


def are_installed() -> bool:
    """Tell whether the environment holds what the requirements name."""
    return PYTHON.exists() and _stamp().exists() and _stamp().read_text() == _fingerprint()


def install() -> None:
    """Make the environment, or bring it up to date."""
    if are_installed():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([PYTHON, *pip, "-r", HERE / "requirements.txt"], check=True)
    _stamp().write_text(_fingerprint())


def versions() -> dict[str, str]:
    """Return which versions are measured."""
    code = "import django, wagtail; print(django.__version__, wagtail.__version__)"
    found = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return {"Django": found[0], "Wagtail": found[1]}


def _stamp() -> Path:
    return VENV / "installed.sha256"


def _fingerprint() -> str:
    return hashlib.sha256((HERE / "requirements.txt").read_bytes()).hexdigest()


if __name__ == "__main__":
    install()
    print("The peers are installed:", ", ".join(f"{name} {number}" for name, number in versions().items()))
