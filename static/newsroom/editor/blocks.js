/* The blocks a text is made of, as the menu offers them. */

import { embedCard } from "./embed.js"
import { tableTools } from "./table.js"

const isAtTop = (editor) => editor.state.selection.$from.depth === 1
const runs = (command, ...values) => (editor) => editor.chain().focus()[command](...values).run()

/** In the order of the menu; `isShown` leaves out what cannot stand where the caret is. */
export const BLOCKS = [
  ...tableTools,
  { name: "heading2", mark: "##", isShown: isAtTop, run: runs("setHeading", { level: 2 }) },
  { name: "heading3", mark: "###", isShown: isAtTop, run: runs("setHeading", { level: 3 }) },
  { name: "bulletList", mark: "-", isShown: (editor) => editor.can().toggleBulletList(), run: runs("toggleBulletList") },
  { name: "orderedList", mark: "1.", isShown: (editor) => editor.can().toggleOrderedList(), run: runs("toggleOrderedList") },
  { name: "blockQuotation", mark: ">", isShown: isAtTop, run: runs("toggleBlockQuotation") },
  { name: "pullQuote", isShown: isAtTop, run: runs("togglePullQuote") },
  { name: "figure", isShown: isAtTop, tool: "figure" },
  { name: "table", isShown: isAtTop, run: runs("makeTable") },
  { name: "embed", isShown: isAtTop, run: (editor) => embedCard(editor) },
  { name: "horizontalRule", mark: "---", isShown: isAtTop, run: runs("setHorizontalRule") },
  { name: "citation", mark: "[[", run: runs("citeSource") },
  { name: "mention", mark: "@", run: runs("linkPerson") },
  { name: "link", run: runs("editLink") },
]
