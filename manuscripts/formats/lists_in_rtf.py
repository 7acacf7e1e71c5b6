"""The marks of items, as RTF keeps them for programs that know no lists."""

import re

NUMBERED = re.compile(r"\W*(?:\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,7})(?:[.):]|(?:\.\d{1,4})+[.)]?)\W*")


def is_ordered(marker: str) -> bool:
    """Tell whether a mark numbers an item."""
    return NUMBERED.fullmatch(marker.strip()) is not None
