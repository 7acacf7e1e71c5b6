/* What came in with a paste and what did not, above the text, with a way back. */

import { say } from "../writing/form.js"
import { countWaiting, makeWords, settle } from "../writing/settling.js"
import { hideStrip, showStrip } from "../writing/strips.js"
import { announce } from "./upload-box.js"

const ID = "pasted"
let stop = () => {}

const undo = (editor) => {
  editor.commands.undo()
  editor.view.focus()
  hide()
}

const hide = () => {
  stop()
  hideStrip(ID)
}

const sentencesOf = ({ isRead, isRefused, isLate, said = "", kept = "", left_out = "" }) => {
  if (isRefused) return { lead: said, text: "" }
  if (isLate) return { lead: say("pasteLate"), text: "" }
  return isRead ? { lead: kept, text: left_out } : { lead: "", text: "" }
}

/**
 * Say what became of a paste; `after` is the text with it, which undo takes back while nothing else was typed.
 * `more` are further acts of that moment, `lasting` those that stay, `content` what the strip opens to.
 */
export const showSummary = (editor, answer, after, { more = [], lasting = [], isWarning = false, ...opened } = {}) => {
  const { lead, text } = sentencesOf(answer)
  if (!lead) return hide()
  const close = { label: say("stripClose"), act: () => (hide(), editor.view.focus()) }
  const back = { label: say("pasteUndo"), act: () => undo(editor) }
  const waiting = answer.isRead ? countWaiting() : 0
  const make = { label: makeWords(), act: () => (stop(), settle()) }
  const draw = (canUndo) =>
    showStrip({
      id: ID, rank: 28, kind: answer.isRead && !isWarning ? "" : "warn", lead, text, ...opened,
      acts: [...(canUndo ? more : []), ...lasting, ...(waiting ? [make] : []), ...(canUndo && after ? [back] : []), close],
    })
  stop()
  draw(true)
  const follow = ({ transaction }) => {
    if (!transaction.docChanged) return
    stop()
    draw(false)
  }
  editor.on("transaction", follow)
  stop = () => editor.off("transaction", follow)
  announce([lead, text].filter(Boolean).join(" "))
}
