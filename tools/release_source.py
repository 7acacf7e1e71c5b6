"""Where a release comes from: a folder, an archive, or a tag of the repository."""

import shutil
import subprocess
import tarfile
import time
from pathlib import Path

from tools.releases import Server, Stopped, last_line

LEFT_OUT = {".git", ".venv", "var", ".current", "__pycache__"}
ARCHIVES = (".tar.gz", ".tgz", ".tar.xz", ".tar")


def bring_into(folder: Path, *, source: str, served: Path) -> None:
    """Bring a release from a folder, an archive or a tag into its own folder, whole or not at all."""
    aside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    if Path(source).is_dir():
        shutil.copytree(source, aside, symlinks=True, ignore=lambda _at, names: LEFT_OUT & set(names))
    elif Path(source).is_file():
        unpack(Path(source), aside)
    else:
        from_tag(served, source, aside)
    if not (aside / "manage.py").exists():
        raise Stopped(f"“{source}” is no Newsroom: there is no manage.py in it.")
    aside.rename(folder)


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
