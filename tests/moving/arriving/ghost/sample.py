"""An export in the shape Ghost writes it."""

import json
from pathlib import Path
from typing import Any

LEXICAL: dict[str, Any] = {
    "root": {
        "type": "root",
        "children": [
            {
                "type": "paragraph",
                "children": [
                    {"type": "extended-text", "text": "A ", "format": 0},
                    {"type": "extended-text", "text": "bold", "format": 1},
                    {"type": "extended-text", "text": " word & a ", "format": 0},
                    {
                        "type": "link",
                        "url": "__GHOST_URL__/harbour/",
                        "children": [{"type": "extended-text", "text": "link", "format": 2}],
                    },
                ],
            },
            {
                "type": "extended-heading",
                "tag": "h2",
                "children": [{"type": "extended-text", "text": "Quays", "format": 0}],
            },
            {
                "type": "list",
                "listType": "number",
                "tag": "ol",
                "children": [
                    {"type": "listitem", "children": [{"type": "text", "text": "First"}]},
                    {"type": "listitem", "children": [{"type": "text", "text": "Second"}]},
                ],
            },
            {
                "type": "image",
                "src": "__GHOST_URL__/content/images/2024/03/crane.jpg",
                "alt": "A crane",
                "caption": "The <i>crane</i>",
            },
            {"type": "codeblock", "code": "a < b", "language": "c", "caption": ""},
            {"type": "html", "html": "<p>Only subscribers</p>", "visibility": {"web": {"nonMember": False}}},
            {"type": "paywall"},
            {"type": "paragraph", "children": [{"type": "text", "text": "Behind it."}]},
        ],
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "markups": [["strong"], ["a", ["href", "https://example.org/report"]]],
    "atoms": [["soft-return", "", {}]],
    "cards": [
        ["hr", {}],
        ["markdown", {"markdown": "## From Markdown\n\nWith a note.[^1]\n\n[^1]: The note."}],
        ["image", {"src": "/content/images/2018/05/pier.jpg", "alt": "A pier", "caption": "The pier"}],
    ],
    "sections": [
        [1, "p", [[0, [], 0, "Before "], [0, [0], 1, "strong"], [1, [], 0, 0], [0, [1], 1, "report"]]],
        [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
        [10, 0],
        [10, 1],
        [10, 2],
    ],
}
CARDS = (Path(__file__).parent / "cards.html").read_text(encoding="utf-8").strip()


def post(id: str, title: str, **given: Any) -> dict[str, Any]:
    """Return a row of the table of posts."""
    slug = title.lower().replace(" ", "-")
    row: dict[str, Any] = {
        "id": id,
        "uuid": f"uuid-{id}",
        "title": title,
        "slug": slug,
        "mobiledoc": None,
        "lexical": None,
        "html": f'<p>Text of {title}: a \\ and a " sign, {{[braces]}}.</p>',
        "comment_id": id,
        "plaintext": f"Text of {title}",
        "feature_image": None,
        "featured": 0,
        "type": "post",
        "status": "published",
        "locale": None,
        "visibility": "public",
        "email_recipient_filter": "all",
        "created_at": "2024-03-01T08:00:00.000Z",
        "updated_at": "2024-03-02T09:30:00.000Z",
        "published_at": "2024-03-01T10:00:00.000Z",
        "custom_excerpt": None,
        "codeinjection_head": "<script>alert(1)</script>",
        "codeinjection_foot": None,
        "custom_template": None,
        "canonical_url": None,
        "newsletter_id": None,
    }
    return row | given


def data() -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a small site."""
    return {
        "posts": [
            post(
                "p1",
                "Harbour",
                feature_image="__GHOST_URL__/content/images/2024/03/crane.jpg",
                custom_excerpt="In short.",
            ),
            post("p2", "Cards", html=CARDS),
            post("p3", "Lexical only", html=None, lexical=json.dumps(LEXICAL)),
            post("p4", "Mobiledoc only", html=None, mobiledoc=json.dumps(MOBILEDOC)),
            post("p5", "Members", visibility="members"),
            post(
                "p6", "Paid", visibility="paid", html="<p>Open words</p><!--members-only--><p>Paid words</p>"
            ),
            post("p7", "Tiers", visibility="tiers"),
            post("p8", "Draft", status="draft", published_at=None),
            post("p9", "To come", status="scheduled", published_at="2030-01-01T06:00:00.000Z"),
            post("p10", "Letter", status="sent"),
            post("p11", "Letter two"),
            post("p12", "About", type="page"),
            post("p13", "Elsewhere", canonical_url="https://first.example/story"),
        ],
        "posts_meta": [
            {
                "id": "m1",
                "post_id": "p1",
                "feature_image_alt": "A crane at work",
                "feature_image_caption": "The crane. <i>Ada &amp; Co</i>",
                "email_only": 0,
            },
            {"id": "m2", "post_id": "p11", "email_only": 1},
        ],
        "users": [
            {
                "id": "u1",
                "name": "Ada Byron",
                "slug": "ada",
                "email": "ada@example.org",
                "bio": "Writes.",
                "password": "$2a$10$x",
            },
            {"id": "u2", "name": "Bo Chen", "slug": "bo", "email": "bo@example.org", "bio": None},
        ],
        "tags": [
            {"id": "t1", "name": "Port", "slug": "port", "description": "All of it", "visibility": "public"},
            {"id": "t2", "name": "#wide", "slug": "hash-wide", "description": None, "visibility": "internal"},
            {"id": "t3", "name": "City", "slug": "city", "description": None, "visibility": "public"},
        ],
        "posts_authors": [
            {"id": "a1", "post_id": "p1", "author_id": "u2", "sort_order": 1},
            {"id": "a2", "post_id": "p1", "author_id": "u1", "sort_order": 0},
        ],
        "posts_tags": [
            {"id": "x1", "post_id": "p1", "tag_id": "t3", "sort_order": 2},
            {"id": "x2", "post_id": "p1", "tag_id": "t2", "sort_order": 1},
            {"id": "x3", "post_id": "p1", "tag_id": "t1", "sort_order": 0},
        ],
        "settings": [
            {"id": "s1", "key": "title", "value": "Harbour News"},
            {"id": "s2", "key": "locale", "value": "en"},
        ],
    }


def written(folder: Path, tables: dict[str, list[dict[str, Any]]] | None = None) -> Path:
    """Write an export as Ghost does, and return where."""
    file = folder / "harbour-news.ghost.2024-04-01.json"
    whole = {"db": [{"meta": {"exported_on": 1711965600000, "version": "5.80.0"}, "data": tables or data()}]}
    file.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return file
