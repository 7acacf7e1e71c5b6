/* Notes that came with a paste wait for their sources: how many there are, and the button that makes them. */

import { crel } from "django-prose-editor/editor"
import { settleNotes, waitingNotes } from "../editor/waiting-note.js"
import { addresses, editor, post, say } from "./form.js"
import { counted } from "./counted.js"
import { hideStrip, showStrip } from "./strips.js"

const inSources = document.getElementById("sources-title")
const said = crel("p", { className: "quiet", role: "status" })
const button = crel("button", { type: "button", className: "button" })
const row = crel("div", { className: "waiting-notes", hidden: true }, [button, said])
let edited = null

const unique = (notes) => [...new Map(notes.map(({ attrs }) => [`${attrs.words}\n${attrs.read ?? ""}`, attrs])).values()]

/** Return how many notes wait for a source each. */
export const countWaiting = () => (edited ? unique(waitingNotes(edited.state.doc)).length : 0)

/** Return what the button says. */
export const makeWords = () => counted("makeSources", countWaiting())

const show = () => {
  const count = countWaiting()
  row.hidden = !count && !said.textContent
  button.hidden = !count
  if (count) button.textContent = makeWords()
}

/** Ask the server to make citations of the notes that wait, or of one of them. */
export const settle = async (only = null) => {
  const notes = unique(waitingNotes(edited.state.doc)).filter((attrs) => !only || (attrs.words === only.words && attrs.read === only.read))
  if (!notes.length) return
  const body = new FormData()
  body.set("notes", JSON.stringify(notes.map(({ words, read }) => ({ words, read: read ?? "" }))))
  button.disabled = true
  try {
    const answer = await post(addresses.settle, body)
    settleNotes(edited, answer.notes)
    tellOf(answer.said)
  } catch (problem) {
    tellOf(problem.json?.said ?? say("settleFailed"))
  } finally {
    button.disabled = false
    show()
  }
}

const tellOf = (sentence) => {
  // What was said of the paste offered the same.
  hideStrip("pasted")
  said.textContent = sentence
  const strip = showStrip({ id: "notes", rank: 27, lead: sentence, acts: [{ label: say("stripClose"), act: () => strip.remove() }] })
  strip.setAttribute("role", "status")
}

const start = async () => {
  edited = await editor()
  inSources?.after(row)
  button.addEventListener("click", () => settle())
  edited.on("update", show)
  document.addEventListener("writing:settle", ({ detail }) => settle(detail.only))
  document.addEventListener("writing:notes", ({ detail }) => {
    settleNotes(edited, detail.notes)
  })
  document.addEventListener("writing:saved", ({ detail }) => detail.notes_said && tellOf(detail.notes_said))
  show()
}

if (addresses.settle) start()
