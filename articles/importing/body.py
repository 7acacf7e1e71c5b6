"""A manuscript's blocks as stored markup, with its quotations, people and sources marked."""

from collections.abc import Mapping, Sequence

from manuscripts import Manuscript, MentionSpan
from publishing.richtext.document import Attribution, Cite, Figure
from publishing.richtext.from_manuscript import Known, markup_of


def body_of(
    manuscript: Manuscript,
    *,
    mentions: Sequence[MentionSpan],
    speakers: Mapping[str, str],
    cites: Mapping[str, Sequence[Cite]],
    figures: Mapping[str, Figure],
    comments: Mapping[str, str],
) -> str:
    """Return the text's markup.

    `speakers` leads from a quotation's id to a person's key, `cites` from a source's id to the notes
    that stand there, `figures` and `comments` from a picture or comment to what was made of it.
    """
    quotations = {
        said.id: Attribution(
            said.id,
            person=speakers.get(said.id, ""),
            speaker="" if said.id in speakers else said.speaker,
        )
        for said in manuscript.quotations
    }
    known = Known(
        mentions=mentions,
        quotations=quotations,
        cites=cites,
        figures=figures,
        comments=comments,
    )
    return markup_of(manuscript.blocks, known=known)
