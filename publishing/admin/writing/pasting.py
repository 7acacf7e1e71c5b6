"""What a clipboard holds, read on the server as files are, and answered as markup of the contract.

Nothing is made by it. A note that names a source the newsroom knows cites it at once; any other waits in
the text. A picture leaves a place, which the page fills with what the clipboard has of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

import manuscripts
from manuscripts import (
    Block,
    BlockQuote,
    Bullets,
    Figure,
    Heading,
    Manuscript,
    ManuscriptError,
    Note,
    Table,
    every_block,
)
from manuscripts.child import convert_clipboard
from publishing.admin.writing.pasted import (
    kept_words,
    left_out_words,
    program_of,
    refused_words,
    summary_words,
)
from publishing.admin.writing.pasted_article import (
    READINGS,
    FoundPeople,
    article_of,
    cites_in,
    waiting_sources,
    with_sources_cited,
)
from publishing.admin.writing.pasted_article import summary_words as article_words
from publishing.richtext import RichTextError, document, waiting
from publishing.richtext.characters import one_line
from publishing.richtext.from_manuscript import Known, markup_of
from publishing.richtext.settling import Waiting

LARGEST = 4_000_000
"""Letters of a clipboard; a whole book has fewer."""


class PastingMixin:
    """Adds the address at which the page has a clipboard read."""

    reads_articles: ClassVar[bool] = False
    """Whether a whole article pasted into an empty text is read as one, with a headline of its own."""

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("paste/", self.paste_view, "paste"), *super().pages()]  # type: ignore[misc]

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        return data | {
            "addresses": data["addresses"] | {"paste": self.url("paste")},
            "words": data["words"] | summary_words() | article_words(),
            "article": self.article_fields() if self.reads_articles else None,
        }

    def article_fields(self: Any) -> dict[str, str]:
        """Return the names of the fields that what stands above a text goes into."""
        return {"headline": self.headline_field, "summary": self.summary_field}

    def with_people(self, request: HttpRequest, manuscript: Manuscript) -> tuple[Manuscript, FoundPeople]:
        """Return a pasted article, and whom of those it names the newsroom knows."""
        return manuscript, FoundPeople()

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
            manuscript = with_uncited(convert_clipboard(html, plain, reading=self.reading_asked(request)))
            return JsonResponse(self.pasted(request, manuscript, program=program_of(html)))
        except RichTextError as refusal:
            return JsonResponse({"said": str(refusal)}, status=422)
        except ManuscriptError as error:
            return JsonResponse({"said": refused_words(error)}, status=422)

    def reading_asked(self, request: HttpRequest) -> str:
        """Return how the page wants it read: as what it is, or, where nothing stands yet, as an article."""
        reading = request.POST.get("reading", "")
        return reading if self.reads_articles and reading in READINGS else ""

    def pasted(self: Any, request: HttpRequest, manuscript: Manuscript, *, program: str) -> dict[str, Any]:
        """Return what the page puts into the text, and what it says of it."""
        manuscript = with_sources_cited(manuscript)
        people = FoundPeople()
        if self.reading_asked(request):
            manuscript, people = self.with_people(request, manuscript)
        cites = self.cites_for(request, manuscript)
        kept = kept_in(manuscript.blocks)
        kept["notes"] = len({cite.note for cite in cites_in(manuscript.blocks) if cite.note in cites})
        left_out = left_out_words(manuscript.remarks)
        article = article_of(manuscript, people)
        known = Known(cites=cites, mentions=people.mentions, quotations=attributions(manuscript, people))
        figures = [block for block in every_block(manuscript.blocks) if isinstance(block, Figure)]
        return {
            "html": markup_of(manuscript.blocks, known=known),
            "pictures": [{"address": figure.address, "alt": figure.alt} for figure in figures],
            "program": program,
            # Of words alone there is nothing to say: they are what one sees.
            "kept": kept_words(kept, program=program) if article or left_out or +kept else "",
            "left_out": left_out,
            "article": article,
        }

    def cites_for(self: Any, request: HttpRequest, manuscript: Manuscript) -> dict[str, list[document.Cite]]:
        """Return the citations of what a text cites: of known sources, else of notes that wait for theirs."""
        named = {name: ([note], locator) for name, (note, locator) in waiting_notes(manuscript.notes).items()}
        named = {name: (notes, "") for name, notes in waiting_sources(manuscript.references).items()} | named
        notes = [note for found, _locator in named.values() for note in found]
        settled = self.settled(request, notes, may_make=False)
        return {
            name: [cite for note in found for cite in _cites(note, locator, settled.keys.get(note, ()))]
            for name, (found, locator) in named.items()
        }


def _cites(note: Waiting, locator: str, keys: Iterable[str]) -> list[document.Cite]:
    cites = [document.Cite(key, locator) for key in keys]
    return cites or [document.Cite("", locator, words=note.words, read=note.read)]


def attributions(manuscript: Manuscript, people: FoundPeople) -> dict[str, document.Attribution]:
    """Return who is said to have spoken in each quotation: somebody known, or by the words of the text."""
    return {
        said.id: document.Attribution(
            said.id,
            person=people.speakers.get(said.id, ""),
            speaker="" if said.id in people.speakers else said.speaker,
        )
        for said in manuscript.quotations
    }


def waiting_notes(notes: Iterable[Note]) -> dict[str, tuple[Waiting, str]]:
    """Return notes by their ids as they wait in a text, each with the place in its source."""
    notes = list(notes)
    read = manuscripts.read_notes(notes)
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
