"""The headings of a published text, for a list of what is in it."""

from collections.abc import Iterable, Iterator

from publishing.richtext.characters import raised
from publishing.richtext.extracting import Heading
from publishing.richtext.scan import Start, Token, scan

_LEVELS = ("2", "3")


def contents(neutral: str) -> Iterator[Heading]:
    """Yield a rendered text's headings in order, as plain words without their notes.

    The renderer writes every heading as `<h2 id="…">`, and no other `<` of a text is left unescaped.
    """
    for piece in neutral.split("<h")[1:]:
        level, _, rest = piece.partition(' id="')
        if level not in _LEVELS:
            continue
        name, _, inside = rest.partition('">')
        tokens = scan(inside.partition("</h")[0])
        words = " ".join("".join(_letters(tokens)).split())
        if words:
            yield Heading(int(level), words, name)


def _letters(tokens: Iterable[Token]) -> Iterator[str]:
    script = ""
    for token in tokens:
        if isinstance(token, str):
            yield raised(token, script)
        elif token.name in ("sup", "sub"):
            script = token.name if isinstance(token, Start) else ""
