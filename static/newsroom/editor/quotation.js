import { Mark, Node } from "django-prose-editor/editor"
import { fromData, newId, written } from "./attributes.js"
import { button } from "./button.js"
import { behind } from "./caret.js"
import { pick } from "./picker.js"

const attribution = () => ({
  quote: fromData("data-quote"),
  person: fromData("data-person"),
  speaker: fromData("data-speaker"),
  reference: fromData("data-reference"),
})

const attributed = (attrs) =>
  written({
    "data-quote": attrs.quote,
    "data-person": attrs.person,
    "data-speaker": attrs.speaker,
    "data-reference": attrs.reference,
  })

/* <q data-quote data-person data-speaker data-reference>: words of somebody, in running text. */
export const InlineQuotation = Mark.create({
  name: "inlineQuotation",
  priority: 1002,
  inclusive: false,
  addAttributes: attribution,
  parseHTML: () => [{ tag: "q[data-quote]" }],
  renderHTML: ({ mark }) => ["q", attributed(mark.attrs), 0],
  addMenuItems(tools) {
    const holder = (editor) => ["blockQuotation", "inlineQuotation"].find((name) => editor.isActive(name))
    button(this, tools, "inlineQuotation", "quotes", (editor, words) => attribute(editor, words, holder(editor)), {
      enabled: (editor) => Boolean(holder(editor)) || !editor.state.selection.empty,
    })
  },
})

/* Where the parts of one quotation stand: ranges of marked words, and blocks. */
const partsOf = (doc, quote) => {
  const parts = []
  doc.descendants((node, from) => {
    const to = from + node.nodeSize
    const mark = node.marks.find(({ type, attrs }) => type.name === "inlineQuotation" && attrs.quote === quote)
    if (node.type.name === "blockQuotation" && node.attrs.quote === quote) parts.push({ from, to, attrs: node.attrs, isBlock: true })
    else if (mark && parts.at(-1)?.to === from && !parts.at(-1).isBlock) parts.at(-1).to = to
    else if (mark) parts.push({ from, to, attrs: mark.attrs, isBlock: false })
  })
  return parts
}

/* Parts of one quotation have one speaker and one source, so they change together. */
const attributeParts = (editor, parts, attrs) =>
  editor
    .chain()
    .command(({ tr, state }) => {
      const type = state.schema.marks.inlineQuotation
      for (const { from, to, isBlock } of parts) {
        if (isBlock) tr.setNodeMarkup(from, null, attrs)
        else tr.addMark(from, to, type.create(attrs))
      }
      return true
    })
    .run()

const attribute = async (editor, words, holder) => {
  const held = holder ? editor.getAttributes(holder) : {}
  const parts = held.quote ? partsOf(editor.state.doc, held.quote) : []
  const at = editor.state.selection.from
  const own = parts.filter(({ from, to }) => from <= at && at <= to)
  const isOneOfSeveral = own.length > 0 && parts.length > own.length
  const old = { ...(parts.find(({ attrs }) => attrs.person || attrs.speaker)?.attrs || held), quote: held.quote }
  const answer = await pick(editor, {
    kind: "mention",
    title: words.inlineQuotationTitle,
    help: words.inlineQuotationHelp,
    optional: true,
    removable: holder === "inlineQuotation",
    fields: [{ name: "speaker", label: words.speaker, value: old.speaker }],
    check: isOneOfSeveral ? words.onlyThisPart.replace("{count}", parts.length) : "",
  })
  if (!answer) return
  const chain = editor.chain()
  if (answer === "remove") {
    chain.extendMarkRange("inlineQuotation").unsetMark("inlineQuotation").run()
    return
  }
  const attrs = {
    ...old,
    quote: (!answer.isChecked && old.quote) || newId(),
    person: answer.row?.key ?? null,
    speaker: answer.row ? null : answer.values.speaker,
  }
  if (own.length) attributeParts(editor, answer.isChecked ? own : parts, attrs)
  else if (holder === "blockQuotation") chain.updateAttributes("blockQuotation", attrs).run()
  else if (holder) chain.extendMarkRange(holder).setMark(holder, attrs).run()
  else behind(editor, chain.setMark("inlineQuotation", attrs), editor.state.selection.to, "inlineQuotation")
}

const wrapper = (name, content, rest) => ({
  name,
  group: "block",
  content,
  defining: true,
  addMenuItems(tools) {
    button(this, tools, name, "quotes", (editor) => {
      const attrs = name === "blockQuotation" ? { quote: newId() } : {}
      editor.chain().toggleWrap(name, attrs).run()
    })
  },
  ...rest,
})

/* <blockquote data-quote …>: words of somebody, on lines of their own. */
export const BlockQuotation = Node.create(
  wrapper("blockQuotation", "(paragraph | bulletList | orderedList)+", {
    addAttributes: attribution,
    parseHTML: () => [{ tag: "blockquote:not([data-pull])" }],
    renderHTML: ({ node }) => ["blockquote", attributed(node.attrs), 0],
  }),
)

/* <blockquote data-pull>: words of this article, repeated large. */
export const PullQuote = Node.create(
  wrapper("pullQuote", "paragraph+", {
    parseHTML: () => [{ tag: "blockquote[data-pull]", priority: 100 }],
    renderHTML: () => ["blockquote", { "data-pull": "" }, 0],
  }),
)
