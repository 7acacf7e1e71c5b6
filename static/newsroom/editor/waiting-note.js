/* A note that came with pasted words and waits for its source: <a data-waiting="its words" data-read="…"></a>. */

import { crel, Node } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { act, line, showCard } from "./card.js"
import { place } from "./caret.js"
import { wordsOf } from "./lookup.js"
import { cite } from "./citation.js"

export const WaitingNote = Node.create({
  name: "waitingNote",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ words: fromData("data-waiting"), read: fromData("data-read"), locator: fromData("data-locator") }),
  parseHTML: () => [{ tag: "a[data-waiting]", priority: 100 }],
  renderHTML: ({ node: { attrs } }) => ["a", written({ "data-waiting": attrs.words, "data-read": attrs.read, "data-locator": attrs.locator })],
  renderText: () => "",
  addNodeView() {
    return ({ node, editor }) => {
      const words = wordsOf(editor)
      const label = words.waitingNote.replace("{words}", node.attrs.words ?? "")
      const dom = crel("span", { className: "editor-citation is-waiting", role: "img", title: label, textContent: words.waitingMark })
      dom.setAttribute("aria-label", label)
      dom.contentEditable = "false"
      return { dom, ignoreMutation: () => true }
    }
  },
})

/** Return the notes of a text that wait for their sources, each as it would be stored. */
export const waitingNotes = (doc) => {
  const found = []
  doc.descendants((node, at) => {
    if (node.type.name === "waitingNote") found.push({ at, attrs: node.attrs })
  })
  return found
}

/** Put citations in the places of the notes that became sources; returns how many. */
export const settleNotes = (editor, settled) => {
  const keysOf = new Map(settled.map(({ words, read, keys }) => [`${words}\n${read}`, keys]))
  const { state, view } = editor
  const { tr } = state
  let count = 0
  for (const { at, attrs } of waitingNotes(state.doc).toReversed()) {
    const keys = keysOf.get(`${attrs.words ?? ""}\n${attrs.read ?? ""}`)
    if (!keys) continue
    const { marks } = state.doc.nodeAt(at)
    tr.replaceWith(at, at + 1, keys.map((reference) => state.schema.nodes.citation.create({ reference, locator: attrs.locator }, null, marks)))
    count += 1
  }
  if (count) view.dispatch(tr)
  return count
}

/** Show what a note says, and what can be done with it. */
export const waitingCard = async (editor, at) => {
  const words = wordsOf(editor)
  const { attrs } = editor.state.doc.nodeAt(at)
  const range = place(editor, { from: at, to: at + 1 })
  const pressed = await showCard(editor, {
    about: words.waitingAbout,
    title: words.waitingTitle,
    rows: [line(attrs.words)],
    acts: [act("make", words.waitingMake, "default"), act("choose", words.waitingChoose), act("remove", words.remove, "plain grave")],
  })
  const { from, to } = range.release()
  if (editor.state.doc.nodeAt(from)?.type.name !== "waitingNote") return
  if (pressed === "remove") editor.chain().deleteRange({ from, to }).run()
  else if (pressed === "choose") await cite(editor, { from, to, query: "" })
  else if (pressed === "make" || pressed === "done") document.dispatchEvent(new CustomEvent("writing:settle", { detail: { only: attrs } }))
}
