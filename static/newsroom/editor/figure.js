import { crel, Node, pm } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { button } from "./button.js"
import { FigureForm } from "./figure-form.js"
import { figureKeys } from "./figure-keys.js"
import { withRow, wordsOf } from "./lookup.js"
import { pick } from "./picker.js"

const { NodeSelection } = pm.state

const pickPicture = (editor, words, alt = "") =>
  pick(editor, { kind: "figure", title: words.figureTitle, fields: [{ name: "alt", label: words.alt, value: alt }] })

class FigureView {
  constructor({ node, editor, getPos }) {
    Object.assign(this, { node, editor, getPos, words: wordsOf(editor), row: null })
    this.picture = crel("img", { alt: "" })
    this.state = crel("span", { className: "figure-state", dir: "auto" })
    this.edit = crel("button", { type: "button", tabIndex: -1, textContent: this.words.pictureEdit })
    this.contentDOM = crel("figcaption")
    this.contentDOM.dataset.placeholder = this.words.pictureCaption
    this.form = new FigureForm({
      words: this.words,
      set: (name, value) => this.set(name, value),
      acts: { close: () => this.close(), replace: () => this.replace(), remove: () => this.remove(), caption: (said) => this.caption(said) },
    })
    const line = crel("div", { className: "figure-about" }, [this.state, this.edit])
    this.controls = crel("div", { className: "figure-controls", contentEditable: "false" }, [line, this.form.dom])
    const frame = crel("div", { className: "figure-picture", contentEditable: "false" }, [this.picture])
    this.dom = crel("figure", { className: "editor-figure" }, [frame, this.contentDOM, this.controls])
    this.dom.openForm = () => this.open()
    this.edit.addEventListener("click", () => {
      this.select()
      this.open()
    })
    this.load()
    this.show()
  }

  load() {
    const { image } = this.node.attrs
    withRow(this.editor, "figure", image, (row) => {
      if (this.node.attrs.image !== image) return
      this.row = row
      this.isGone = !row
      if (row) this.picture.src = row.picture ?? row.thumbnail
      this.show()
    })
  }

  show() {
    const { attrs } = this.node
    const { words, row } = this
    const described = attrs.alt || row?.alt || ""
    this.dom.dataset.size = attrs.size ?? "normal"
    this.dom.classList.toggle("is-undescribed", Boolean(row) && !attrs.decorative && !described)
    this.picture.alt = attrs.decorative ? "" : described
    this.state.textContent = this.isGone ? words.pictureGone : attrs.decorative ? words.pictureIsDecoration : described || (row ? words.pictureUndescribed : "")
    this.form.show(attrs, row)
  }

  update(node) {
    if (node.type !== this.node.type) return false
    const isOther = node.attrs.image !== this.node.attrs.image
    this.node = node
    if (isOther) this.load()
    this.show()
    return true
  }

  set(name, value) {
    const { view } = this.editor
    view.dispatch(view.state.tr.setNodeAttribute(this.getPos(), name, value))
  }

  select() {
    const { view } = this.editor
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, this.getPos())))
    view.focus()
  }

  selectNode() {
    this.dom.classList.add("ProseMirror-selectednode")
  }

  deselectNode() {
    this.dom.classList.remove("ProseMirror-selectednode")
    this.form.dom.hidden = true
  }

  open() {
    this.form.dom.hidden = false
    this.form.load(this.row)
    if (this.form.alt.disabled) this.form.decorative.focus()
    else this.form.alt.focus()
    return true
  }

  close() {
    this.form.dom.hidden = true
    this.select()
  }

  async replace() {
    this.select()
    const answer = await pickPicture(this.editor, this.words)
    if (!answer?.row) return
    this.set("image", answer.row.key)
    this.set("alt", answer.values.alt || null)
  }

  remove() {
    const { view } = this.editor
    const at = this.getPos()
    view.dispatch(view.state.tr.delete(at, at + this.node.nodeSize))
    view.focus()
  }

  caption(said) {
    const { view } = this.editor
    view.dispatch(view.state.tr.insertText(this.node.content.size ? ` ${said}` : said, this.getPos() + 1 + this.node.content.size))
  }

  stopEvent(event) {
    return this.controls.contains(event.target)
  }

  ignoreMutation({ target }) {
    return !this.contentDOM.contains(target)
  }
}

/* <figure data-image data-alt data-decorative data-size><figcaption>: a picture from the library. */
export const LibraryFigure = Node.create({
  name: "libraryFigure",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => ({
    image: fromData("data-image"),
    alt: fromData("data-alt"),
    decorative: { default: null, parseHTML: (element) => element.hasAttribute("data-decorative") || null },
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
    {
      ...written({ "data-image": attrs.image, "data-alt": attrs.decorative ? "" : attrs.alt, "data-size": attrs.size }),
      ...(attrs.decorative ? { "data-decorative": "" } : {}),
    },
    ["figcaption", 0],
  ],
  addNodeView: () => (given) => new FigureView(given),
  addKeyboardShortcuts() {
    return figureKeys(this.editor, (at) => Boolean(this.editor.view.nodeDOM(at)?.openForm?.()))
  },
  addMenuItems(tools) {
    button(this, tools, "figure", "editorial", async (editor, words) => {
      const answer = await pickPicture(editor, words)
      if (!answer) return
      const attrs = { image: answer.row.key, alt: answer.values.alt || null }
      editor.chain().insertContent({ type: "libraryFigure", attrs }).run()
    })
  },
})
