"""Read any HTML as a text of the contract: what has no place in it is dropped, its words are kept."""

from collections.abc import Callable, Iterable

from publishing.richtext import attributes as check
from publishing.richtext.document import (
    PLAIN,
    Attribution,
    Block,
    BlockQuotation,
    Cite,
    Embed,
    Figure,
    Gap,
    Line,
    Marks,
    Paragraph,
    PullQuote,
    Rule,
    Run,
)
from publishing.richtext.flow import Flow
from publishing.richtext.kept import Kept
from publishing.richtext.limits import MAX_LIST_DEPTH
from publishing.richtext.lists import read_list
from publishing.richtext.nesting import BLOCKS, Element, nest
from publishing.richtext.nodes import NODES, match
from publishing.richtext.pruning import prune
from publishing.richtext.scan import Start, scan
from publishing.richtext.tables import read_table

_ALIASES = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}

# One quotation that was split among more speakers is no accident; looking at all of them costs their square.
_MOST_SPEAKERS = 20

Handler = Callable[["Reader", Element, dict[str, str], Marks, Flow], None]


def parse(source: str) -> list[Block]:
    """Return the blocks of a text, stored or from anywhere else."""
    tokens = scan(source)
    taken = {
        token.attributes["data-quote"]
        for token in tokens
        if isinstance(token, Start) and "data-quote" in token.attributes
    }
    reader = Reader(taken)
    flow = Flow(place="top", hoisted=reader.hoisted)
    reader.walk(nest(tokens).children, PLAIN, flow)
    return prune(flow.finish())


parsed = Kept(parse)
"""Returns the blocks of a stored text, to be looked at and never changed."""


class Reader:
    """One reading of one text. Blocks that may stand only at the top move behind what they were in."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.free = 0
        self.quotations: dict[str, list[Attribution]] = {}
        self.hoisted: list[Block] = []

    def walk(self, children: list[Element | str], marks: Marks, flow: Flow) -> None:
        """Add children to a flow, each by the node it is."""
        for child in children:
            if isinstance(child, str):
                flow.line.append(Run(child, marks))
            else:
                self.element(child, marks, flow)

    def element(self, element: Element, marks: Marks, flow: Flow) -> None:
        """Add one element, or only its words if it is none of the contract's nodes."""
        name = _ALIASES.get(element.name, element.name)
        found = match(name, self._named(name, element.attributes))
        if found:
            node, kept = found
            HANDLERS[node.name](self, element, kept, marks, flow)
        elif name == "br" or name in BLOCKS:
            self.lines(element, marks, flow)
            self._elsewhere(element, flow)
        else:
            self.walk(element.children, marks, flow)

    def _elsewhere(self, element: Element, flow: Flow) -> None:
        """Keep what stands at a service that is not allowed as a plain link."""
        url = check.link(element.attributes.get("data-embed", ""))
        if element.name == "figure" and url:
            flow.line.append(Run(url, PLAIN._replace(link=url)))
            flow.end_line()

    def lines(self, element: Element, marks: Marks, flow: Flow, tag: str = "p") -> None:
        """Add an element's content on lines of its own."""
        flow.end_line()
        self.walk(element.children, marks, flow)
        flow.end_line(tag)

    def inside(
        self, children: list[Element | str], marks: Marks, flow: Flow, *, deeper: int = 0
    ) -> list[Block]:
        """Return what stands inside an item, a cell or a quotation."""
        part = Flow(place="part", hoisted=self.hoisted, list_depth=flow.list_depth + deeper)
        self.walk(children, marks, part)
        return part.finish()

    def caption(self, children: list[Element | str]) -> Line:
        """Return a single line, whatever stands in it."""
        flow = Flow(place="line", hoisted=self.hoisted)
        self.walk(children, PLAIN, flow)
        return flow.finish_line()

    def _named(self, name: str, written: dict[str, str]) -> dict[str, str]:
        """Give a quotation that has no id the next free one."""
        needs = name == "blockquote" or (
            name == "q" and any(attribute in written for attribute in ("data-person", "data-speaker"))
        )
        if not needs or "data-pull" in written or check.key(written.get("data-quote", "")):
            return written
        return {**written, "data-quote": self._free_id()}

    def _free_id(self) -> str:
        while (candidate := f"q{self.free + 1}") in self.taken:
            self.free += 1
        self.taken.add(candidate)
        return candidate

    def attribution(self, kept: dict[str, str]) -> Attribution:
        """Return whose words these are; parts of one that disagree about it are two."""
        said = Attribution(kept["data-quote"], *(kept.get(name, "") for name in ATTRIBUTION_NAMES[1:]))
        quotations = self.quotations.setdefault(said.id, [])
        for place, quotation in enumerate(quotations[:_MOST_SPEAKERS]):
            if quotation.agrees_with(said):
                quotations[place] = quotation.filled_from(said)
                return said._replace(id=quotation.id)
        own = said._replace(id=self._free_id()) if quotations else said
        quotations.append(own)
        return own


def _paragraph(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    reader.lines(element, marks, flow)


def _heading(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    if flow.place != "top":
        return reader.lines(element, marks, flow)
    flow.end_line()
    line = Flow(place="line", hoisted=reader.hoisted)
    reader.walk(element.children, marks, line)
    return flow.add(Paragraph(line.finish_line(), _ALIASES.get(element.name, element.name)))


def _list(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    if flow.place == "line" or flow.list_depth >= MAX_LIST_DEPTH:
        return reader.lines(element, marks, flow)
    flow.end_line()
    start = kept.get("start", "")
    bullets = read_list(element, start, lambda content: reader.inside(content, marks, flow, deeper=1))
    return flow.add(bullets)


def _table(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    flow.end_line()
    table, stray = read_table(element, lambda content: reader.inside(content, marks, flow))
    flow.add_top(table, *reader.inside(stray, marks, flow))


def _rule(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    flow.end_line()
    if flow.place == "top":
        flow.add(Rule())


def _block_quotation(
    reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow
) -> None:
    attributed = any(name in element.attributes for name in ATTRIBUTION_NAMES)
    if flow.place != "top" and not attributed:
        return reader.lines(element, marks, flow)
    flow.end_line()
    said = reader.attribution(kept)
    blocks = reader.inside(element.children, marks, flow)
    return flow.add_top(BlockQuotation(said, blocks))


def _pull_quote(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    flow.end_line()
    blocks = reader.inside(element.children, marks, flow, deeper=MAX_LIST_DEPTH)
    flow.add_top(PullQuote(blocks))


def _figure(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    flow.end_line()
    caption = reader.caption(element.children)
    decorative = "data-decorative" in kept
    size, alt = kept.get("data-size", ""), "" if decorative else kept.get("data-alt", "")
    flow.add_top(Figure(kept["data-image"], alt, size, caption, decorative))


def _gap(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    flow.end_line()
    missing = Gap(kept["data-gap"], kept.get("data-alt", ""))
    flow.add_top(missing, *reader.inside(element.children, marks, flow))


def _embed(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    flow.end_line()
    flow.add_top(Embed(kept["data-embed"]), *reader.inside(element.children, marks, flow))


def _citation(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    flow.line.append(Cite(kept["data-reference"], kept.get("data-locator", ""), marks))


def _waiting_note(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    locator, words, read = (kept.get(name, "") for name in ("data-locator", "data-waiting", "data-read"))
    flow.line.append(Cite("", locator, marks, words, read))


def _mention(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    reader.walk(element.children, marks._replace(person=kept["data-person"], link=""), flow)


def _link(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    reader.walk(element.children, marks._replace(link=kept["href"], person=""), flow)


def _note(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    reader.walk(element.children, marks._replace(note=kept["data-note"]), flow)


def _bold(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    reader.walk(element.children, marks._replace(strong=True), flow)


def _italic(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    reader.walk(element.children, marks._replace(em=True), flow)


def _script(reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow) -> None:
    reader.walk(element.children, marks._replace(script=element.name), flow)


def _inline_quotation(
    reader: Reader, element: Element, kept: dict[str, str], marks: Marks, flow: Flow
) -> None:
    reader.walk(element.children, marks._replace(quotation=reader.attribution(kept)), flow)


ATTRIBUTION_NAMES = ("data-quote", "data-person", "data-speaker", "data-reference")

HANDLERS: dict[str, Handler] = {
    "paragraph": _paragraph,
    "heading 2": _heading,
    "heading 3": _heading,
    "bullet list": _list,
    "numbered list": _list,
    "table": _table,
    "rule": _rule,
    "bold": _bold,
    "italic": _italic,
    "superscript": _script,
    "subscript": _script,
    "citation": _citation,
    "waiting note": _waiting_note,
    "mention": _mention,
    "link": _link,
    "inline quotation": _inline_quotation,
    "pull quote": _pull_quote,
    "block quotation": _block_quotation,
    "figure": _figure,
    "missing picture": _gap,
    "embed": _embed,
    "private note": _note,
}
if HANDLERS.keys() != {node.name for node in NODES}:
    raise RuntimeError("every node of the contract needs a handler")
