/*
 * The text editor: the newsroom's own nodes and marks, one file for each row of the markup contract
 * (publishing/richtext/nodes.py), and what happens while one writes. An export's name is the name by which
 * publishing/admin/editor.py asks for it.
 */

import "./editor/style-guard.js"
import { listNotes } from "./editor/notes-list.js"
import { listSources } from "./editor/sources-list.js"

export { Attributions } from "./editor/attributions.js"
export { Citation } from "./editor/citation.js"
export { Embed } from "./editor/embed.js"
export { LibraryFigure } from "./editor/figure.js"
export { Keys } from "./editor/keys.js"
export { Link } from "./editor/link.js"
export { HorizontalRule, OrderedList } from "./editor/lists.js"
export { Mention } from "./editor/mention.js"
export { MissingPicture } from "./editor/missing-picture.js"
export { Note } from "./editor/note.js"
export { Numbering } from "./editor/numbering.js"
export { PasteGuard } from "./editor/paste-guard.js"
export { Pasting } from "./editor/pasting.js"
export { Pictures } from "./editor/uploads.js"
export { BlockQuotation, InlineQuotation, PullQuote } from "./editor/quotation.js"
export { Subscript, Superscript } from "./editor/scripts.js"
export { Slash } from "./editor/slash.js"
export { Table } from "./editor/table.js"
export { Toolbar as Menu } from "./editor/toolbar.js"
export { WaitingNote } from "./editor/waiting-note.js"
export { Typography } from "./editor/typography.js"

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  if (!textarea.closest(".words")) return
  listSources(editor)
  listNotes(editor)
})
