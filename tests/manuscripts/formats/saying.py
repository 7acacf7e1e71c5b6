"""What a manuscript says, as tests compare it."""

from manuscripts import Manuscript, Paragraph, texts_of


def texts(manuscript: Manuscript) -> list[str]:
    """Return all texts of a manuscript."""
    return [text for block in manuscript.blocks for text in texts_of(block)]


def marked(manuscript: Manuscript) -> list[tuple[str, str]]:
    """Return the words of every mark, with its kind or its value."""
    return [
        (mark.value or mark.kind.value, block.text[mark.start : mark.end])
        for block in manuscript.blocks
        if isinstance(block, Paragraph)
        for mark in block.marks
    ]
