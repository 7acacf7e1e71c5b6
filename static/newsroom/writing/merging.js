/* What others saved meanwhile, put into the text on the page: caret, undo and what is typed since stay. */

import { form } from "./form.js"
import { blocksOf } from "./theirs.js"

/* What the text was when it was sent, and how places in it moved since. */
let sent = null

/** Remember the text as it is being sent. */
export const remember = (editor) => {
  sent?.forget()
  const steps = []
  const follow = ({ transaction }) => transaction.docChanged && steps.push(transaction.mapping)
  editor.on("transaction", follow)
  sent = {
    doc: editor.state.doc,
    now: (place, side) => steps.reduce((at, mapping) => mapping.map(at, side), place),
    forget: () => editor.off("transaction", follow),
  }
}

/* The place of some sent blocks in the text of now, or null where somebody typed in them since. */
const placeOf = (blocks, { from, to }, doc) => {
  const [first, last] = [blocks[from], blocks[to - 1]]
  if (from === to) {
    const at = sent.now(first?.from ?? blocks.at(-1)?.to ?? 0, -1)
    return { from: at, to: at }
  }
  const place = { from: sent.now(first.from, 1), to: sent.now(last.to, -1) }
  const isSame = place.to <= doc.content.size && doc.slice(place.from, place.to).eq(sent.doc.slice(first.from, last.to))
  return isSame ? place : null
}

const fieldsAgree = (fields, isAsSent) =>
  Object.keys(fields).every((name) => form.elements[name]?.tagName && isAsSent(name))

/**
 * Put a merged version into the page that sent its half of it: only the blocks that changed, in one step
 * that can be undone. Returns whether it could; where it could not, nothing was changed.
 */
export const takeIn = (editor, { body, count, fields, is_in_place: isInPlace }, isAsSent) => {
  if (!sent || !isInPlace || !fieldsAgree(fields, isAsSent)) return false
  const blocks = blocksOf(sent.doc)
  if (blocks.length !== count) return false
  const changes = body.map((change) => ({ ...change, place: placeOf(blocks, change, editor.state.doc) }))
  if (changes.some(({ place }) => !place)) return false
  const chain = editor.chain()
  for (const { place, html } of changes.reverse()) {
    if (html) chain.insertContentAt(place, html, { updateSelection: false })
    else chain.deleteRange(place)
  }
  if (changes.length && !chain.run()) return false
  for (const [name, value] of Object.entries(fields)) {
    form.elements[name].value = value
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }))
  }
  return true
}
