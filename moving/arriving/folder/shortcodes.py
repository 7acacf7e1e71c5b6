"""What site generators write into texts: what has a meaning here becomes HTML, what has none is said."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

from manuscripts import Notice, Remark

LONGEST_SAID = 300
HUGO = re.compile(
    r"\{\{(?P<sign>[<%])\s*(?P<close>/)?\s*(?P<name>[\w./-]+)(?P<given>(?:(?!\{\{).){0,2000}?)/?\s*[>%]\}\}",
    re.DOTALL,
)
LIQUID = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<given>(?:(?!\{%).){0,2000}?)-?%\}", re.DOTALL)
OUTPUT = re.compile(r"\{\{-?\s*(?P<given>[^{}<%][^{}]*?)\s*-?\}\}")
# Words inside these are taken as they stand.
SHOWN = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
HIDDEN = re.compile(
    r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{\{[<%]/\*(?:(?!\{\{).){0,2000}?\*/[>%]\}\}",
    re.DOTALL,
)
CODE = re.compile(
    r"\{%-?\s*(?:highlight|codeblock|code)\b[^%]*%\}(?P<liquid>.*?)\{%-?\s*end(?:highlight|codeblock|code)\s*-?%\}"
    r"|\{\{[<%]\s*highlight\b[^}]*?[>%]\}\}(?P<hugo>.*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.DOTALL,
)
QUOTED = re.compile(
    r"\{%-?\s*(?:blockquote|pullquote|quote)\b(?P<given>[^%]*)%\}(?P<words>.*?)\{%-?\s*end(?:blockquote|pullquote|quote)\s*-?%\}",
    re.DOTALL,
)
PAIR = re.compile(
    r"""(?:(?P<name>[\w-]+)\s*[=:]\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`|(?P<bare>[^\s"'=,]+))"""
)
FENCED = re.compile(r"(?ms)^(?P<fence>`{3,}+|~{3,}+)[^\n]*\n.*?^(?P=fence)[`~]*[ \t]*$|`[^`\n]+`")
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?|svg)(?:[?#]|$)", re.IGNORECASE)
IMPORT = re.compile(
    r"(?m)^(?:import\s[^\n]*?from\s+['\"][^\n]*|import\s+['\"][^\n]*|export\s+(?:const|let|default|function)\b[^\n]*)$"
)
COMPONENT = re.compile(r"</?[A-Z][\w.]*\b(?:[^<>\"'{}]|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*/?>")
REMARK = re.compile(r"\{/\*(?:(?!\{/).){0,5000}?\*/\}", re.DOTALL)
ENDED = ("highlight", "codeblock", "{% code", "{%- code", "raw", "comment", "quote")
MOST_ENDED = 400
ENDLESS = re.compile(
    r"\{%-?\s*(?:end)?(?:highlight|codeblock|code|raw|comment|\w{0,6}quote)\b[^{}]{0,500}%\}|\{\{[<%]\s*/?\s*highlight\b[^{}]{0,500}\}\}"
)
MORE = re.compile(r"<!--\s*(?:more|excerpt(?:-end)?|end)\s*-->", re.IGNORECASE)
SHOWS = {
    "youtube": "https://www.youtube.com/embed/{}",
    "youtubeplayer": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}",
}
PLACES = {
    "instagram": "https://www.instagram.com/p/{}/",
    "spotify": "https://open.spotify.com/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "codepen": "https://codepen.io/{}",
    "asciinema": "https://asciinema.org/a/{}",
}
ADDRESSED = frozenset(["ref", "relref", "post_url", "link", "asset_path"])
# They end what began before, or only say how something is shown.
SILENT = frozenset(["toc", "table_of_contents", "break", "clear", "clearfix"])


@dataclass
class Codes:
    """The codes of one text: `lead` knows where other files of the site went."""

    lead: Callable[[str], str]
    remarks: list[Remark] = field(default_factory=list)

    def read(self, text: str, *, is_mdx: bool = False) -> str:
        """Return a text in which nothing of a generator is left but inside code."""
        if sum(map(text.count, ENDED)) > MOST_ENDED:
            # Each that has no end is looked for to the end of the text; no writer has so many.
            text = ENDLESS.sub("", text)
        text = MORE.sub("", HIDDEN.sub("", CODE.sub(_fence, text)))
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            kept.append(found[1] if found.re is SHOWN else found[0])
            return f"\x00{len(kept) - 1}\x00"

        text = FENCED.sub(keep, SHOWN.sub(keep, text))
        text = QUOTED.sub(self._quoted, text)
        text = LIQUID.sub(self._liquid, HUGO.sub(self._hugo, text))
        text = OUTPUT.sub(self._output, text)
        if is_mdx:
            text = COMPONENT.sub(self._component, REMARK.sub("", IMPORT.sub("", text)))
        return re.sub(
            r"\x00(\d+)\x00",
            lambda found: kept[int(found[1])],
            re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text),
        )

    def _hugo(self, found: re.Match[str]) -> str:
        if found["close"]:
            return ""
        return self._made(found["name"].lower(), found["given"], found[0])

    def _liquid(self, found: re.Match[str]) -> str:
        name, given = found["name"].lower(), found["given"].strip()
        if name in ("include", "include_relative", "render", "include_cached"):
            file, _blank, given = given.partition(" ")
            name = file.strip("\"',").rsplit("/", 1)[-1].partition(".")[0].lower()
        if name.startswith("end"):
            return ""
        return self._made(name, given, found[0])

    def _made(self, name: str, given: str, whole: str) -> str:
        """Return what a code means here; else nothing, and say so."""
        named, plain = _given(given)
        name = name.rsplit("/", 1)[-1]
        if name in ADDRESSED:
            return self.lead(next(iter([*plain, *named.values()]), ""))
        first = named.get("id") or named.get("src") or named.get("url") or next(iter(plain), "")
        if name in SHOWS and first:
            address = first if first.startswith("http") else SHOWS[name].format(first)
            return f'\n\n<iframe src="{escape(address)}"></iframe>\n\n'
        if name in PLACES and first:
            return self._linked(
                first if first.startswith("http") else PLACES[name].format("/".join(plain) or first)
            )
        if name in ("tweet", "twitter", "x", "x-simple") and (address := _post_of(named, plain)):
            return self._linked(address)
        if name == "gist" and plain:
            return self._linked(f"https://gist.github.com/{'/'.join(plain[:2])}")
        if picture := _picture(name, named, plain):
            return picture
        if name not in SILENT:
            self._leave_out(whole)
        return ""

    def _output(self, found: re.Match[str]) -> str:
        """Return what is written out: an address of the site, or words between quote marks."""
        said = found["given"].strip()
        if said in ("site.baseurl", "site.url", "base_url", "page.url"):
            return ""
        value, _bar, filters = said.partition("|")
        if literal := re.fullmatch(r"""["'](.*)["']\s*""", value.strip()):
            return self.lead(literal[1]) if "url" in filters else literal[1]
        self._leave_out(found[0])
        return ""

    def _quoted(self, found: re.Match[str]) -> str:
        who = " ".join(found["given"].strip(" -").split())
        lines = [*found["words"].strip().splitlines(), *(["", f"— {who}"] if who else [])]
        return "\n\n" + "\n".join(f"> {line}" for line in lines) + "\n\n"

    def _component(self, found: re.Match[str]) -> str:
        if found[0].startswith("</"):
            return ""
        name = found[0][1:].split()[0].rstrip("/>").lower()
        named, plain = _given(found[0][len(name) + 1 :].rstrip("/>"))
        if (made := _picture(name, named, plain)) and name in ("image", "img", "picture", "figure"):
            return made
        if name in SHOWS and (first := named.get("id") or named.get("url")):
            address = first if first.startswith("http") else SHOWS[name].format(first)
            return f'\n\n<iframe src="{escape(address)}"></iframe>\n\n'
        self._leave_out(found[0])
        return ""

    def _linked(self, address: str) -> str:
        self.remarks.append(Remark(Notice.PART_AS_LINK, 0, address[:LONGEST_SAID]))
        return f"\n\n[{address}]({address})\n\n"

    def _leave_out(self, whole: str) -> None:
        self.remarks.append(Remark(Notice.PART_LEFT_OUT, 0, " ".join(whole.split())[:LONGEST_SAID]))


def _given(text: str) -> tuple[dict[str, str], list[str]]:
    """Return what a code is given, by name and in order."""
    named: dict[str, str] = {}
    plain: list[str] = []
    for found in PAIR.finditer(text):
        value = next(
            value
            for value in (found["double"], found["single"], found["raw"], found["bare"])
            if value is not None
        )
        if found["name"]:
            named.setdefault(found["name"].lower(), unescape(value))
        else:
            plain.append(unescape(value))
    return named, plain


def _picture(name: str, named: dict[str, str], plain: list[str]) -> str:
    """Return the picture a code shows, "" if it shows none."""
    said = ("src", "url", "image_path", "image", "img", "path", "file", "link")
    source = next((named[key] for key in said if PICTURE.search(named.get(key, ""))), "")
    at = next((number for number, value in enumerate(plain) if PICTURE.search(value)), None)
    words = [] if at is None else [value for value in plain[at + 1 :] if not value.isdecimal()]
    source = source or ("" if at is None else plain[at])
    if not source:
        return ""
    alt = named.get("alt") or (words[1] if len(words) > 1 else words[0] if words else "")
    title = named.get("title", "") if name != "image" or "caption" not in named else ""
    caption = " ".join(
        filter(None, [title, named.get("caption") or named.get("description", ""), named.get("attr", "")])
    )
    if not caption and len(words) > 1:
        caption = words[0]
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'\n\n<figure><img src="{escape(source)}" alt="{escape(alt)}">{below}</figure>\n\n'


def _post_of(named: dict[str, str], plain: list[str]) -> str:
    """Return where a short message stands."""
    id = named.get("id") or next((value for value in plain if value.isdecimal()), "")
    if address := next((value for value in [*plain, *named.values()] if value.startswith("http")), ""):
        return address
    return f"https://twitter.com/{named.get('user') or 'i/web'}/status/{id}" if id else ""


def _fence(found: re.Match[str]) -> str:
    words = found["liquid"] if found["liquid"] is not None else found["hugo"]
    return "\n\n```\n" + words.strip("\n") + "\n```\n\n"
