"""A whole page: the article on it, without what stands around it."""

import json
import re
from dataclasses import replace
from typing import Any

import trafilatura

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.layout import bare
from manuscripts.manuscript import Heading, Manuscript, Paragraph
from manuscripts.remarks import Remark

from .fragment import LARGEST, parsed, sheet_of
from .reader import Reader

# Where the text of a page is said to be, the surest first.
PLACES = (
    ".//*[@itemprop='articleBody']",
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' e-content ')]",
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' post-content ')]",
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')]",
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' article-body ')]",
    ".//article",
    ".//main",
    ".//*[@role='main']",
    ".//*[@id='content']",
)
AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|share|sharing|social|related|recommend\w*|comments?|respond|breadcrumbs?|newsletter|subscribe|promo"
    r"|advert\w*|ads?|cookie\w*|byline|post-?meta|entry-meta|author-bio|pagination|toolbar|footer|skip-?link|p-author|dt-published|tags?-links)(?:$|[\s_-])",
    re.IGNORECASE,
)
FRAMES = frozenset(["nav", "aside", "footer", "header", "form"])
ARTICLES = frozenset(
    [
        "NewsArticle",
        "Article",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "TechArticle",
        "Report",
    ]
)
FEWEST_WORDS = 15
SITE_BEHIND = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")


def read_page(html: str) -> Manuscript:
    """Read a page that was saved or exported: the article, with what the page says of it."""
    if len(html) > LARGEST:
        raise ManuscriptError(Fault.TOO_LARGE, line=1)
    root = parsed(html, whole=True)
    said = _said(root)
    body = _body(root, html)
    title = said.headline or _title(root, body)
    _without_frame(body, title)
    reader = Reader(body, sheet_of(html))
    blocks = reader.blocks(body)
    if blocks and isinstance(blocks[0], Heading | Paragraph) and _says(blocks[0].text, title):
        blocks = blocks[1:]
    if (
        blocks
        and isinstance(blocks[0], Heading | Paragraph)
        and said.summary
        and _says(blocks[0].text, said.summary)
    ):
        blocks = blocks[1:]
    remarks = [Remark(notice, 0, str(count)) for notice, count in reader.left_out.items() if count]
    return replace(
        said, headline=title, blocks=tuple(blocks), notes=reader.read_notes(), remarks=tuple(remarks)
    )


def _said(root: Any) -> Manuscript:
    """Return what a page says of its article for machines."""
    data: dict[str, Any] = next(_articles(root), {})
    authors = data.get("author") or []
    authors = authors if isinstance(authors, list) else [authors]
    names = tuple(str(one.get("name", "") if isinstance(one, dict) else one).strip() for one in authors)
    names = names or tuple(filter(None, [_meta(root, "author", "article:author", "parsely-author")]))
    names = (
        names
        or tuple("".join(one.itertext()).strip() for one in root.xpath(".//*[contains(@class,'p-author')]"))[
            :1
        ]
    )
    html_ = root if root.tag == "html" else next(root.iter("html"), root)
    dates = root.xpath(".//time[@datetime and contains(@class,'dt-published')]/@datetime")
    return Manuscript(
        str(data.get("headline") or _meta(root, "og:title") or "").strip(),
        (),
        byline=tuple(name for name in names if name and not name.startswith("http")),
        summary=_summary(root),
        published=str(
            data.get("datePublished") or _meta(root, "article:published_time") or (dates[0] if dates else "")
        ),
        language=str(html_.get("lang") or html_.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        address=str(next(iter(root.xpath(".//link[@rel='canonical']/@href")), "")) or _meta(root, "og:url"),
        tags=tuple(map(str, root.xpath(".//meta[@property='article:tag']/@content")))[:30],
    )


def _summary(root: Any) -> str:
    """Return the subtitle a page shows; a description made for machines is not the writer's summary."""
    shown = root.xpath(
        ".//*[@data-field='subtitle' or contains(@class,'p-summary') or contains(@class,'standfirst')]"
    )
    return " ".join("".join(shown[0].itertext()).split())[:600] if shown else ""


def _articles(root: Any) -> Any:
    for script in root.xpath(".//script[@type='application/ld+json']")[:20]:
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for one in graph if isinstance(graph, list) else [graph]:
            kinds = one.get("@type") if isinstance(one, dict) else ""
            if ARTICLES & set(kinds if isinstance(kinds, list) else [kinds]):
                yield one


def _meta(root: Any, *names: str) -> str:
    for name in names:
        for found in root.xpath(".//meta[@property=$name or @name=$name]/@content", name=name):
            if found.strip():
                return str(found).strip()
    return ""


def _body(root: Any, html: str) -> Any:
    """Return the element that holds the article."""
    for place in PLACES:
        found = [one for one in root.xpath(place) if len("".join(one.itertext()).split()) >= FEWEST_WORDS]
        if found:
            return max(found, key=lambda one: len("".join(one.itertext())))
    body = next(root.iter("body"), root)
    blocks = sum(1 for one in body.iter("div", "nav", "aside", "section", "table"))
    if blocks > 10 and (
        chosen := trafilatura.extract(
            html,
            output_format="html",
            include_links=True,
            include_tables=True,
            include_images=True,
            include_formatting=True,
        )
    ):
        inner = parsed(chosen, whole=True)
        if len("".join(inner.itertext()).split()) >= FEWEST_WORDS:
            return next(inner.iter("body"), inner)
    return body


def _title(root: Any, body: Any) -> str:
    for place in (body, root):
        for found in place.iter("h1"):
            words = " ".join("".join(found.itertext()).split())
            if words:
                return words
    title = next(root.iter("title"), None)
    words = " ".join("".join(title.itertext()).split()) if title is not None else ""
    return SITE_BEHIND.sub("", words)


def _without_frame(body: Any, title: str) -> None:
    """Take out of an article what stands around its text; what holds the headline goes with it."""
    for element in list(body.iter("*")):
        if element is body or not isinstance(element.tag, str) or element.getparent() is None:
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_frame = element.tag in FRAMES and not (
            element.tag == "header" and element.find(".//p") is not None and not _holds(element, title)
        )
        if (
            is_frame
            or (AROUND.search(names) and element.tag not in ("p", "figure", "article", "main", "body"))
            or element.tag == "h1"
        ):
            if element.tag == "h1" and not _says("".join(element.itertext()), title):
                continue
            _take_out(element)


def _holds(element: Any, title: str) -> bool:
    return any(_says("".join(one.itertext()), title) for one in element.iter("h1", "h2"))


def _take_out(element: Any) -> None:
    parent, tail = element.getparent(), element.tail
    before = element.getprevious()
    if tail and tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _says(words: str, title: str) -> bool:
    return bare(words) == bare(title) != ""
