"""Fields of Word: a code that is not text, and a result that is."""

import re
from dataclasses import dataclass, field

from manuscripts.formats.managers import csl_in, is_bibliography

LINK = re.compile(
    r'HYPERLINK\s+(?:\\[lmnot]\s+)*(?:"([^"]*)"|(\S+))(?:.*?\\l\s+"?([^"\s]*)"?)?', re.IGNORECASE | re.DOTALL
)
CONTENTS = re.compile(r"\s*(?:TOC|INDEX|TOA)\b", re.IGNORECASE)
CITATION = re.compile(r"\s*CITATION\s+(\S+)", re.IGNORECASE)
MORE = re.compile(r"\\m\s+(\S+)", re.IGNORECASE)
LOCAL = re.compile(r"HYPERLINK\s+\\l\b", re.IGNORECASE)
SAFE = re.compile(r"(?:https?://[^\s<>\"]+|mailto:[^\s<>\"]+@[^\s<>\"]+)\Z", re.IGNORECASE)


@dataclass
class Field:
    """One field while it is read."""

    code: str = ""
    in_result: bool = False
    link: str = ""
    csl: tuple[str, ...] = ()
    left_out: str = ""
    words: list[str] = field(default_factory=list)

    def understand(self, sources: dict[str, str]) -> None:
        """Read the code, when it is whole."""
        self.in_result = True
        if CONTENTS.match(self.code):
            self.left_out = "contents"
        elif is_bibliography(self.code):
            self.left_out = "bibliography"
        elif found := CITATION.match(self.code):
            tags = [found[1], *MORE.findall(self.code)]
            self.csl = tuple(sources[tag] for tag in tags if tag in sources)
        elif not (csl := csl_in(self.code)):
            self.link = link_in(self.code)
        else:
            self.csl = csl


def link_in(code: str) -> str:
    """Return the address a field leads to; a place inside the document is none."""
    found = LINK.search(code)
    if found is None or LOCAL.search(code):
        return ""
    address = found[1] or found[2] or ""
    return safe(address + (f"#{found[3]}" if found[3] and "#" not in address else ""))


def safe(address: str) -> str:
    """Return an address of the web or of mail; "" for all others."""
    address = address.strip()
    return address if SAFE.match(address) else ""
