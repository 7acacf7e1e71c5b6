"""What stands beside the database and belongs to the newsroom: secrets, settings, templates of its own."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from .places import private

OWN, SETTINGS = "own", "settings"
LOCAL_ENV = "local.env"
LOCAL = "local/"


def own_files() -> Iterator[tuple[str, Path]]:
    """Yield local.env and the files of the folder `local`, each with its name in a backup."""
    local_env = Path(settings.DATA_DIR) / LOCAL_ENV
    if local_env.is_file():
        yield LOCAL_ENV, local_env
    folder = Path(settings.BASE_DIR) / LOCAL
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and "__pycache__" not in path.parts:
            yield LOCAL + path.relative_to(folder).as_posix(), path


def settings_file(path: Path) -> None:
    """Write the settings the site runs with, wherever they come from, as lines that can be read back."""
    lines = [f"{name}={quoted(value)}\n" for name, value in sorted(settings.GIVEN.items())]
    with private(path) as file:
        file.write(b"# The settings of the site this is a backup of.\n")
        file.writelines(line.encode() for line in lines)


def quoted(value: str) -> str:
    """Return a value as it stands in a file of settings."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
