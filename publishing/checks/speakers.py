"""Words in quotation marks that nobody is named for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.checks.draft import Draft, Passage, Place
from publishing.checks.findings import Finding, Remedy
from publishing.checks.kinds import Kind
from publishing.checks.quote_marks import is_inside, quoted_spans
from publishing.richtext.document import Attribution, Run

SAYS_SOMETHING = 8
"""From so many words on, what stands in quotation marks is taken for something somebody said."""

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WIDE_WORD = 2
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@dataclass(frozen=True)
class Said:
    """One stretch of quoted words; `id` is what the parts of one quotation share, "" for bare marks."""

    passage: Passage
    start: int
    words: str
    id: str = ""
    said: Attribution | None = None

    @property
    def has_speaker(self) -> bool:
        return self.said is not None and bool(self.said.person or self.said.speaker)

    def place(self, draft: Draft) -> Place:
        return draft.place(self.passage, self.start, self.words, about=self.id)


def speakers(draft: Draft) -> Iterator[Finding]:
    """Find quotations of which the text does not say whose words they are."""
    silent = [quotation for quotation in quotations(draft) if not quotation.has_speaker]
    if silent:
        places = tuple(quotation.place(draft) for quotation in silent)
        sentence = ngettext("Quotation without a speaker", "Quotations without a speaker", len(silent))
        yield Finding(Kind.SPEAKER, sentence, places, remedy=Remedy.SPEAKER, mark=_("who speaks?"))


def quotations(draft: Draft) -> list[Said]:
    """Return what the text quotes, each quotation once: what is marked as one, and long words in marks."""
    found: dict[str, Said] = {}
    for passage in draft.passages:
        for said in _in(passage):
            known = found.setdefault(said.id or f"{passage.block} {said.start} {said.words}", said)
            if said.said and known.said and not known.has_speaker and said.has_speaker:
                found[said.id] = Said(known.passage, known.start, known.words, said.id, said.said)
    return list(found.values())


def _in(passage: Passage) -> Iterator[Said]:
    if passage.said is not None:
        yield Said(passage, 0, passage.text, passage.said.id, passage.said)
        return
    if passage.tag != "p":
        return
    marked: list[tuple[int, int]] = []
    said: Said | None = None
    for at, leaf in passage.runs:
        if not isinstance(leaf, Run):
            continue
        attribution = leaf.marks.quotation
        if attribution or leaf.marks.link:
            marked.append((at, at + len(leaf.text)))
        if attribution and said is not None and said.said == attribution:
            said = Said(passage, said.start, said.words + leaf.text, attribution.id, attribution)
            continue
        if said is not None:
            yield said
        said = Said(passage, at, leaf.text, attribution.id, attribution) if attribution else None
    if said is not None:
        yield said
    yield from _bare(passage, marked)


def _bare(passage: Passage, marked: list[tuple[int, int]]) -> Iterator[Said]:
    """Yield what stands in quotation marks, marked as nothing and no link: speech, no title, no term."""
    for start, end in quoted_spans(passage.text):
        words = passage.text[start:end]
        if says_something(words) and not is_inside(marked, start, end):
            yield Said(passage, start, words)


def says_something(words: str) -> bool:
    """Tell speech from titles and terms: it is long, and its words are mostly small."""
    wide = len(_WIDE.findall(words))
    if wide:
        return wide >= _WIDE_WORD * SAYS_SOMETHING
    found = _WORD.findall(words)
    long = [word for word in found[1:] if len(word) > 3]
    capital = sum(word[0].isupper() for word in long)
    return len(found) >= SAYS_SOMETHING and 3 * capital < 2 * len(long)
