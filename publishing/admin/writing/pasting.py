"""What a clipboard holds, read on the server as files are, and answered as markup of the contract.

Nothing is made by it. A note that names a source the newsroom knows cites it at once; any other waits in
the text. A picture leaves a place, which the page fills with what the clipboard has of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from manuscripts import (
    Block,
    BlockQuote,
    Bullets,
    Cite,
    Figure,
    Heading,
    Manuscript,
    ManuscriptError,
    Note,
    Paragraph,
    Table,
    every_block,
)
from manuscripts.child import convert_clipboard
from manuscripts.citing import read_notes
from publishing.admin.writing.pasted import (
    kept_words,
    left_out_words,
    program_of,
    refused_words,
    summary_words,
)
from publishing.richtext import RichTextError, document, waiting
from publishing.richtext.characters import one_line
from publishing.richtext.from_manuscript import Known, markup_of
from publishing.richtext.settling import Waiting

LARGEST = 4_000_000
"""Letters of a clipboard; a whole book has fewer."""


class PastingMixin:
    """Adds the address at which the page has a clipboard read."""

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("paste/", self.paste_view, "paste"), *super().pages()]  # type: ignore[misc]

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        return data | {
            "addresses": data["addresses"] | {"paste": self.url("paste")},
            "words": data["words"] | summary_words(),
        }

    def paste_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Answer a clipboard with markup, what was kept, and what was left out."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        html, plain = (request.POST.get(name, "").replace("\x00", "") for name in ("html", "plain"))
        if len(html) > LARGEST or len(plain) > LARGEST:
            said = _(
                "This is too much to paste at once. Save it as a file and bring that in, or paste it in "
                "parts."
            )
            return JsonResponse({"said": said}, status=413)
        try:
            manuscript = with_uncited(convert_clipboard(html, plain))
            return JsonResponse(self.pasted(request, manuscript, program=program_of(html)))
        except RichTextError as refusal:
            return JsonResponse({"said": str(refusal)}, status=422)
        except ManuscriptError as error:
            return JsonResponse({"said": refused_words(error)}, status=422)

    def pasted(self: Any, request: HttpRequest, manuscript: Manuscript, *, program: str) -> dict[str, Any]:
        """Return what the page puts into the text, and what it says of it."""
        notes = waiting_notes(manuscript.notes)
        settled = self.settled(request, [note for note, _locator in notes.values()], may_make=False)
        cites = {
            name: [document.Cite(key, locator) for key in settled.keys.get(note, ())]
            or [document.Cite("", locator, words=note.words, read=note.read)]
            for name, (note, locator) in notes.items()
        }
        kept = kept_in(manuscript.blocks)
        kept["notes"] = len({cite.note for cite in cites_in(manuscript.blocks) if cite.note in notes})
        left_out = left_out_words(manuscript.remarks)
        figures = [block for block in every_block(manuscript.blocks) if isinstance(block, Figure)]
        return {
            "html": markup_of(manuscript.blocks, known=Known(cites=cites)),
            "pictures": [{"address": figure.address, "alt": figure.alt} for figure in figures],
            "program": program,
            # Of words alone there is nothing to say: they are what one sees.
            "kept": kept_words(kept, program=program) if left_out or +kept else "",
            "left_out": left_out,
        }


def waiting_notes(notes: Iterable[Note]) -> dict[str, tuple[Waiting, str]]:
    """Return notes by their ids as they wait in a text, each with the place in its source."""
    notes = list(notes)
    read = read_notes(notes)
    sources = {source.id: source for source in read.sources}
    found = {}
    for note in notes:
        cited = [(sources[id], locator) for id, locator in read.cited.get(note.id, ()) if id in sources]
        # By the id it had among the notes of one text it would be another source in the next.
        lines = waiting.written(replace(source, id="") for source, _locator in cited)
        locator = cited[0][1] if len(cited) == 1 else ""
        found[note.id] = (Waiting(words_of(note), waiting.as_read(lines) or ""), locator)
    return found


def words_of(note: Note) -> str:
    """Return the words of a note in one line."""
    return one_line(" ".join(paragraph.text for paragraph in note.paragraphs))


def with_uncited(manuscript: Manuscript) -> Manuscript:
    """Return a manuscript with the words of notes that cannot wait where they are cited behind its text."""
    cited = {cite.note for cite in cites_in(manuscript.blocks)}
    fits = {note.id for note in manuscript.notes if 0 < len(words_of(note)) <= waiting.LONGEST}
    rest = [note for note in manuscript.notes if note.id not in cited & fits]
    behind = tuple(paragraph for note in rest for paragraph in note.paragraphs)
    notes = tuple(note for note in manuscript.notes if note.id in cited & fits)
    return replace(manuscript, blocks=(*manuscript.blocks, *behind), notes=notes)


def cites_in(blocks: Iterable[Block]) -> Iterator[Cite]:
    """Yield the cites of a text."""
    for block in every_block(blocks):
        if isinstance(block, Paragraph | Heading):
            yield from block.cites
        elif isinstance(block, Figure) and block.caption:
            yield from block.caption.cites


def kept_in(blocks: Iterable[Block]) -> Counter[str]:
    """Count what a person would look for after a paste."""
    names = {Heading: "headings", Table: "tables", Figure: "pictures", BlockQuote: "quotes", Bullets: "lists"}
    inside_lists = 0
    kept: Counter[str] = Counter()
    for block in every_block(blocks):
        if name := names.get(type(block)):
            kept[name] += 1
        if isinstance(block, Bullets):
            inside_lists += sum(isinstance(one, Bullets) for item in block.items for one in item.blocks)
    kept["lists"] -= inside_lists
    return kept
