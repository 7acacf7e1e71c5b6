"""Bring in every file of a folder and compare what is stored with what is right.

    python -m tools.check_documents FOLDER

FOLDER holds NAME.docx, NAME.odt and so on, each with NAME.json (NAME.expect.json beside a file that is
JSON itself): `contains`, `not_contains`, `once`, `lines` (texts), `strong`, `em`, `h2`, `h3` (every one, in
order), `headings`, `headings_some` (texts among them), `li` (their own texts, or how many), `links` (text to
address), `tables`, `rows`, `quotes`, `rules`, `empty`, `pictures` (how many), `title`, `citations`, `notes`,
and of an export of a site `articles` (the headlines).
Nothing is written: the stored markup is made as an import makes it. One line a file that differs.
"""

import json
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

from lxml import html as markup

TAGS = {"tables": "table", "rows": "tr", "quotes": "blockquote", "rules": "hr", "pictures": "figure"}
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def tidy(text: str) -> str:
    """Return a text as it is compared: kinds of blanks, digits and marks aside."""
    folded = unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b]", "", text))
    return " ".join(folded.translate(str.maketrans("“”„‘’", '"""\'\'')).split())


def stored(data: bytes, name: str) -> tuple[str, Any, str]:
    """Return the headline, the stored text as elements, and the words of its sources."""
    from articles.importing.reading import manuscript_of

    return _stored(manuscript_of(data, name))


def stored_site(path: Path) -> tuple[list[str], Any, str]:
    """Return the headlines of a site's posts, all that is stored of them as elements, and its sources."""
    from manuscripts.many import Posts
    from moving.arriving import feed, ghost, wordpress

    opened: dict[str, Any] = {"wordpress": wordpress.opened, "ghost": ghost.opened, "feed": feed.opened}
    site = opened[kind_of_site(path)](path)
    headlines, whole, sources = [], markup.fromstring("<div></div>"), []
    with Posts() as child:
        for post in site.posts():
            said = child.convert(post.html, address=site.name if site.name.startswith("http") else "")
            headline, root, cited = _stored(said)
            headlines.append(post.title or headline)
            whole.append(root)
            sources.append(cited)
    return headlines, whole, " ".join(sources)


def kind_of_site(path: Path) -> str:
    """Return of which system a file is an export, "" if of none."""
    from manuscripts import ManuscriptError
    from manuscripts.formats.kinds import SITES, kind_of

    try:
        kind_of(path.read_bytes(), path.name)
    except ManuscriptError as error:
        kind = str(error.values.get("kind"))
        return kind if kind in SITES else ""
    return ""


def _stored(found: Any) -> tuple[str, Any, str]:
    from articles.importing.body import body_of
    from publishing.richtext.document import Cite

    cites = {line.id: [Cite(f"source{at}")] for at, line in enumerate(found.references) if line.id}
    body = body_of(found, mentions=(), speakers={}, cites=cites, figures={}, comments={})
    sources = " ".join(f"{line.raw} {line.title} {line.url}" for line in found.references)
    return found.headline, markup.fromstring(f"<div>{body}</div>"), sources


def differences(headline: str, root: Any, sources: str, want: dict[str, Any]) -> list[str]:
    """Return what differs, a short phrase each."""
    for mark, signs in (("sup", RAISED), ("sub", LOWERED)):
        for element in root.iter(mark):
            element.text = (element.text or "").translate(signs)
    for block in root.iter("p", "h2", "h3", "li", "td", "th"):
        block.tail = f" {block.tail or ''}"
    text = tidy(f"{headline} {root.text_content()}")
    wrong = [f"lacks “{one[:40]}”" for one in want.get("contains", []) if tidy(one) not in text]
    wrong += [f"has “{one[:40]}”" for one in want.get("not_contains", []) if tidy(one) in text]
    wrong += [f"not once “{one[:40]}”" for one in want.get("once", []) if text.count(tidy(one)) != 1]
    wrong += [
        f"no note “{one[:40]}”" for one in want.get("notes", []) if tidy(one) not in tidy(f"{text} {sources}")
    ]
    if "title" in want and tidy(want["title"]) != tidy(headline):
        wrong.append(f"the headline is “{headline}”")
    headings = [tidy(one.text_content()) for one in root.iter("h2", "h3")] + [tidy(headline)]
    for key in ("headings", "headings_some"):
        wrong += [f"no heading “{one}”" for one in want.get(key, []) if tidy(one) not in headings]
    for tag in ("strong", "em", "h2", "h3"):
        runs = [tidy(one.text_content()) for one in root.iter(tag)]
        kept = [tidy(one) for one in want.get(tag, []) if tidy(one) != tidy(headline)]
        if tag in want and list(filter(None, runs)) != kept:
            wrong.append(f"{tag} is {runs}")
    return wrong + _counted(root, want) + _linked(root, want)


def _counted(root: Any, want: dict[str, Any]) -> list[str]:
    wrong = []
    for key, tag in TAGS.items():
        if key in want and (found := len(list(root.iter(tag)))) != want[key]:
            wrong.append(f"{found} {key}, not {want[key]}")
    if isinstance(want.get("li"), int) and (found := len(list(root.iter("li")))) != want["li"]:
        wrong.append(f"{found} items, not {want['li']}")
    return wrong


def _linked(root: Any, want: dict[str, Any]) -> list[str]:
    links = [(tidy(one.text_content()), one.get("href") or "") for one in root.iter("a")]
    return [
        f"no link “{words}”"
        for words, address in want.get("links", {}).items()
        if not any(
            shown in tidy(words) and leads.rstrip("/") == address.rstrip("/") for shown, leads in links
        )
    ]


def wrong_in(path: Path, want: dict[str, Any]) -> list[str]:
    """Return what differs in a document, or in the export of a site."""
    if not kind_of_site(path):
        return differences(*stored(path.read_bytes(), path.name), want)
    headlines, root, sources = stored_site(path)
    wrong = differences(" ".join(headlines), root, sources, want)
    if "articles" in want and list(map(tidy, headlines)) != list(map(tidy, want["articles"])):
        wrong.append(f"the articles are {headlines}")
    return wrong


def main(folder: str) -> int:
    """Check every file that has something beside it to be compared with."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    from manuscripts import ManuscriptError
    from publishing.errors import WorkflowError

    django.setup()
    right = checked = 0
    for path in sorted(Path(folder).iterdir()):
        beside = path.with_suffix(".expect.json" if path.suffix == ".json" else ".json")
        if path.name.endswith(".expect.json") or not beside.exists():
            continue
        checked += 1
        want = json.loads(beside.read_text(encoding="utf-8"))
        try:
            wrong = wrong_in(path, want)
        except (ManuscriptError, WorkflowError) as error:
            wrong = [f"refused: {error}"]
        right += not wrong
        if wrong:
            print(f"{path.name}: {'; '.join(wrong)[:300]}")
    print(f"{right}/{checked} hold")
    return int(right < checked)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
