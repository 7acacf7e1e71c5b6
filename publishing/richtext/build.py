"""Write stored markup from plain text, safely: for importers and for demonstration texts.

`text` makes markup of words; every other function takes markup and returns markup.
"""

from collections.abc import Iterable

from publishing.richtext.characters import escape
from publishing.richtext.document import Cite, Figure
from publishing.richtext.writing import open_figure, tag, write_cite


def text(words: str) -> str:
    """Return plain words as markup."""
    return escape(words)


def mention(key: str, name: str) -> str:
    """Return a person's name, linked to that person."""
    return f"{tag('a', data_person=key)}{escape(name)}</a>"


def citation(key: str, locator: str = "") -> str:
    """Return a note for a source; it belongs right behind the words it is for."""
    return write_cite(Cite(key, locator))


def quotation(id: str, inner: str, person: str = "", speaker: str = "", reference: str = "") -> str:
    """Return quoted words in running text; parts with the same id are one quotation."""
    return f"{_said('q', id, person, speaker, reference)}{inner}</q>"


def block_quotation(
    id: str, paragraphs: Iterable[str], person: str = "", speaker: str = "", reference: str = ""
) -> str:
    """Return a quotation that stands on its own; each paragraph is the markup of one."""
    inside = "".join(map(paragraph, paragraphs))
    return f"{_said('blockquote', id, person, speaker, reference)}{inside}</blockquote>"


def pull_quote(inner: str) -> str:
    """Return words of the article to be shown large."""
    return f'<blockquote data-pull="">{paragraph(inner)}</blockquote>'


def paragraph(inner: str) -> str:
    """Return a paragraph."""
    return f"<p>{inner}</p>"


def heading(level: int, inner: str) -> str:
    """Return a heading of level 2 or 3."""
    name = "h2" if level <= 2 else "h3"
    return f"<{name}>{inner}</{name}>"


def bullets(items: Iterable[str]) -> str:
    """Return a list with bullets."""
    return f"<ul>{_items(items)}</ul>"


def numbered(items: Iterable[str]) -> str:
    """Return a list with numbers."""
    return f"<ol>{_items(items)}</ol>"


def figure(
    key: str, caption: str = "", alt: str = "", size: str = "normal", *, decorative: bool = False
) -> str:
    """Return a picture of the library with its caption's markup."""
    inside = f"<figcaption>{caption}</figcaption>" if caption else ""
    shown = "" if size == "normal" else size
    return f"{open_figure(Figure(key, alt, shown, decorative=decorative))}{inside}</figure>"


def missing_picture(number: int, alt: str = "") -> str:
    """Return the place of a picture that is still to come; readers never see it."""
    return f"{tag('figure', data_gap=str(number), data_alt=alt)}</figure>"


def embed(url: str) -> str:
    """Return a post or player of an allowed service."""
    return f"{tag('figure', data_embed=url)}</figure>"


def _items(items: Iterable[str]) -> str:
    return "".join(f"<li><p>{item}</p></li>" for item in items)


def _said(name: str, id: str, person: str, speaker: str, reference: str) -> str:
    return tag(name, data_quote=id, data_person=person, data_speaker=speaker, data_reference=reference)
