/* The caret goes along where a page has to be loaded anew. */

import { editor, form } from "./form.js"

const PLACE = "newsroom-caret"
const LONGEST = 20_000

/** Remember where the caret is, for the page that comes next in this tab. */
export const rememberCaret = () => {
  const box = form.querySelector(".ProseMirror")
  const isInText = Boolean(box?.contains(document.activeElement))
  const { from, to, $from } = box?.editor?.state.selection ?? {}
  // A space at the end of a line is not stored, and whoever has just typed it goes on behind it.
  const isBehindSpace = isInText && from === to && /\s$/.test($from.parent.textContent) && $from.parentOffset === $from.parent.content.size
  const field = isInText ? null : document.activeElement?.name
  const caret = { isInText, isBehindSpace, field, from, to, top: document.scrollingElement.scrollTop, at: Date.now() }
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(caret))
  } catch {
    // The caret begins where it always does.
  }
}

const remembered = () => {
  try {
    const caret = JSON.parse(sessionStorage.getItem(PLACE))
    sessionStorage.removeItem(PLACE)
    return caret && Date.now() - caret.at < LONGEST ? caret : null
  } catch {
    return null
  }
}

const restore = async () => {
  const caret = remembered()
  if (!caret) return
  if (caret.isInText) {
    const there = await editor()
    const end = there.state.doc.content.size
    const back = caret.isBehindSpace ? 1 : 0
    const from = Math.min(caret.from - back, end)
    if (there.state.doc.resolve(from).parent.inlineContent) there.commands.setTextSelection({ from, to: Math.min(caret.to - back, end) })
    else if (there.state.doc.nodeAt(from)) there.commands.setNodeSelection(from)
    // An empty line at the end is not saved: what is typed next belongs there, not in the place of what stands last.
    else there.chain().insertContentAt(end, { type: "paragraph" }).setTextSelection(end + 1).run()
    if (back) there.view.dispatch(there.state.tr.insertText(" "))
    there.view.focus()
  } else if (caret.field) form.elements[caret.field]?.focus?.()
  document.scrollingElement.scrollTop = caret.top
}

if (form) restore()
