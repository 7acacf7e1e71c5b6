/* A dialog to choose a person, a source or a picture by searching: a combobox with a list below it. */

import { crel } from "django-prose-editor/editor"
import { remember, search, wordsOf } from "./editor-lookup.js"

let serial = 0

/**
 * Ask for a row and some words; resolves to {row, values}, "remove", or null.
 *
 * `fields` are further text inputs; `optional` allows an answer without a row;
 * `removable` offers to take away what is there.
 */
export const pick = (editor, { kind, title, help = "", fields = [], optional = false, removable = false }) =>
  new Promise((resolve) => {
    const dialog = new Picker(editor, { kind, title, help, fields, optional, removable })
    dialog.open(resolve)
  })

class Picker {
  constructor(editor, options) {
    Object.assign(this, options, { editor, words: wordsOf(editor), rows: [], active: -1, chosen: null })
    this.id = `picker-${++serial}`
    this.build()
  }

  build() {
    const { id, words } = this
    this.list = crel("ul", { id: `${id}-list`, role: "listbox", className: "picker-list", "aria-label": this.title })
    this.status = crel("p", { role: "status", className: "picker-status" })
    this.input = crel("input", {
      id: `${id}-input`,
      type: "text",
      autocomplete: "off",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
    })
    this.inputs = this.fields.map((field) =>
      crel("input", { id: `${id}-${field.name}`, type: "text", value: field.value || "", maxLength: 300 }),
    )
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
      this.list,
      this.status,
      ...this.fields.flatMap((field, place) => [
        crel("label", { htmlFor: this.inputs[place].id, textContent: field.label }),
        this.inputs[place],
      ]),
      crel("div", { className: "picker-buttons" }, [this.insert, ...(this.removable ? [remove] : []), cancel]),
    ])
    this.dialog = crel("dialog", { className: "picker-dialog", "aria-labelledby": `${id}-title` }, [form])
    form.addEventListener("submit", (event) => this.submit(event))
    this.input.addEventListener("input", () => this.typed())
    this.input.addEventListener("keydown", (event) => this.key(event))
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
    this.find()
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
    this.close({ row: this.chosen, values })
  }

  typed() {
    this.chosen = null
    this.update()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.find(), 150)
  }

  async find() {
    this.request?.abort()
    this.request = new AbortController()
    try {
      this.show(await search(this.editor, this.kind, this.input.value, this.request.signal))
    } catch (problem) {
      if (problem.name !== "AbortError") this.status.textContent = this.words.failed
    }
  }

  show(rows) {
    this.rows = rows
    this.active = -1
    this.list.replaceChildren(...rows.map((row, place) => this.option(row, place)))
    this.input.setAttribute("aria-expanded", String(rows.length > 0))
    this.status.textContent = rows.length ? this.words.found.replace("{count}", rows.length) : this.words.nothing
    this.paint()
  }

  option(row, place) {
    const option = crel("li", { id: `${this.id}-${place}`, role: "option", "aria-selected": "false" }, [
      ...(row.thumbnail ? [crel("img", { src: row.thumbnail, alt: "" })] : []),
      crel("strong", { textContent: row.label }),
      crel("span", { textContent: row.detail }),
    ])
    option.addEventListener("mousedown", (event) => {
      event.preventDefault()
      this.choose(place)
    })
    return option
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && this.rows.length) {
      event.preventDefault()
      this.active = (this.active + step + this.rows.length) % this.rows.length
      this.paint()
    } else if (event.key === "Enter" && !this.chosen && this.rows.length && (this.active >= 0 || this.input.value)) {
      event.preventDefault()
      this.choose(Math.max(this.active, 0))
    }
  }

  choose(place) {
    this.active = place
    this.chosen = this.rows[place]
    remember(this.kind, this.chosen)
    this.input.value = this.chosen.label
    this.input.setAttribute("aria-expanded", "false")
    for (const [at, field] of this.fields.entries()) {
      if (!this.inputs[at].value && this.chosen[field.name]) this.inputs[at].value = this.chosen[field.name]
    }
    this.status.textContent = this.words.chosen.replace("{name}", this.chosen.label)
    this.paint()
    this.update()
  }

  paint() {
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === this.active))
    }
    const active = this.list.children[this.active]
    active?.scrollIntoView({ block: "nearest" })
    this.input.setAttribute("aria-activedescendant", active?.id || "")
  }

  update() {
    const written = this.inputs.some((input) => input.value.trim())
    this.insert.disabled = !this.chosen && !(this.optional && written)
  }
}
