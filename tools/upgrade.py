"""`make upgrade TO=…`: bring a server to another release, and back again by itself if that is not well.

Each release has a folder of its own in releases/, with its packages; `current` leads to the one that is
served. What was begun is noted before it is done, so an upgrade that was cut off goes on where it was.
"""

import fcntl
import json
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools import local_env

SETTINGS = Path("/etc/newsroom/newsroom.env")
RESTART = "systemctl restart newsroom newsroom-worker"
WELL_WITHIN = 120
"""Seconds a release has to be well in."""
KEPT = 3
"""How many releases stay, the one that is served among them."""
LEFT_OUT = {".git", ".venv", "var", ".current", "__pycache__"}
ARCHIVES = (".tar.gz", ".tgz", ".tar.xz", ".tar")


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


@dataclass
class Upgrade:
    """What was begun, as it is noted."""

    server: Server
    source: str
    before: str
    name: str
    done: list[str] = field(default_factory=list)
    backup: str = ""

    @property
    def note(self) -> Path:
        return note_of(self.server)

    @property
    def release(self) -> Path:
        return self.server.releases / self.name

    def keep(self) -> None:
        """Note how far it is, so that the machine's own end loses nothing of it."""
        values = {"source": self.source, "before": self.before, "name": self.name}
        aside = self.note.with_suffix(".new")
        with aside.open("w", encoding="utf-8") as file:
            json.dump(values | {"done": self.done, "backup": self.backup}, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.note)


def note_of(server: Server) -> Path:
    """Return where an upgrade that was begun is noted."""
    return server.base / "upgrading.json"


def begun(server: Server) -> Upgrade | None:
    """Return what was begun and not ended."""
    with suppress(FileNotFoundError, ValueError):
        return Upgrade(server, **json.loads(note_of(server).read_text(encoding="utf-8")))
    return None


def enough_room(upgrade: Upgrade) -> None:
    """See that the disk has room for another release and for what is written meanwhile."""
    needed = 2 * size_of(upgrade.server.served()) + 200_000_000
    free = shutil.disk_usage(upgrade.server.releases).free
    if free < needed:
        raise Stopped(
            f"There is not enough room in {upgrade.server.releases}: {needed // 10**6} MB are needed, "
            f"{free // 10**6} MB are free."
        )


def bring(upgrade: Upgrade) -> None:
    """Put the release into its folder, whole or not at all."""
    if upgrade.release.exists():
        return
    aside = upgrade.server.releases / f".{upgrade.name}.part"
    shutil.rmtree(aside, ignore_errors=True)
    source = Path(upgrade.source)
    if source.is_dir():
        shutil.copytree(source, aside, symlinks=True, ignore=lambda _at, names: LEFT_OUT & set(names))
    elif source.is_file():
        unpack(source, aside)
    else:
        from_tag(upgrade.server.served(), upgrade.source, aside)
    if not (aside / "manage.py").exists():
        raise Stopped(f"“{upgrade.source}” is no Newsroom: there is no manage.py in it.")
    aside.rename(upgrade.release)


def unpack(source: Path, aside: Path) -> None:
    """Unpack an archive, with or without a folder around it all."""
    aside.mkdir()
    try:
        with tarfile.open(source) as archive:
            archive.extractall(aside, filter="data")
    except (tarfile.TarError, OSError) as problem:
        raise Stopped(f"“{source}” cannot be unpacked: {problem}") from None
    inside = list(aside.iterdir())
    if len(inside) == 1 and inside[0].is_dir():
        inner = inside[0].rename(aside.with_name(f"{aside.name}.inner"))
        aside.rmdir()
        inner.rename(aside)


def from_tag(served: Path, tag: str, aside: Path) -> None:
    """Take a tag or branch of the repository that the served release is a clone of."""
    if not (served / ".git").exists():
        raise Stopped(f"“{tag}” is neither a folder nor an archive, and {served} is no clone with tags.")
    options = ["--quiet", "--branch", tag, "--depth", "1"]
    command = [shutil.which("git") or "git", "clone", *options, "--", origin_of(served), str(aside)]
    cloned = subprocess.run(command, check=False, capture_output=True, text=True)
    if cloned.returncode:
        raise Stopped(f"“{tag}” could not be fetched: {last_line(cloned.stderr)}")


def origin_of(served: Path) -> str:
    """Return where a clone came from."""
    command = [shutil.which("git") or "git", "-C", str(served), "remote", "get-url", "origin"]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip() or str(served)


def install(upgrade: Upgrade) -> None:
    """Install the packages of the release, each with its hash checked, into a place of its own."""
    fleet = upgrade.server.served() / ".venv" / "installed-requirements-fleet.txt.sha256"
    named = "requirements-fleet.txt" if fleet.exists() else "requirements.txt"
    command = [sys.executable, "-m", "tools.environment", named]
    done = upgrade.server.run(command, cwd=upgrade.release)
    if done.returncode:
        raise Stopped(f"The packages could not be installed: {last_line(done.stdout)}")


def check(upgrade: Upgrade) -> None:
    """Have the release look at the settings it will be run with."""
    run(upgrade, upgrade.release, "check", "--deploy", "--fail-level", "ERROR")


def back_up(upgrade: Upgrade) -> None:
    """Make a backup with the release that is served, before anything of its data is changed."""
    target = upgrade.server.setting("BACKUP_TARGET", "")
    if not target:
        raise Stopped("There is nowhere to back up to: set BACKUP_TARGET, as docs/deploying.md says.")
    said = run(upgrade, upgrade.server.releases / upgrade.before, "backup", target, "--quiet")
    upgrade.backup = last_line(said)


def prepare(upgrade: Upgrade) -> None:
    """Bring the database up to the release and put its static files beside those that are served."""
    run(upgrade, upgrade.release, "prepare")


def switch(upgrade: Upgrade) -> None:
    """Have `current` lead to the release."""
    upgrade.server.lead_to(upgrade.release)


def restart(upgrade: Upgrade) -> None:
    """Start it, and wait until it is well."""
    upgrade.server.restart()
    wait_until_well(upgrade.server)


Step = Callable[[Upgrade], None]
STEPS: tuple[tuple[str, Step], ...] = (
    ("Looking for room", enough_room),
    ("Bringing the release", bring),
    ("Installing its packages", install),
    ("Checking the settings", check),
    ("Backing up", back_up),
    ("Bringing the database and the static files up to date", prepare),
    ("Leading to the new release", switch),
    ("Starting it, and waiting until it is well", restart),
)
FROM_HERE_SERVED = {"switch", "restart"}


def run(upgrade: Upgrade, release: Path, *arguments: str) -> str:
    """Run a command and return what it said; stop with its last words if it fails."""
    done = upgrade.server.manage(release, *arguments)
    if done.returncode:
        print("\n".join("    " + line for line in done.stdout.splitlines()[-20:]), flush=True)
        raise Stopped(f"“manage.py {' '.join(arguments)}” failed: {last_line(done.stdout)}")
    return done.stdout


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


def go_on(upgrade: Upgrade) -> None:
    """Do what is left to do; where that fails, see that the release of before is served."""
    for words, step in STEPS:
        if step.__name__ in upgrade.done:
            continue
        print(f"{words} …", flush=True)
        try:
            step(upgrade)
        except (Stopped, OSError) as problem:
            print(f"Stopped: {problem}", flush=True)
            go_back(upgrade)
            raise SystemExit(1) from None
        upgrade.done.append(step.__name__)
        upgrade.keep()
    note_served_before(upgrade.server, upgrade.before)
    upgrade.note.unlink(missing_ok=True)
    tidy(upgrade)
    print(
        f"Done: {upgrade.name} is served. “make upgrade BACK=yes” serves {upgrade.before} again.", flush=True
    )


def go_back(upgrade: Upgrade) -> None:
    """Serve the release of before; the database stays as it is, because every release can live with that."""
    before = upgrade.server.releases / upgrade.before
    if upgrade.server.served() != before.resolve() or FROM_HERE_SERVED & set(upgrade.done):
        print(f"Going back to {upgrade.before} …", flush=True)
        upgrade.server.lead_to(before)
        try:
            upgrade.server.restart()
            wait_until_well(upgrade.server)
        except (Stopped, OSError) as problem:
            print(how_to_restore(upgrade, problem), flush=True)
            raise SystemExit(2) from None
    upgrade.note.unlink(missing_ok=True)
    kept = " The database has had the changes of the new one, which it can live with." * (
        "prepare" in upgrade.done
    )
    print(f"{upgrade.before} is served as before, and nothing is lost.{kept}", flush=True)


def how_to_restore(upgrade: Upgrade, problem: Exception) -> str:
    """Say what is left to do by hand: what was saved since the backup is the newsroom's alone to give up."""
    said = f"{upgrade.before} is not well either: {problem} Look into “journalctl -u newsroom -n 50”."
    if upgrade.backup:
        target = upgrade.server.setting("BACKUP_TARGET", "TARGET")
        command = f"“sudo newsroom restore {target} {upgrade.backup} --replace”"
        said += f" {command} brings back the backup of before, but nothing saved since."
    return said


def tidy(upgrade: Upgrade) -> None:
    """Take away releases of long ago."""
    named = {upgrade.name, upgrade.before}
    others = [path for path in upgrade.server.releases.iterdir() if path.is_dir() and path.name not in named]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - len(named) :]:
        shutil.rmtree(path, ignore_errors=True)


def size_of(folder: Path) -> int:
    """Return how many bytes a release takes, with its packages."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing."


def is_path(source: str) -> bool:
    """Tell whether this can be no tag or branch; those may have a slash in them, too."""
    return source.startswith(("/", ".", "~")) or source.endswith(("/", *ARCHIVES))


def name_for(source: str, server: Server) -> str:
    """Return what the folder of a release is called."""
    name = Path(source.rstrip("/")).name
    for ending in ARCHIVES:
        name = name.removesuffix(ending)
    name = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in name).lstrip(".-")
    if not name:
        raise Stopped(f"“{source}” gives no release a name.")
    taken = server.releases / name
    # The same name again is another release.
    return f"{name}-{time.strftime('%Y%m%d-%H%M%S')}" if taken.exists() else name


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


def here() -> Server:
    """Return the server this release is on."""
    base = local_env.ROOT.parent.parent
    if local_env.ROOT.parent.name != "releases" or not (base / "current").is_symlink():
        raise Stopped(
            f"{local_env.ROOT} is no release on a server laid out as docs/deploying.md says. Where there is "
            "only a folder, bring the new files into it, and say “make run”."
        )
    return Server(base, local_env.read(SETTINGS) if SETTINGS.exists() else local_env.read())


def chosen(server: Server, to: str, *, back: bool) -> Upgrade:
    """Return what is to be done: what was begun, or what is asked for."""
    found = begun(server)
    if found and not back:
        if to and to != found.source:
            raise Stopped(
                f"An upgrade to {found.name} was begun: “make upgrade” goes on with it, "
                "“make upgrade BACK=yes” goes back."
            )
        print(f"Going on with the upgrade to {found.name} …", flush=True)
        return found
    if not to:
        raise Stopped("Say which release: “make upgrade TO=newsroom-1.2.tar.gz”, a folder, or a tag.")
    if is_path(to) and not Path(to).exists():
        raise Stopped(f"There is no file or folder {to}.")
    source = str(Path(to).resolve()) if Path(to).exists() else to
    made = Upgrade(server, source=source, before=server.served().name, name=name_for(to, server))
    made.keep()
    return made


def main(arguments: Mapping[str, str]) -> int:
    """Upgrade, go on with an upgrade, or go back."""
    try:
        server = here()
        with nobody_else(server):
            if arguments.get("BACK"):
                back_by_hand(server)
            else:
                go_on(chosen(server, arguments.get("TO", ""), back=False))
    except Stopped as problem:
        sys.exit(str(problem))
    return 0


def back_by_hand(server: Server) -> None:
    """Serve the release of before again; where that is not well, the one that is served now stays."""
    found = begun(server)
    if found is not None:
        go_back(found)
        return
    served, before = server.served(), served_before(server)
    print(f"Going back to {before.name} …", flush=True)
    try:
        server.lead_to(before)
        server.restart()
        wait_until_well(server)
    except (Stopped, OSError) as problem:
        print(f"Stopped: {problem}", flush=True)
        go_back(Upgrade(server, source="", before=served.name, name=before.name, done=["switch"]))
        raise SystemExit(1) from None
    note_served_before(server, served.name)
    print(f"{before.name} is served as before, and nothing is lost.", flush=True)


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


if __name__ == "__main__":
    given: dict[str, Any] = dict(part.partition("=")[::2] for part in sys.argv[1:])
    try:
        sys.exit(main(given))
    except KeyboardInterrupt:
        sys.exit("Cut off: “make upgrade” goes on, “make upgrade BACK=yes” goes back.")
