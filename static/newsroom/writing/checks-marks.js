/* The proof-reader's marks: at the line they are about, in the margin, never a part of the text. */

import { pm } from "django-prose-editor/editor"
import { rangeOf } from "./checks-places.js"

const { Plugin, PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const key = new PluginKey("checks-marks")

const margin = (words, kind) => {
  const mark = document.createElement("span")
  mark.className = "check-mark"
  mark.dataset.kind = kind
  mark.textContent = words
  // The panel says the same; read aloud in the middle of a sentence it would only disturb.
  mark.setAttribute("aria-hidden", "true")
  mark.contentEditable = "false"
  return mark
}

const drawn = (doc, marks) => {
  const decorations = []
  const behind = new Map()
  for (const mark of marks) {
    const range = rangeOf(doc, mark)
    if (!range) continue
    if (range.isBlock) decorations.push(Decoration.node(range.from, range.to, { class: "is-checked" }))
    else decorations.push(Decoration.inline(range.from, range.to, { class: `checked checked-${mark.kind}` }))
    // One word a line of the margin: what is said twice of one place is said once.
    const line = `${range.to} ${mark.mark}`
    if (!range.isBlock && !behind.has(line)) {
      behind.set(line, true)
      decorations.push(Decoration.widget(range.to, () => margin(mark.mark, mark.kind), { side: 1, key: line, ignoreSelection: true }))
    }
  }
  return DecorationSet.create(doc, decorations)
}

const plugin = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => {
      const marks = tr.getMeta(key)
      return marks ? drawn(tr.doc, marks) : set.map(tr.mapping, tr.doc)
    },
  },
  props: {
    decorations: (state) => key.getState(state),
  },
})

/** Prepare an editor for marks. */
export const withMarks = (editor) => editor.registerPlugin(plugin)

/** Show these marks, and no others. */
export const showMarks = (editor, marks) => {
  const { state, view } = editor
  view.dispatch(state.tr.setMeta(key, marks).setMeta("addToHistory", false))
}
