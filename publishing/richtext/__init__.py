"""Rich text: the one markup contract of article bodies and profiles.

`sanitise` makes stored markup of anything; `render` turns that into neutral HTML to be frozen with an
edition; `resolve` fills it from what is current whenever it is shown. `extract` reads what becomes rows.
"""

from manuscripts.counting import count_words
from publishing.richtext import build
from publishing.richtext.characters import has_words, one_line, plain_lines
from publishing.richtext.contents import contents
from publishing.richtext.extracting import (
    Citation,
    CitationPlace,
    Extract,
    Heading,
    ImageUse,
    Mention,
    Quotation,
    extract,
    extract_blocks,
    summary_of,
    texts_of_blocks,
)
from publishing.richtext.kept import keeping
from publishing.richtext.limits import MAX_DEPTH, MAX_LENGTH, MAX_NODES, RichTextError
from publishing.richtext.merging import Conflict, Merge, merge, split_blocks, stretches
from publishing.richtext.nodes import EDITOR_EXTENSIONS, NODES, OWN_EXTENSIONS, Node
from publishing.richtext.plain import plain_text
from publishing.richtext.rendering import VERSION, render
from publishing.richtext.rendering_anew import TextWouldChange, render_anew, render_unnamed, visible
from publishing.richtext.resolving import Keys, Note, NotePlace, Picture, Resolved, keys, letter, resolve
from publishing.richtext.sanitising import sanitise
from publishing.richtext.unnaming import unnamed

__all__ = [
    "EDITOR_EXTENSIONS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_NODES",
    "NODES",
    "OWN_EXTENSIONS",
    "VERSION",
    "Citation",
    "CitationPlace",
    "Conflict",
    "Extract",
    "Heading",
    "ImageUse",
    "Keys",
    "Mention",
    "Merge",
    "Node",
    "Note",
    "NotePlace",
    "Picture",
    "Quotation",
    "Resolved",
    "RichTextError",
    "TextWouldChange",
    "build",
    "contents",
    "count_words",
    "extract",
    "extract_blocks",
    "has_words",
    "keeping",
    "keys",
    "letter",
    "merge",
    "one_line",
    "plain_lines",
    "plain_text",
    "render",
    "render_anew",
    "render_unnamed",
    "resolve",
    "sanitise",
    "split_blocks",
    "stretches",
    "summary_of",
    "texts_of_blocks",
    "unnamed",
    "visible",
]
