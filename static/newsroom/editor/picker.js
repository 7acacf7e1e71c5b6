/* A dialog to choose a person, a source or a picture by searching: a combobox with a list below it. */

import { crel } from "django-prose-editor/editor"
import { Combobox } from "../combobox.js"
import { remember, search, wordsOf } from "./lookup.js"

let serial = 0

/**
 * Ask for a row and some words; resolves to {row, values, isChecked}, "remove", or null.
 *
 * `fields` are further text inputs; `optional` allows an answer without a row;
 * `removable` offers to take away what is there; `check` are the words of a box to tick.
 */
export const pick = (editor, { kind, title, help = "", fields = [], optional = false, removable = false, check = "" }) =>
  new Promise((resolve) => {
    const dialog = new Picker(editor, { kind, title, help, fields, optional, removable, check })
    dialog.open(resolve)
  })

class Picker {
  constructor(editor, options) {
    Object.assign(this, options, { editor, words: wordsOf(editor), chosen: null })
    this.id = `picker-${++serial}`
    this.build()
  }

  build() {
    const { id, words } = this
    const list = crel("ul", { id: `${id}-list`, className: "picker-list" })
    const status = crel("p", { role: "status", className: "picker-status" })
    this.input = crel("input", { id: `${id}-input`, type: "text", dir: "auto", autocomplete: "off" })
    this.box = new Combobox({
      input: this.input,
      list,
      status,
      words,
      label: this.title,
      search: (typed, signal) => search(this.editor, this.kind, typed, signal),
      choose: (row) => this.choose(row),
      eager: true,
    })
    this.inputs = this.fields.map((field) =>
      crel("input", { id: `${id}-${field.name}`, type: "text", value: field.value || "", maxLength: 300, dir: "auto" }),
    )
    this.tick = crel("input", { type: "checkbox" })
    this.insert = crel("button", { type: "submit", textContent: words.insert })
    const cancel = crel("button", { type: "button", textContent: words.cancel })
    const remove = crel("button", { type: "button", textContent: words.remove })
    cancel.addEventListener("click", () => this.close(null))
    remove.addEventListener("click", () => this.close("remove"))
    const form = crel("form", { method: "dialog", className: "picker" }, [
      crel("h2", { id: `${id}-title`, textContent: this.title }),
      ...(this.help ? [crel("p", { className: "picker-help", textContent: this.help })] : []),
      crel("label", { htmlFor: this.input.id, textContent: words.search }),
      this.input,
      list,
      status,
      ...this.fields.flatMap((field, place) => [
        crel("label", { htmlFor: this.inputs[place].id, textContent: field.label }),
        this.inputs[place],
      ]),
      ...(this.check ? [crel("label", { className: "picker-check" }, [this.tick, this.check])] : []),
      crel("div", { className: "picker-buttons" }, [this.insert, ...(this.removable ? [remove] : []), cancel]),
    ])
    this.dialog = crel("dialog", { className: "picker-dialog", "aria-labelledby": `${id}-title` }, [form])
    form.addEventListener("submit", (event) => this.submit(event))
    this.input.addEventListener("input", () => this.typed())
    for (const input of this.inputs) input.addEventListener("input", () => this.update())
    this.update()
  }

  /* The dialog hangs on <body>: inside the page's form it would be a form in a form. */
  open(resolve) {
    this.resolve = resolve
    this.state = this.editor.state
    this.dialog.addEventListener("close", () => this.finish(null))
    // A closing dialog gives the focus back by itself, and the browser would put the caret at the start.
    this.editor.view.dom.blur()
    document.body.append(this.dialog)
    this.dialog.showModal()
    this.input.focus()
    this.box.find()
  }

  close(result) {
    this.dialog.close()
    this.finish(result)
  }

  /* At once, not when the browser reports the closing: what is typed next belongs in the text. */
  finish(result) {
    if (!this.resolve) return
    const { view } = this.editor
    this.dialog.remove()
    if (view.state.doc === this.state.doc) view.dispatch(view.state.tr.setSelection(this.state.selection))
    view.focus()
    this.resolve(result)
    this.resolve = null
  }

  submit(event) {
    event.preventDefault()
    if (this.insert.disabled) return
    const values = Object.fromEntries(this.fields.map((field, place) => [field.name, this.inputs[place].value.trim()]))
    this.close({ row: this.chosen, values, isChecked: this.tick.checked })
  }

  /* Other words may mean somebody else. */
  typed() {
    this.chosen = null
    this.update()
  }

  choose(row) {
    this.chosen = row
    remember(this.kind, row)
    this.box.close()
    this.input.value = row.label
    for (const [at, field] of this.fields.entries()) {
      if (!this.inputs[at].value && row[field.name]) this.inputs[at].value = row[field.name]
    }
    this.box.status.textContent = this.words.chosen.replace("{name}", row.label)
    this.update()
  }

  update() {
    const written = this.inputs.some((input) => input.value.trim())
    this.insert.disabled = !this.chosen && !(this.optional && written)
  }
}
