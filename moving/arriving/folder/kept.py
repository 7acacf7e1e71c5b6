"""Documents that were read in a limited process: once, and kept on disk while a folder is gone over."""

import json
import tempfile
from typing import BinaryIO, cast

from articles.importing import manuscript_of
from articles.importing.sentences import fault_in_words
from manuscripts import Manuscript, ManuscriptError
from manuscripts.packing import packed, unpacked


class Kept:
    """What the documents of a folder say, by their names."""

    def __init__(self) -> None:
        self._file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115
        self._spans: dict[str, tuple[int, int]] = {}
        self._faults: dict[str, str] = {}

    def read(self, data: bytes, name: str) -> Manuscript | str:
        """Read a document, and keep what it says; or return the sentence that says why it cannot be read."""
        try:
            found = manuscript_of(data, name)
        except ManuscriptError as error:
            self._faults[name] = fault_in_words(name, error)
            return self._faults[name]
        start = self._file.seek(0, 2)
        self._file.write(json.dumps(packed(found)).encode("ascii"))
        self._spans[name] = (start, self._file.tell())
        return found

    def known(self, name: str) -> Manuscript | str:
        """Return what was read before."""
        if name in self._faults:
            return self._faults[name]
        start, end = self._spans[name]
        self._file.seek(start)
        return unpacked(json.loads(self._file.read(end - start)))
