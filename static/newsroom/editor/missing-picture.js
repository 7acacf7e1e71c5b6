import { crel, Node, pm } from "django-prose-editor/editor"
import { ACCEPTED, Upload } from "../writing/uploading.js"
import { fromData, written } from "./attributes.js"
import { remember, wordsOf } from "./lookup.js"
import { fileOf } from "./pasted-pictures.js"
import { pick } from "./picker.js"
import { announce, uploadBox } from "./upload-box.js"

const { NodeSelection } = pm.state

/* What is being uploaded for a place, by the node that marks it. */
const uploads = new WeakMap()

const placesFrom = (doc, at) => {
  const found = []
  doc.descendants((node, place) => {
    if (node.type.name === "missingPicture" && place >= at) found.push(place)
    return false
  })
  return found
}

/** Return where the missing picture stands that an element shows, or null. */
export const gapAt = (view, element) => {
  const dom = element.closest?.(".editor-gap")
  return dom ? view.posAtDOM(dom, 0) : null
}

/** Put the first file at a missing picture's place, and each other at the next such place there is. */
export const fillGaps = (editor, at, files) => {
  const places = placesFrom(editor.state.doc, at)
  for (const [number, file] of files.entries()) {
    const dom = number < places.length && editor.view.nodeDOM(places[number])
    if (dom) dom.fill(file)
  }
}

class GapView {
  constructor({ node, editor, getPos }) {
    Object.assign(this, { node, editor, getPos, words: wordsOf(editor) })
    const { gap, alt, pasted } = node.attrs
    this.dom = crel("figure", { className: "editor-gap", contentEditable: "false", role: "group" })
    this.dom.setAttribute("aria-label", this.words.gapName.replace("{number}", gap))
    this.dom.fill = (file) => this.fill(file)
    this.box = crel("div", { className: "editor-upload", hidden: true })
    this.acts = crel("div", { className: "gap-acts" }, [
      this.button("gapChoose", () => this.choose()),
      this.button("gapLibrary", () => this.fromLibrary()),
      this.button("gapRemove", () => this.remove()),
    ])
    const words = this.words.gap.replace("{number}", gap)
    this.dom.append(crel("p", { className: "gap-words", textContent: words }), ...(alt ? [crel("p", { className: "gap-alt", dir: "auto", textContent: alt })] : []), this.acts, this.box)
    this.dom.addEventListener("keydown", (event) => this.key(event))
    const file = pasted && fileOf(pasted)
    if (file) queueMicrotask(() => this.fill(file, { isPasted: true }))
    else if (uploads.has(node)) this.show(uploads.get(node))
  }

  button(name, run) {
    const made = crel("button", { type: "button", textContent: this.words[name] })
    made.addEventListener("click", run)
    return made
  }

  key(event) {
    if (event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    this.select()
  }

  select() {
    const { view } = this.editor
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, this.getPos())))
    view.focus()
  }

  enter() {
    this.acts.querySelector("button").focus()
  }

  choose() {
    const input = crel("input", { type: "file", accept: ACCEPTED, multiple: true })
    input.addEventListener("change", () => fillGaps(this.editor, this.getPos(), [...input.files]))
    input.click()
  }

  async fromLibrary() {
    this.select()
    const { words } = this
    const answer = await pick(this.editor, { kind: "figure", title: words.figureTitle, fields: [{ name: "alt", label: words.alt, value: this.node.attrs.alt }] })
    if (answer?.row) this.become(answer.row, { alt: answer.values.alt })
  }

  remove() {
    const { view } = this.editor
    const at = this.getPos()
    view.dispatch(view.state.tr.delete(at, at + 1))
    view.focus()
  }

  fill(file, { isPasted = false } = {}) {
    uploads.get(this.node)?.cancel()
    const upload = new Upload(file)
    uploads.set(this.node, upload)
    this.isPasted = isPasted
    this.show(upload)
    upload.start()
  }

  show(upload) {
    const showAnew = uploadBox(this.box, upload, this.words, { close: () => {} })
    this.acts.hidden = upload.state !== "gone"
    this.box.hidden = upload.state === "gone"
    upload.onChange = () => {
      showAnew()
      this.box.hidden = upload.state === "gone"
      this.acts.hidden = !["gone", "failed"].includes(upload.state)
      if (upload.state === "failed") announce(`${upload.says}. ${upload.problem}`)
      if (upload.state !== "done") return
      this.become(upload.row, { alt: this.node.attrs.alt || upload.row.alt })
      announce([upload.says, upload.sentence].filter(Boolean).join(". "))
    }
  }

  /* What comes by itself is no step of anybody's to take back. */
  become(row, { alt }) {
    const { view } = this.editor
    const at = this.getPos()
    remember("figure", row)
    const figure = view.state.schema.nodes.libraryFigure.create({ image: row.key, alt: alt || null })
    view.dispatch(view.state.tr.replaceWith(at, at + 1, figure).setMeta("addToHistory", !this.isPasted))
  }

  stopEvent(event) {
    return Boolean(event.target.closest?.("button")) && !event.type.startsWith("drag") && event.type !== "drop"
  }

  ignoreMutation() {
    return true
  }
}

/* <figure data-gap="1" data-alt="…">: a picture that was not in what was pasted. Readers never see it. */
export const MissingPicture = Node.create({
  name: "missingPicture",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ gap: fromData("data-gap"), alt: fromData("data-alt"), pasted: fromData("data-pasted") }),
  parseHTML: () => [{ tag: "figure[data-gap]", priority: 100 }],
  renderHTML: ({ node: { attrs } }) => ["figure", written({ "data-gap": attrs.gap, "data-alt": attrs.alt })],
  addNodeView: () => (given) => new GapView(given),
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { selection } = this.editor.state
        if (selection.node?.type.name !== "missingPicture") return false
        this.editor.view.nodeDOM(selection.from)?.querySelector("button")?.focus()
        return true
      },
    }
  },
})
