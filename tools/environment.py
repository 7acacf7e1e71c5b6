"""`make setup`: the virtual environment with the pinned packages, and local.env.

With the name of a requirements file only that is installed, and no local.env made: for a release on a server.
"""

import compileall
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools import local_env
from tools.alone import alone

ROOT = local_env.ROOT
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNNING = "requirements.txt"
FLEET = "requirements-fleet.txt"
TESTING = "requirements-dev.txt"


def running() -> str:
    """Return what this site needs: more packages where it keeps things in a bucket, or reports its faults."""
    needs = [local_env.variable(name, "") for name in ("IMAGES_S3_BUCKET", "SENTRY_DSN")]
    needs_more = any(needs) or local_env.variable("BACKUP_TARGET", "").startswith("s3:")
    return FLEET if needs_more else RUNNING


def install(requirements: str) -> None:
    """Make the environment hold the packages of a requirements file; seconds when it does already."""
    if _is_installed(requirements):
        return
    if not os.access(ROOT, os.W_OK):
        sys.exit(
            f"Newsroom cannot write to its own folder {ROOT}: make it writable, or copy it to where you can."
        )
    with alone(ROOT / ".installing"):
        if not _is_installed(requirements):
            _install(requirements)


def _is_installed(requirements: str) -> bool:
    stamp = _stamp(requirements)
    return _runs(PYTHON) and stamp.exists() and stamp.read_text() == fingerprint(requirements)


def _install(requirements: str) -> None:
    if not _runs(PYTHON):
        create()
    print(f"Installing the packages of {requirements} (only when it changes) …", flush=True)
    # The hashes are checked by pip itself, of any age that comes with Python 3.11.
    pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run([PYTHON, *pip, "--require-hashes", "-r", requirements], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit("The packages could not be installed: the lines above say why. Is the network reachable?")
    _stamp(requirements).write_text(fingerprint(requirements))
    if requirements == TESTING:
        # What tests need includes what running needs, in the same versions.
        _stamp(RUNNING).write_text(fingerprint(RUNNING))


def create() -> None:
    """Create the virtual environment, or say what keeps it from being created."""
    if not can_create():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"Python {version} is here without its venv module: install the package python3-venv "
            f"(or python{version}-venv; on Debian and Ubuntu “sudo apt-get install python3-venv”) "
            "and run the same command again."
        )
    print("Creating the virtual environment in .venv …", flush=True)
    # A half-made environment from an interrupted run is not worth repairing.
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", VENV], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"The virtual environment {VENV} could not be created: {_last_line(done)}")


def can_create() -> bool:
    """Tell whether this Python has the two modules a virtual environment needs; Debian ships them apart."""
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def fingerprint(requirements: str) -> str:
    """Return what changes when a requirements file does."""
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def _runs(python: Path) -> bool:
    # The environment's Python is gone after an upgrade of the system's.
    if not python.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", check], check=False, capture_output=True).returncode == 0


def _stamp(requirements: str) -> Path:
    return VENV / f"installed-{requirements}.sha256"


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"it ended with status {done.returncode}"


def install_release(requirements: str) -> None:
    """Make a release ready that only its owner may change: nobody else could keep what Python compiles."""
    if not (ROOT / requirements).is_file():
        sys.exit(f"There is no file {requirements} in {ROOT}: {RUNNING} is for one machine.")
    install(requirements)
    compileall.compile_dir(ROOT, quiet=2, rx=re.compile(re.escape(f"{VENV}/")))
    print(f"Ready: the packages of {requirements} are in {VENV}.")


if __name__ == "__main__":
    if sys.argv[1:]:
        install_release(sys.argv[1])
        sys.exit()
    path = local_env.ensure()
    install(RUNNING)
    print(f"Ready. Commands are run as “.venv/bin/python manage.py …”; the secret and login are in {path}.")
