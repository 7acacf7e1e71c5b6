import { crel, Node, pm } from "django-prose-editor/editor"
import { addressFrom, providerOf } from "./address.js"
import { fromData, written } from "./attributes.js"
import { act, doneAct, field, opener, showCard } from "./card.js"
import { place } from "./caret.js"
import { wordsOf } from "./lookup.js"

const { closeHistory } = pm.history

/* <figure data-embed="https://…">: something from another site. */
export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ address: fromData("data-embed") }),
  parseHTML: () => [{ tag: "figure[data-embed]", priority: 100 }],
  renderHTML: ({ node }) => ["figure", written({ "data-embed": node.attrs.address })],
  addNodeView() {
    const words = wordsOf(this.editor)
    return ({ node, editor }) => ({
      dom: crel("figure", { className: "editor-embed" }, [
        crel("strong", { textContent: words.embedFrom.replace("{name}", providerOf(editor, node.attrs.address)) }),
        crel("span", { textContent: node.attrs.address }),
      ]),
    })
  },
})

const isOnEmptyLine = ({ selection: { $from, empty } }) =>
  empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size

/** Make an embed of an address pasted alone on an empty line, in two steps: one undo gives the address back. */
export const embedPasted = (editor, text) => {
  const { view } = editor
  if (!isOnEmptyLine(view.state)) return false
  const { href } = addressFrom(editor, text)
  if (!href || !providerOf(editor, href)) return false
  const { $from } = view.state.selection
  const start = $from.before()
  view.dispatch(closeHistory(view.state.tr.insertText(text).removeMark(start + 1, start + 1 + text.length)))
  const end = start + view.state.doc.nodeAt(start).nodeSize
  view.dispatch(closeHistory(embedded(view.state, start, end, href)).scrollIntoView())
  // What is typed next is undone by itself.
  view.dispatch(closeHistory(view.state.tr))
  return true
}

/* A line to go on writing stands behind it. */
const embedded = (state, from, to, address) => {
  const { embed, paragraph } = state.schema.nodes
  const isLast = to === state.doc.content.size
  const next = isLast ? [paragraph.create()] : []
  const tr = state.tr.replaceWith(from, to, [embed.create({ address }), ...next])
  const { TextSelection } = pm.state
  return tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1)))
}

/** Ask for the address of something elsewhere, or show the one at a place. */
export const embedCard = async (editor, at = null) => {
  const words = wordsOf(editor)
  const old = at === null ? "" : editor.state.doc.nodeAt(at).attrs.address
  const { $from } = editor.state.selection
  const start = at ?? $from.before(1)
  const range = place(editor, { from: start, to: start + editor.state.doc.nodeAt(start).nodeSize })
  const services = [...new Set(Object.values(JSON.parse(editor.options.element.querySelector("textarea").dataset.embeds || "{}")))]
  const address = field("address", words.address, old, { help: words.embedHelp.replace("{names}", services.join(", ")), most: 4000 })
  let href = ""
  const pressed = await showCard(editor, {
    title: words.embedTitle,
    rows: [address.row],
    acts: [doneAct(editor), ...(old ? [act("remove", words.remove, "plain grave")] : [])],
    links: providerOf(editor, old) ? [opener(words.open, old)] : [],
    refuse: () => {
      const answer = addressFrom(editor, address.input.value)
      href = answer.href ?? ""
      if (answer.problem) return answer.problem
      return providerOf(editor, href) ? "" : words.embedRefused.replace("{names}", services.join(", "))
    },
  })
  const { from, to } = range.release()
  const { view, state } = editor
  if (pressed === "remove") view.dispatch(state.tr.delete(from, to))
  else if (pressed === "done" && old) view.dispatch(state.tr.setNodeMarkup(from, null, { address: href }))
  else if (pressed === "done") {
    const isEmpty = !state.doc.nodeAt(from)?.content.size
    view.dispatch(embedded(state, isEmpty ? from : to, to, href).scrollIntoView())
  }
}
