/*
 * The newsroom's own nodes and marks of the text editor, one for each row of the markup contract
 * (publishing/richtext/nodes.py). An export's name is the name the contract gives the extension.
 */

import { crel, Extension, Mark, mergeAttributes, Node, Plugin } from "django-prose-editor/editor"
import { wordsOf, withRow } from "./editor-lookup.js"
import { pick } from "./editor-picker.js"
import "./editor-toolbar.js"

/* The editor wants to add a <style>, which the security policy forbids; the rules are in admin.css. */
const standIn = document.createElementNS("urn:newsroom", "style")
standIn.setAttribute("data-tiptap-style", "")
document.head.append(standIn)

const fromData = (attribute) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(attribute),
})

const written = (pairs) => Object.fromEntries(Object.entries(pairs).filter(([, value]) => value))

const newId = () => `q${Math.random().toString(36).slice(2, 8)}`

const button = (extension, { menu, buttons }, name, groups, run, more = {}) => {
  const words = wordsOf(extension.editor)
  menu.defineItem({
    name,
    groups,
    button: buttons.text(words[name], words[`${name}Title`] || words[name]),
    command: (editor) => run(editor, words),
    active: (editor) => editor.isActive(extension.name),
    ...more,
  })
}

/* Put the caret behind what was marked, and out of the mark: what is typed next is not part of it. */
const behind = (editor, chain, position, mark) => {
  chain.setTextSelection(position).unsetMark(mark).run()
  // Chromium would type where its caret stood before the text around it changed, were it not set anew.
  document.getSelection().removeAllRanges()
  editor.view.focus()
}

/* <a data-reference="KEY" data-locator="p. 4"></a>: the place of a note. */
export const Citation = Node.create({
  name: "citation",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ reference: fromData("data-reference"), locator: fromData("data-locator") }),
  parseHTML: () => [{ tag: "a[data-reference]", priority: 100 }],
  renderHTML: ({ node: { attrs } }) => [
    "a",
    written({ "data-reference": attrs.reference, "data-locator": attrs.locator }),
  ],
  renderText: () => "",
  addNodeView() {
    const words = wordsOf(this.editor)
    return ({ node: { attrs }, editor }) => {
      const show = (title) => [title, attrs.locator].filter(Boolean).join(", ")
      const dom = crel("span", { className: "editor-citation", textContent: show(words.citation) })
      withRow(editor, "citation", attrs.reference, (row) => {
        dom.textContent = show(row.label)
        dom.title = words.cited.replace("{name}", [row.label, row.detail].filter(Boolean).join(" · "))
      })
      return { dom }
    }
  },
  addMenuItems(tools) {
    button(this, tools, "citation", "editorial", async (editor, words) => {
      const old = editor.isActive("citation") ? editor.getAttributes("citation") : {}
      const answer = await pick(editor, {
        kind: "citation",
        title: words.citationTitle,
        fields: [{ name: "locator", label: words.locator, value: old.locator }],
      })
      if (!answer) return
      const attrs = { reference: answer.row.key, locator: answer.values.locator || null }
      const at = editor.isActive("citation") ? editor.state.selection : editor.state.selection.to
      editor.chain().insertContentAt(at, { type: "citation", attrs }).run()
    })
  },
})

/* <a data-person="KEY">name</a>: a person the text names. */
export const Mention = Mark.create({
  name: "mention",
  priority: 1001,
  inclusive: false,
  excludes: "mention link",
  addAttributes: () => ({ person: fromData("data-person") }),
  parseHTML: () => [{ tag: "a[data-person]", priority: 100 }],
  renderHTML: ({ mark }) => ["a", written({ "data-person": mark.attrs.person }), 0],
  addMenuItems(tools) {
    button(this, tools, "mention", "editorial", async (editor, words) => {
      const removable = editor.isActive("mention")
      const answer = await pick(editor, { kind: "mention", title: words.mentionTitle, help: words.mentionHelp, removable })
      if (!answer) return
      const chain = editor.chain()
      if (answer === "remove") {
        chain.extendMarkRange("mention").unsetMark("mention").run()
        return
      }
      const attrs = { person: answer.row.key }
      const { from, to, empty } = editor.state.selection
      if (removable) chain.extendMarkRange("mention").setMark("mention", attrs).run()
      else if (!empty) behind(editor, chain.unsetLink().setMark("mention", attrs), to, "mention")
      else {
        const name = { type: "text", text: answer.row.label, marks: [{ type: "mention", attrs }] }
        behind(editor, chain.insertContentAt(from, name), from + name.text.length, "mention")
      }
    })
  },
})

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

/* <figure data-image data-alt data-size><figcaption>: a picture from the library. */
export const LibraryFigure = Node.create({
  name: "libraryFigure",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => ({
    image: fromData("data-image"),
    alt: fromData("data-alt"),
    size: fromData("data-size"),
  }),
  parseHTML: () => [
    {
      tag: "figure[data-image]",
      priority: 100,
      contentElement: (element) => element.querySelector("figcaption") || document.createElement("figcaption"),
    },
  ],
  renderHTML: ({ node: { attrs } }) => [
    "figure",
    written({ "data-image": attrs.image, "data-alt": attrs.alt, "data-size": attrs.size }),
    ["figcaption", 0],
  ],
  addNodeView() {
    return ({ node: { attrs }, editor }) => {
      const picture = crel("img", { alt: attrs.alt || "" })
      const contentDOM = crel("figcaption")
      const dom = crel("figure", { className: "editor-figure" }, [picture, contentDOM])
      picture.contentEditable = "false"
      withRow(editor, "figure", attrs.image, (row) => {
        picture.src = row.thumbnail
      })
      return { dom, contentDOM, ignoreMutation: ({ target }) => !contentDOM.contains(target) }
    }
  },
  addMenuItems(tools) {
    button(this, tools, "figure", "editorial", async (editor, words) => {
      const answer = await pick(editor, {
        kind: "figure",
        title: words.figureTitle,
        fields: [{ name: "alt", label: words.alt }],
      })
      if (!answer) return
      const attrs = { image: answer.row.key, alt: answer.values.alt || null }
      editor.chain().insertContent({ type: "libraryFigure", attrs }).run()
    })
  },
})

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
    return ({ node }) => ({
      dom: crel("figure", { className: "editor-embed" }, [
        crel("strong", { textContent: words.embed }),
        crel("span", { textContent: node.attrs.address }),
      ]),
    })
  },
})

/* <span data-note="KEY">: words a colleague has a note on. */
export const Note = Mark.create({
  name: "note",
  inclusive: false,
  addAttributes: () => ({ note: fromData("data-note") }),
  parseHTML: () => [{ tag: "span[data-note]" }],
  renderHTML: ({ mark, HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, written({ "data-note": mark.attrs.note })),
    0,
  ],
})

/*
 * Pasted HTML can say in data-pm-slice which nodes to build around it, with attributes nobody
 * checks. Its nesting numbers are kept, the nodes are not.
 */
export const PasteGuard = Extension.create({
  name: "pasteGuard",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: withoutContext } })],
})

const withoutContext = (html) => {
  const pasted = new DOMParser().parseFromString(html, "text/html")
  for (const element of pasted.querySelectorAll("[data-pm-slice]")) {
    const [open, close] = element.getAttribute("data-pm-slice").split(" ")
    if (/^\d{1,3}$/.test(open) && /^\d{1,3}$/.test(close)) element.setAttribute("data-pm-slice", `${open} ${close} []`)
    else element.removeAttribute("data-pm-slice")
  }
  return pasted.body.innerHTML
}
