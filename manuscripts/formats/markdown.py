"""Markdown, with what stands above it, footnotes and tables: as HTML first, so that both are read alike."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.layout import bare
from manuscripts.manuscript import Embargo, Heading, Manuscript
from manuscripts.reading.embargo import moment_of
from manuscripts.remarks import Notice, Remark

from .front_matter import FrontMatter, split_front_matter
from .html.fragment import read_fragment

MOST_BRACKETS = 5_000
LARGEST = 1_000_000
# Nobody writes so many, and each is looked at with all that follow it.
MOST_BRACKETS = 5_000
COMMENTS = (("<!--", "-->"), ("{% comment %}", "{% endcomment %}"), ("{%- comment -%}", "{%- endcomment -%}"))
REMARK = re.compile(r"(?m)^%%[^%\n]*%%$")
# What other programs write into Markdown: links of Obsidian, templates of Jekyll and Hugo, marked words.
WIKI = re.compile(r"(?<!!)\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")
TEMPLATE = re.compile(r"\{%.{0,2000}?%\}|\{\{[<%].{0,2000}?[%>]\}\}", re.DOTALL)
ATTRIBUTES = re.compile(r"(?m)(?<![ \t])[ \t]*+\{[:#.][^{}\n]{0,200}\}[ \t]*$")
HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]{1,500})(?<=\S)==")
UNDEFINED = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
SIGNS = {
    "heading": re.compile(r"(?m)^#{1,6} +\S"),
    "underlined": re.compile(r"(?m)^\S.{2,}\n(?:={4,}|-{4,})[ \t]*$"),
    "bold": re.compile(r"(?<![\w*])(?:\*\*|__)(?=\S)[^*_\n]{1,300}(?<=\S)(?:\*\*|__)(?![\w*])"),
    "italic": re.compile(
        r"(?<![\w*_])(?:\*(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])\*|_(?=[^\s_])[^_\n]{1,300}(?<=[^\s_])_)(?![\w*_])"
    ),
    "link": re.compile(r"\[[^\]\n]{1,300}\]\((?:https?://|mailto:|/|#)[^)\s]{1,2000}[^)\n]{0,200}\)"),
    "picture": re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{1,2000}\)"),
    "note": re.compile(r"(?m)^\[\^[^\]\s]{1,40}\]:"),
    "quote": re.compile(r"(?m)^> ?\S"),
    "table": re.compile(r"(?m)^ *\|? *:?-{3,}:? *\|[-:| ]*$"),
    "code": re.compile(r"(?m)^```"),
}
EMBARGOED = (
    *("embargo", "embargoed", "embargo_until", "embargoed_until", "embargo-until", "embargoed-until"),
    *("embargo_date", "hold_until", "hold-until", "not_before", "not-before", "sperrfrist"),
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?")
STRONG = frozenset(["note", "table", "picture", "code"])


def is_markdown(text: str) -> bool:
    """Tell whether plain text is Markdown: by marks that prose does not have, one sure or two that may be."""
    if split_front_matter(text)[0].values:
        return True
    if text.count("[") > MOST_BRACKETS:
        return False
    found = {name for name, sign in SIGNS.items() if sign.search(text)}
    if (found & STRONG and len(found) > 1) or "note" in found or "table" in found:
        return True
    return len(found - {"italic"}) > 1 or found >= {"link", "italic"} or found >= {"heading", "italic"}


def read_markdown(data: bytes | str, name: str = "") -> Manuscript:
    """Read Markdown; the title above it, or its first heading of level 1, is the headline."""
    text = data if isinstance(data, str) else data.decode("utf-8-sig", "replace")
    if len(text) > LARGEST:
        raise ManuscriptError(Fault.TOO_LARGE, line=1)
    front, body = split_front_matter(text)
    body = as_common(TEMPLATE.sub("", body))
    manuscript = read_fragment(html_of(body))
    remarks = [Remark(Notice.FRONT_MATTER_LINE, line, words) for line, words in front.unread]
    remarks += [Remark(Notice.NOTE_WITHOUT_WORDS, 0, found[0]) for found in _undefined(body)]
    embargo = _embargo(front)
    if embargo is not None:
        notice = Notice.EMBARGO if embargo.moment else Notice.EMBARGO_UNREAD
        remarks.append(Remark(notice, 1, embargo.text))
    return _with_hints(replace(manuscript, embargo=embargo, remarks=(*manuscript.remarks, *remarks)), front)


def as_common(body: str) -> str:
    """Return a text without what other programs write into Markdown, templates aside."""
    for opening, closing in COMMENTS:
        body = without_between(body, opening, closing)
    body = WIKI.sub(lambda m: m[2] or m[1], REMARK.sub("", body))
    return HIGHLIGHT.sub(r"\1", ATTRIBUTES.sub("", body))


def without_between(text: str, opening: str, closing: str) -> str:
    """Leave out what stands between two signs, in time that grows with the text alone."""
    pieces: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
        pieces.append(text[at:start])
        at = end + len(closing)
    return "".join([*pieces, text[at:]])


def html_of(body: str) -> str:
    """Return Markdown as HTML, its footnotes in the shape the reader of HTML knows."""
    # Where each of thousands may open a link, every one is tried to the end of the paragraph.
    body = "\n\n".join(
        part.replace("[", "\\[") if part.count("[") > MOST_BRACKETS else part for part in body.split("\n\n")
    )
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])
    return str(renderer.use(footnote_plugin).render(body))


def _undefined(body: str) -> list[re.Match[str]]:
    defined = {found.group()[2:-2] for found in SIGNS["note"].finditer(body)}
    return [found for found in UNDEFINED.finditer(body) if found[1] not in defined]


def _embargo(front: FrontMatter) -> Embargo | None:
    """Return the embargo that stands above a text under one of its usual names."""
    name = next((name for name in EMBARGOED if front.one(name)), "")
    written = front.one(name)
    if not name or written.lower() in ("false", "no", "none"):
        return None
    moment = written if MOMENT.fullmatch(written) else moment_of(written)
    return Embargo(f"{name}: {written}", moment)


def _with_hints(manuscript: Manuscript, front: FrontMatter) -> Manuscript:
    blocks = list(manuscript.blocks)
    title = front.one("title", "headline")
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level < 2 and (not title or bare(first.text) == bare(title)):
        title = title or first.text
        blocks = blocks[1:]
    return replace(
        manuscript,
        headline=title,
        blocks=tuple(blocks),
        summary=front.one(
            "description", "summary", "excerpt", "subtitle", "dek", "standfirst", "lead", "deck"
        ),
        byline=tuple(
            name for given in front.all("author", "authors", "byline") for name in [given.removeprefix("By ")]
        ),
        tags=front.all("tags", "tag", "categories", "category", "keywords", "topics"),
        language=front.one("lang", "language", "locale"),
        slug=front.one("slug"),
        published=front.one("date", "published", "publishdate", "pubdate", "published_at", "created"),
        address=front.one("canonical_url", "canonical", "url", "permalink"),
    )
