"""What Ghost's editors keep of a post, as HTML: for posts whose HTML is not in the export."""

import json
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import manuscripts

DEEPEST = 100
# The bits of a text's format.
FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"))
MARKUPS = frozenset(["strong", "b", "em", "i", "sub", "sup", "code", "s", "del", "a", "u", "mark"])
CONTAINERS = {"paragraph": "p", "quote": "blockquote", "extended-quote": "blockquote", "aside": "blockquote"}
SILENT = frozenset(["email", "email-cta", "zwnj", "collection"])


def html_of_lexical(stored: str) -> str:
    """Return a post of the newer editor as HTML; empty if it is none."""
    try:
        root = json.loads(stored).get("root")
        return _node(root, 0) if isinstance(root, dict) else ""
    except (ValueError, RecursionError, AttributeError):
        return ""


def html_of_mobiledoc(stored: str) -> str:
    """Return a post of the older editor as HTML; empty if it is none."""
    try:
        document = json.loads(stored)
        return "".join(_section(section, document) for section in document.get("sections") or ())
    except (ValueError, RecursionError, AttributeError, TypeError, IndexError, KeyError):
        return ""


def _node(node: dict[str, Any], depth: int) -> str:
    kind = str(node.get("type") or "")
    if depth > DEEPEST or kind in SILENT:
        return ""
    if kind in ("text", "extended-text", "code-highlight"):
        return _text(node)
    if kind in ("linebreak", "tab"):
        return "<br>" if kind == "linebreak" else " "
    if kind == "codeblock" or kind not in CARDS:
        return _element(kind, node, depth)
    return CARDS[kind](node)


def _inner(node: dict[str, Any], depth: int) -> str:
    children = node.get("children") or ()
    return "".join(_node(child, depth + 1) for child in children if isinstance(child, dict))


def _element(kind: str, node: dict[str, Any], depth: int) -> str:
    inner = _inner(node, depth)
    if kind in CONTAINERS:
        return f"<{CONTAINERS[kind]}>{inner}</{CONTAINERS[kind]}>"
    if kind in ("heading", "extended-heading"):
        tag = str(node.get("tag") or "")
        tag = tag if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
        return f"<{tag}>{inner}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("tag") == "ol" or node.get("listType") == "number" else "ul"
        return f"<{tag}>{inner}</{tag}>"
    if kind == "listitem":
        return f"<li>{inner}</li>"
    if kind in ("link", "autolink", "at-link"):
        return f'<a href="{_quoted(node.get("url"))}">{inner}</a>'
    if kind == "codeblock":
        return f"<pre><code>{escape(_said(node, 'code'))}</code></pre>{_caption(node, 'p')}"
    return inner


def _text(node: dict[str, Any]) -> str:
    text = escape(str(node.get("text") or ""), quote=False)
    bits = node.get("format")
    for bit, tag in FORMATS:
        if isinstance(bits, int) and bits & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _image(card: dict[str, Any]) -> str:
    return f'<figure class="kg-card kg-image-card">{_picture(card)}{_caption(card)}</figure>'


def _picture(card: dict[str, Any]) -> str:
    return f'<img src="{_quoted(card.get("src"))}" alt="{_quoted(card.get("alt"))}">'


def _gallery(card: dict[str, Any]) -> str:
    pictures = "".join(_picture(one) for one in card.get("images") or () if isinstance(one, dict))
    return f'<figure class="kg-card kg-gallery-card">{pictures}{_caption(card)}</figure>'


def _bookmark(card: dict[str, Any]) -> str:
    said = card.get("metadata") if isinstance(card.get("metadata"), dict) else {}
    assert isinstance(said, dict)
    address = _quoted(card.get("url") or said.get("url"))
    lines = "".join(
        f'<div class="kg-bookmark-{name}">{escape(_said(said, name))}</div>'
        for name in ("title", "description", "publisher")
    )
    link = f'<a class="kg-bookmark-container" href="{address}">{lines}</a>'
    return f'<figure class="kg-card kg-bookmark-card">{link}{_caption(card)}</figure>'


def _callout(card: dict[str, Any]) -> str:
    text = _said(card, "calloutText")
    return f'<div class="kg-card kg-callout-card"><div class="kg-callout-text">{text}</div></div>'


def _toggle(card: dict[str, Any]) -> str:
    return (
        f'<div class="kg-card kg-toggle-card"><h4>{_said(card, "heading")}</h4>{_said(card, "content")}</div>'
    )


def _embed(card: dict[str, Any]) -> str:
    inside = _said(card, "html") or f'<iframe src="{_quoted(card.get("url"))}"></iframe>'
    return f'<figure class="kg-card kg-embed-card">{inside}{_caption(card)}</figure>'


def _recording(tag: str) -> Callable[[dict[str, Any]], str]:
    def made(card: dict[str, Any]) -> str:
        title = escape(_said(card, "title") or _said(card, "fileName"))
        inside = f'<{tag} src="{_quoted(card.get("src"))}"></{tag}><div class="kg-{tag}-title">{title}</div>'
        return f'<figure class="kg-card kg-{tag}-card">{inside}{_caption(card)}</figure>'

    return made


def _file(card: dict[str, Any]) -> str:
    title = escape(_said(card, "fileTitle") or _said(card, "title") or _said(card, "fileName"))
    caption = escape(_said(card, "fileCaption") or _said(card, "caption"))
    lines = f'<div class="kg-file-card-title">{title}</div><div class="kg-file-card-caption">{caption}</div>'
    return f'<div class="kg-card kg-file-card"><a href="{_quoted(card.get("src"))}">{lines}</a></div>'


def _product(card: dict[str, Any]) -> str:
    picture = f'<img src="{_quoted(card["productImageSrc"])}">' if card.get("productImageSrc") else ""
    words = f"<h4>{_said(card, 'productTitle')}</h4><div>{_said(card, 'productDescription')}</div>"
    link = _button(_said(card, "productButton"), card.get("productUrl"))
    return f'<div class="kg-card kg-product-card">{picture}{words}{link}</div>'


def _button(words: str, address: Any) -> str:
    return f'<p><a href="{_quoted(address)}">{words}</a></p>' if words and address else ""


def _header(card: dict[str, Any]) -> str:
    picture = _said(card, "backgroundImageSrc")
    shown = f'<img src="{_quoted(picture)}" alt="">' if picture else ""
    words = f"<h2>{_said(card, 'header')}</h2><p>{_said(card, 'subheader')}</p>"
    return f"{shown}{words}{_button(_said(card, 'buttonText'), card.get('buttonUrl'))}"


def _signup(card: dict[str, Any]) -> str:
    words = " ".join(escape(_said(card, name)) for name in ("header", "subheader", "disclaimer"))
    return f'<div class="kg-card kg-signup-card">{words}</div>'


def _call(card: dict[str, Any]) -> str:
    words = f"{_said(card, 'sponsorLabel')}{_said(card, 'textValue')}"
    link = _button(_said(card, "buttonText"), card.get("buttonUrl"))
    return _for_some(card, f'<div class="kg-card kg-cta-card"><div>{words}</div>{link}</div>')


def _html(card: dict[str, Any]) -> str:
    return _for_some(card, _said(card, "html"))


def _for_some(card: dict[str, Any], html: str) -> str:
    """Mark a card that not every reader of the site was shown, as Ghost does."""
    told = card.get("visibility")
    web = told.get("web") if isinstance(told, dict) else None
    shown = not isinstance(told, dict) or told.get("showOnWeb") is not False
    if isinstance(web, dict):
        shown = shown and bool(web.get("nonMember", True))
    if shown:
        return html
    return f"<!--kg-gated-block:begin nonMember:false -->{html}<!--kg-gated-block:end-->"


def _markdown(card: dict[str, Any]) -> str:
    return manuscripts.html_of(_said(card, "markdown"))


def _caption(card: dict[str, Any], tag: str = "figcaption") -> str:
    words = _said(card, "caption")
    return f"<{tag}>{words}</{tag}>" if words else ""


def _said(card: dict[str, Any], name: str) -> str:
    value = card.get(name)
    return value if isinstance(value, str) else ""


def _quoted(value: Any) -> str:
    return escape(value if isinstance(value, str) else "")


# By the names the editors give them, both of them.
CARDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "image": _image,
    "gallery": _gallery,
    "bookmark": _bookmark,
    "callout": _callout,
    "toggle": _toggle,
    "embed": _embed,
    "audio": _recording("audio"),
    "video": _recording("video"),
    "file": _file,
    "product": _product,
    "button": lambda card: _button(escape(_said(card, "buttonText")), card.get("buttonUrl")),
    "header": _header,
    "signup": _signup,
    "call-to-action": _call,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "code": lambda card: _element("codeblock", card, 0),
    "horizontalrule": lambda card: "<hr>",
    "hr": lambda card: "<hr>",
    "paywall": lambda card: "<!--members-only-->",
    "transistor": lambda card: '<div class="kg-card kg-transistor-card"></div>',
}


def _section(section: list[Any], document: dict[str, Any]) -> str:
    kind = section[0]
    if kind == 1:
        tag = section[1] if str(section[1]).isalnum() else "p"
        tag = {"pull-quote": "blockquote", "aside": "blockquote"}.get(str(section[1]), tag)
        return f"<{tag}>{_markers(section[2], document)}</{tag}>"
    if kind == 2:
        return f'<figure><img src="{_quoted(section[1])}"></figure>'
    if kind == 3:
        tag = "ol" if section[1] == "ol" else "ul"
        items = "".join(f"<li>{_markers(item, document)}</li>" for item in section[2])
        return f"<{tag}>{items}</{tag}>"
    if kind == 10:
        # Before version 0.3 the name and the content stand in the section itself.
        name, held = document["cards"][section[1]] if isinstance(section[1], int) else section[1:3]
        return CARDS[name](held) if name in CARDS and isinstance(held, dict) else ""
    return ""


def _markers(markers: Iterable[list[Any]], document: dict[str, Any]) -> str:
    made: list[str] = []
    open_tags: list[str] = []
    for marker in markers:
        kind, opened, closed, value = marker if len(marker) == 4 else (0, *marker)
        for number in opened:
            tag, *attributes = document["markups"][number]
            tag = tag if tag in MARKUPS else "span"
            given = attributes[0] if attributes else []
            named = dict(zip(given[::2], given[1::2], strict=False))
            made.append(f'<a href="{_quoted(named.get("href"))}">' if tag == "a" else f"<{tag}>")
            open_tags.append(tag)
        if kind == 0:
            made.append(escape(str(value), quote=False))
        else:
            made.append(
                "<br>"
                if document["atoms"][value][0] == "soft-return"
                else escape(str(document["atoms"][value][1]))
            )
        made += [f"</{open_tags.pop()}>" for _number in range(min(closed, len(open_tags)))]
    return "".join(made + [f"</{tag}>" for tag in reversed(open_tags)])
