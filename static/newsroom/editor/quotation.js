import { crel, Mark, Node, Plugin, wrappingInputRule } from "django-prose-editor/editor"
import { fromData, newId, written } from "./attributes.js"
import { button } from "./button.js"
import { settle } from "./caret.js"
import { markElement, showMark } from "./citation.js"
import { languageOf } from "./language.js"
import { rowOf, withRow, wordsOf } from "./lookup.js"
import { watchNumbers } from "./numbering.js"
import { quotationCard } from "./quotation-card.js"
import { markFor } from "./typography.js"

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

const holderOf = (editor) => ["inlineQuotation", "blockQuotation"].find((name) => editor.isActive(name))

/* <q data-quote data-person data-speaker data-reference>: words of somebody, in running text. */
export const InlineQuotation = Mark.create({
  name: "inlineQuotation",
  priority: 1002,
  inclusive: false,
  addAttributes: attribution,
  parseHTML: () => [{ tag: "q[data-quote]" }],
  renderHTML: ({ mark }) => ["q", attributed(mark.attrs), 0],
  addCommands() {
    return {
      quote: () => ({ editor, tr }) => {
        // What it does comes in a transaction of its own; this one would be of a text that is no more.
        tr.setMeta("preventDispatch", true)
        const holder = holderOf(editor)
        if (holder) quotationCard(editor, editor.getAttributes(holder).quote)
        else quoteSelection(editor)
        return true
      },
    }
  },
  addMenuItems(tools) {
    button(this, tools, "inlineQuotation", "quotes", (editor) => editor.commands.quote(), {
      active: (editor) => Boolean(holderOf(editor)),
    })
  },
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          // A quotation mark over marked words does not take their place: it makes them a quotation.
          handleTextInput: (view, from, to, typed) => {
            if (view.composing || from === to || !/^["“„«”]$/.test(typed)) return false
            quoteSelection(editor)
            return true
          },
        },
      }),
    ]
  },
})

const OPENED = /^["“„«»「”‘‚']/
const CLOSED = /["“”»«」’‘'][.,]?$/

/* Words in one paragraph become a quotation in the text, whole paragraphs one that stands by itself. */
const quoteSelection = (editor) => {
  const { $from, $to, empty } = editor.state.selection
  if (empty || !$from.sameParent($to)) {
    const attrs = { quote: newId() }
    const isEmpty = empty && !$from.parent.content.size
    if (editor.chain().toggleWrap("blockQuotation", attrs).run() && !isEmpty) quotationCard(editor, attrs.quote)
    return
  }
  const words = $from.parent.textBetween($from.parentOffset, $to.parentOffset, null, "\ufffc")
  const from = $from.pos + words.length - words.trimStart().length
  const to = $to.pos - (words.length - words.trimEnd().length)
  if (from >= to) return
  const attrs = { quote: newId() }
  const before = $from.parent.textBetween(0, from - $from.start())
  const bare = words.trim()
  const isMarked = OPENED.test(bare) && CLOSED.test(bare)
  const language = languageOf(editor)
  const opening = isMarked ? "" : markFor('"', "", language).text
  const closing = isMarked ? "" : markFor('"', `${before}${opening}${bare}`, language)?.text || opening
  editor
    .chain()
    .command(({ tr, state }) => {
      if (closing) tr.insertText(closing, to).insertText(opening, from)
      const end = to + opening.length + closing.length
      tr.addMark(from, end, state.schema.marks.inlineQuotation.create(attrs))
      tr.setSelection(state.selection.constructor.near(tr.doc.resolve(end)))
      tr.removeStoredMark(state.schema.marks.inlineQuotation)
      return true
    })
    .run()
  settle(editor)
  quotationCard(editor, attrs.quote)
}

const wrapper = (name, content, rest) => ({
  name,
  group: "block",
  content,
  defining: true,
  addCommands: () => ({
    [name === "blockQuotation" ? "toggleBlockQuotation" : "togglePullQuote"]: () => ({ commands }) =>
      commands.toggleWrap(name, name === "blockQuotation" ? { quote: newId() } : {}),
  }),
  ...rest,
})

/* <blockquote data-quote …>: words of somebody, on lines of their own. */
export const BlockQuotation = Node.create(
  wrapper("blockQuotation", "(paragraph | bulletList | orderedList)+", {
    addAttributes: attribution,
    parseHTML: () => [{ tag: "blockquote:not([data-pull])" }],
    renderHTML: ({ node }) => ["blockquote", attributed(node.attrs), 0],
    addNodeView: () => (props) => new QuotationView(props),
    addInputRules() {
      return [wrappingInputRule({ find: /^>\s$/, type: this.type, getAttributes: () => ({ quote: newId() }), joinPredicate: () => false })]
    },
  }),
)

/* The words, and below them who said them, as readers will see it. */
class QuotationView {
  constructor({ node, editor, getPos }) {
    Object.assign(this, { node, editor })
    this.contentDOM = crel("div")
    this.name = crel("span")
    this.mark = markElement()
    this.said = crel("footer", { className: "editor-said" }, [this.name, this.mark])
    this.said.contentEditable = "false"
    this.said.addEventListener("click", () => getPos() !== undefined && quotationCard(editor, this.node.attrs.quote))
    this.dom = crel("blockquote", {}, [this.contentDOM, this.said])
    this.stop = watchNumbers(editor, () => this.show())
    this.show()
  }

  show() {
    const { person, speaker, reference } = this.node.attrs
    const name = speaker || rowOf("mention", person)?.label || ""
    if (person && !speaker && rowOf("mention", person) === undefined) withRow(this.editor, "mention", person, (row) => row && this.show())
    const said = name ? `— ${name}` : wordsOf(this.editor).whoSpeaks
    if (this.name.textContent !== said) this.name.textContent = said
    this.said.classList.toggle("is-open", !name)
    this.mark.hidden = !reference
    if (reference) showMark(this.mark, this.editor, reference)
  }

  update(node) {
    if (node.type !== this.node.type) return false
    this.node = node
    this.show()
    return true
  }

  stopEvent({ target }) {
    return this.said.contains(target)
  }

  ignoreMutation({ target }) {
    return !this.contentDOM.contains(target)
  }

  destroy() {
    this.stop()
  }
}

/* <blockquote data-pull>: words of this article, repeated large. */
export const PullQuote = Node.create(
  wrapper("pullQuote", "paragraph+", {
    parseHTML: () => [{ tag: "blockquote[data-pull]", priority: 100 }],
    renderHTML: () => ["blockquote", { "data-pull": "" }, 0],
  }),
)
