"""The sections of the desk, in the order of a working day."""

SECTIONS = (
    "articles.Article",
    "pages.Page",
    "profiles.Person",
    "references.Reference",
    "references.Publisher",
    "publishing.Tag",
    "images.Image",
)
"""What is worked with; the rest follows."""


def place_of(label: str) -> tuple[int, str]:
    """Return where a kind of row stands among the sections, to sort by."""
    return (SECTIONS.index(label), "") if label in SECTIONS else (len(SECTIONS), label)
