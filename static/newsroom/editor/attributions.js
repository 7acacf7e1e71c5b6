/* Who said it, in the margin beside a quotation in running text: drawn beside the words, never in them. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { loadRow, rowOf } from "./lookup.js"
import { quotationCard } from "./quotation-card.js"
import { survey } from "./survey.js"

const { PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const key = new PluginKey("attributions")

const nameOf = ({ person, speaker }) => speaker || rowOf("mention", person)?.label || ""

const inText = (doc) => survey(doc).quotations.filter(({ isBlock }) => !isBlock)

/* Parts of one quotation in one paragraph say once who speaks. */
const speaking = (doc) => {
  let before = null
  return inText(doc).filter((quotation) => {
    const isAgain = before?.attrs.quote === quotation.attrs.quote && doc.resolve(before.to).sameParent(doc.resolve(quotation.to))
    before = quotation
    return !isAgain && nameOf(quotation.attrs)
  })
}

/* On the last letter alone: the words before it stay as they are for the caret. */
const draw = (doc) => {
  const ends = speaking(doc).map(({ to, attrs }) => ({ to, name: nameOf(attrs), quote: attrs.quote }))
  const set = DecorationSet.create(
    doc,
    ends.map(({ to, name, quote }) =>
      Decoration.inline(to - 1, to, { class: "editor-said-beside", "data-said": name, "data-of": quote }),
    ),
  )
  return { set, ends }
}

/* Moved along with the text; drawn anew only where a quotation or a name has changed. */
const next = (transaction, before, { doc }) => {
  if (transaction.getMeta(key)) return draw(doc)
  if (!transaction.docChanged) return before
  const ends = before.ends.map((end) => ({ ...end, to: transaction.mapping.map(end.to, -1) }))
  const now = speaking(doc)
  const isSame = now.length === ends.length && now.every(({ to, attrs }, place) => {
    const end = ends[place]
    return to === end.to && attrs.quote === end.quote && nameOf(attrs) === end.name
  })
  return isSame ? { set: before.set.map(transaction.mapping, doc), ends } : draw(doc)
}

/* Names that are not known yet are asked for; one redrawing for all that come together. */
const askFor = (editor, view, asked) => {
  for (const { attrs } of inText(view.state.doc)) {
    const { person, speaker } = attrs
    if (!person || speaker || asked.has(person)) continue
    asked.add(person)
    loadRow(editor, "mention", person).then((row) => {
      if (!row || asked.isDue || view.isDestroyed) return
      asked.isDue = true
      requestAnimationFrame(() => {
        asked.isDue = false
        if (!view.isDestroyed && !view.composing) view.dispatch(view.state.tr.setMeta(key, true).setMeta("addToHistory", false))
      })
    })
  }
}

/** Shows beside each quotation in the text who said it. */
export const Attributions = Extension.create({
  name: "attributions",
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key,
        state: {
          init: (_config, state) => draw(state.doc),
          apply: (transaction, before, _old, state) => next(transaction, before, state),
        },
        props: {
          decorations: (state) => key.getState(state).set,
          handleClick: (view, position, event) => {
            const beside = event.target.closest?.("[data-said]")
            // The name stands outside the letter it is drawn with.
            if (!beside || within(beside, event)) return false
            quotationCard(editor, beside.dataset.of)
            return true
          },
        },
        view: (view) => {
          const asked = new Set()
          askFor(editor, view, asked)
          return { update: (now, before) => now.state.doc !== before.doc && askFor(editor, now, asked) }
        },
      }),
    ]
  },
})

const within = (element, { clientX, clientY }) =>
  [...element.getClientRects()].some(
    ({ left, right, top, bottom }) => left <= clientX && clientX <= right && top <= clientY && clientY <= bottom,
  )
