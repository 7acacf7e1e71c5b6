"""A manuscript's blocks as stored markup, with its quotations and people marked."""

from collections.abc import Sequence

from manuscripts import Bullets, Heading, Manuscript, MentionSpan, Paragraph, Quotation, passages_of
from publishing.richtext import build


def body_of(manuscript: Manuscript, *, mentions: Sequence[MentionSpan], speakers: dict[str, str]) -> str:
    """Return the text's markup; `speakers` leads from a quotation's id to a person's key."""
    quotations = {quotation.id: quotation for quotation in manuscript.quotations}
    places: dict[tuple[int, int], list[MentionSpan]] = {}
    for span in mentions:
        places.setdefault((span.block, span.item), []).append(span)

    def inner(passage: Paragraph, block: int, item: int = 0) -> str:
        return _passage(passage, places.get((block, item), []), quotations, speakers)

    parts = []
    for number, block in enumerate(manuscript.blocks):
        match block:
            case Heading(text=text, level=level):
                parts.append(build.heading(level, build.text(text)))
            case Bullets(ordered=ordered):
                passages = enumerate(passages_of(block))
                lines = [inner(entry, number, item) for item, entry in passages]
                parts.append(build.numbered(lines) if ordered else build.bullets(lines))
            case Paragraph():
                parts.append(build.paragraph(inner(block, number)))
    return "".join(parts)


def _passage(
    passage: Paragraph,
    mentions: list[MentionSpan],
    quotations: dict[str, Quotation],
    speakers: dict[str, str],
) -> str:
    out, done = [], 0
    for quote in passage.quotes:
        out.append(_linked(passage.text, mentions, done, quote.start))
        person = speakers.get(quote.quotation, "")
        out.append(
            build.quotation(
                quote.quotation,
                _linked(passage.text, mentions, quote.start, quote.end),
                person=person,
                speaker="" if person else quotations[quote.quotation].speaker,
            )
        )
        done = quote.end
    out.append(_linked(passage.text, mentions, done, len(passage.text)))
    return "".join(out)


def _linked(text: str, mentions: list[MentionSpan], start: int, end: int) -> str:
    out, done = [], start
    for span in mentions:
        if start <= span.start and span.end <= end:
            out += [build.text(text[done : span.start]), build.mention(span.key, text[span.start : span.end])]
            done = span.end
    return "".join([*out, build.text(text[done:end])])
