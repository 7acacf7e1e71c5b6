/* The proof-reader's marks: at the line they are about, in the margin, never a part of the text. */

import { pm } from "django-prose-editor/editor"
import { rangeOf } from "./checks-places.js"

const { Plugin, PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const key = new PluginKey("checks-marks")
const NEAR = 8

/** Whether there is a margin beside the text. */
export const inMargin = matchMedia("(min-width: 1200px)")

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

/* What stands at one line of the text is said in one line of the margin; without a margin at each place. */
const atLines = (view, placed) => {
  const lines = []
  for (const { mark, range } of placed) {
    const top = inMargin.matches ? view.coordsAtPos(range.to).top : range.to
    const line = lines.find((other) => Math.abs(other.top - top) < (inMargin.matches ? NEAR : 1))
    if (!line) lines.push({ top, to: range.to, words: new Set([mark.mark]), kind: mark.kind })
    else line.words.add(mark.mark)
  }
  return lines
}

const drawn = (view, marks) => {
  const { doc } = view.state
  const placed = marks.map((mark) => ({ mark, range: rangeOf(doc, mark) })).filter(({ range }) => range)
  const inText = placed.map(({ mark, range: { from, to, isBlock } }) =>
    isBlock ? Decoration.node(from, to, { class: "is-checked" }) : Decoration.inline(from, to, { class: `checked checked-${mark.kind}` }),
  )
  const beside = atLines(view, placed.filter(({ range }) => !range.isBlock)).map(({ to, words, kind }) => {
    const said = [...words].join(" · ")
    return Decoration.widget(to, () => margin(said, kind), { side: 1, key: `${to} ${said}`, ignoreSelection: true })
  })
  return DecorationSet.create(doc, [...inText, ...beside])
}

const plugin = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => {
      const fresh = tr.getMeta(key)
      return fresh ?? set.map(tr.mapping, tr.doc)
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
  view.dispatch(state.tr.setMeta(key, drawn(view, marks)).setMeta("addToHistory", false))
}
