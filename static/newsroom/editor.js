/*
 * The newsroom's own nodes and marks of the text editor, one file for each row of the markup contract
 * (publishing/richtext/nodes.py). An export's name is the name the contract gives the extension.
 */

import "./editor/style-guard.js"
import "./editor/toolbar.js"

export { Citation } from "./editor/citation.js"
export { Embed } from "./editor/embed.js"
export { LibraryFigure } from "./editor/figure.js"
export { Mention } from "./editor/mention.js"
export { MissingPicture } from "./editor/missing-picture.js"
export { Note } from "./editor/note.js"
export { PasteGuard } from "./editor/paste-guard.js"
export { Pictures } from "./editor/uploads.js"
export { BlockQuotation, InlineQuotation, PullQuote } from "./editor/quotation.js"
