"""`make upgrade TO=…`: bring a server to another release, and back again by itself if that is not well.

Each release has a folder of its own in releases/, with its packages; `current` leads to the one that is
served. What was begun is noted before it is done, so an upgrade that was cut off goes on where it was.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.release_source import bring_into, is_path, name_for
from tools.releases import (
    Server,
    Stopped,
    here,
    last_line,
    nobody_else,
    note_served_before,
    served_before,
    tidy,
    wait_until_well,
)


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


def size_of(folder: Path) -> int:
    """Return how many bytes a release takes, with its packages."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def bring(upgrade: Upgrade) -> None:
    """Put the release into its folder, whole or not at all."""
    if not upgrade.release.exists():
        bring_into(upgrade.release, source=upgrade.source, served=upgrade.server.served())


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
    tidy(upgrade.server, named={upgrade.name, upgrade.before})
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


def chosen(server: Server, to: str) -> Upgrade:
    """Return what is to be done: what was begun, or what is asked for."""
    found = begun(server)
    if found:
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


def main(arguments: Mapping[str, str]) -> int:
    """Upgrade, go on with an upgrade, or go back."""
    try:
        server = here()
        with nobody_else(server):
            if arguments.get("BACK"):
                back_by_hand(server)
            else:
                go_on(chosen(server, arguments.get("TO", "")))
    except Stopped as problem:
        sys.exit(str(problem))
    return 0


if __name__ == "__main__":
    given: dict[str, Any] = dict(part.partition("=")[::2] for part in sys.argv[1:])
    try:
        sys.exit(main(given))
    except KeyboardInterrupt:
        sys.exit("Cut off: “make upgrade” goes on, “make upgrade BACK=yes” goes back.")
