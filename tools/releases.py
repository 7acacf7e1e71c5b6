"""A server and its releases: which one is served, which one was before, and how the server is told so."""

import fcntl
import os
import shlex
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import local_env

SETTINGS = Path("/etc/newsroom/newsroom.env")
RESTART = "systemctl restart newsroom newsroom-worker"
WELL_WITHIN = 120
"""Seconds a release has to be well in."""
KEPT = 3
"""How many releases stay, the one that is served among them."""


class Stopped(Exception):
    """Raised where an upgrade cannot go on; the message is for whoever asked for it."""


@dataclass
class Server:
    """Where things are on this machine, and how it is told to do something."""

    base: Path
    variables: Mapping[str, str]
    held: tuple[int, ...] = ()

    @property
    def releases(self) -> Path:
        return self.base / "releases"

    @property
    def current(self) -> Path:
        return self.base / "current"

    def served(self) -> Path:
        """Return the release that is served."""
        return self.current.resolve()

    def setting(self, name: str, default: str) -> str:
        """Return a setting of the units, or of whoever asks."""
        return os.environ.get(name, "").strip() or self.variables.get(name, "") or default

    def health(self) -> str:
        """Return where the server says how it is."""
        host, port = self.setting("HOST", "127.0.0.1"), self.setting("PORT", "8000")
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 (compared, not bound)
        return f"http://{host}:{port}/health/"

    def manage(self, release: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of a release as the units would."""
        python, own = str(release / ".venv" / "bin" / "python"), [str(release / "manage.py")]
        as_the_units = ["-P", "-m", "tools.as_newsroom"] if SETTINGS.exists() else own
        variables = dict(os.environ) | {"PYTHONPATH": str(release)}
        return self.run([python, *as_the_units, *arguments], cwd=release, env=variables)

    def run(self, command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        """Run a program; while it does, nobody else upgrades, though this process may be gone."""
        return subprocess.run(
            command,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=self.held,
            **how,
        )

    def restart(self) -> None:
        """Start the server and the worker anew, with what `current` leads to now."""
        done = subprocess.run(
            shlex.split(self.setting("UPGRADE_RESTART", RESTART)),
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Stopped(f"The server could not be started anew: {last_line(done.stderr + done.stdout)}")

    def lead_to(self, release: Path) -> None:
        """Have `current` lead to a release; there is never a moment in which it leads nowhere."""
        aside = self.base / ".current"
        aside.unlink(missing_ok=True)
        aside.symlink_to(release.relative_to(self.base))
        aside.replace(self.current)


def here() -> Server:
    """Return the server this release is on."""
    base = local_env.ROOT.parent.parent
    if local_env.ROOT.parent.name != "releases" or not (base / "current").is_symlink():
        raise Stopped(
            f"{local_env.ROOT} is no release on a server laid out as docs/deploying.md says. Where there is "
            "only a folder, bring the new files into it, and say “make run”."
        )
    return Server(base, local_env.read(SETTINGS) if SETTINGS.exists() else local_env.read())


@contextmanager
def nobody_else(server: Server) -> Iterator[None]:
    """See that one upgrade runs at a time, and that it may write here."""
    try:
        file = (server.base / ".upgrading").open("w")
    except OSError as problem:
        raise Stopped(
            f"{server.base} cannot be written to ({problem.strerror}): say “sudo make …”."
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stopped("Another upgrade is running: wait until it has ended.") from None
        server.held = (file.fileno(),)
        yield


def wait_until_well(server: Server) -> None:
    """Ask how the server is until it is well, for as long as that may take."""
    within = float(server.setting("UPGRADE_SECONDS", str(WELL_WITHIN)))
    deadline, said = time.monotonic() + within, "it does not answer"
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(server.health(), timeout=10) as answer:  # noqa: S310 (our own)
                if answer.status == 200:
                    return
        except OSError as problem:
            said = str(problem)
        time.sleep(0.5)
    raise Stopped(f"{server.health()} is not well after {within:.0f} seconds: {said}")


def note_served_before(server: Server, name: str) -> None:
    """Note the release to go back to: one that was served and well, not just any that is there."""
    aside = server.base / ".served-before.new"
    aside.write_text(name, encoding="utf-8")
    aside.replace(server.base / "served-before")


def served_before(server: Server) -> Path:
    """Return the release that was served before this one."""
    with suppress(FileNotFoundError):
        name = (server.base / "served-before").read_text(encoding="utf-8").strip()
        found = server.releases / name
        if name and found.is_dir() and found != server.served():
            return found
    raise Stopped(
        f"There is no release to go back to: {server.served().name} is the first that was served here, or "
        "the one before it was taken away."
    )


def tidy(server: Server, *, named: set[str]) -> None:
    """Take away releases of long ago, but none of those named."""
    others = [path for path in server.releases.iterdir() if path.is_dir() and path.name not in named]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - len(named) :]:
        shutil.rmtree(path, ignore_errors=True)


def last_line(text: str) -> str:
    """Return the last words a program said."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing."
