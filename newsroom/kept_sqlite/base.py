"""A connection to SQLite that is usable only while the file it opened is the one that stands there."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which believes any connection to a file: one moved away would be written to unseen."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, and remember which one it is."""
        connection = super().get_new_connection(conn_params)
        self._opened = _identity(self.settings_dict["NAME"])
        return connection

    def is_usable(self) -> bool:
        """Tell whether the same file still stands there; asked once a request."""
        return self._opened is not None and _identity(self.settings_dict["NAME"]) == self._opened


def _identity(name: Any) -> tuple[int, int] | None:
    """Return which file has this name; one in memory has no other that could take its place."""
    if ":memory:" in str(name) or "mode=memory" in str(name):
        return 0, 0
    try:
        status = Path(name).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
