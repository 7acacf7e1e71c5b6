/* The fields of something new, in the picker: what is known of it, what it looks like, and how it is made. */

import { make } from "../combobox.js"
import { find, LoggedOut, send } from "./settings.js"

const PAUSE = 250

const FIELDS = {
  mention: [{ name: "name", isMain: true, most: 200 }, { name: "occupation", example: true, most: 200, isAsked: true }],
  citation: [
    { name: "title", isMain: true, most: 500 },
    { name: "publisher", most: 200, half: true },
    { name: "issued", example: true, most: 10, half: true },
    { name: "authors", example: true, most: 1000 },
    { name: "address", most: 2000, onlyWhenTyped: true },
    { name: "variant", example: true, most: 60, onlyForAnother: true },
  ],
  tag: [{ name: "name", isMain: true, most: 100 }],
}
const SAYS = { mention: "nobody", citation: "not-known", tag: "no-tag" }

export class Maker {
  /** `use` is called with a look-alike that is to be used instead. */
  constructor({ id, kindName, kind, words, use }) {
    Object.assign(this, { kindName, kind, words, use, hidden: {}, touched: new Set() })
    this.inputs = new Map()
    this.said = make("p", { className: "picker-quiet", role: "status" })
    this.alike = make("div", { className: "picker-alike", role: "status", hidden: true })
    const rows = FIELDS[kindName].map((field) => this.row(field, `${id}-new-${field.name}`))
    const help = kindName === "citation" ? [make("p", { className: "picker-quiet", textContent: words.incomplete })] : []
    this.element = make("div", { className: "picker-make", hidden: true }, [this.said, ...rows, this.alike, ...help])
  }

  row(field, id) {
    const { words } = this
    const input = make("input", { id, type: "text", maxLength: field.most, dir: "auto", autocomplete: "off" })
    if (field.example) input.placeholder = words[`${field.name}-example`]
    input.addEventListener("input", () => this.touched.add(field.name))
    if (field.isMain) input.addEventListener("input", () => this.lookAround())
    this.inputs.set(field.name, { field, input })
    return make("div", { className: field.half ? "picker-row half" : "picker-row" }, [
      make("label", { htmlFor: id, textContent: words[field.name] }),
      input,
    ])
  }

  get isOpen() {
    return !this.element.hidden
  }

  get main() {
    return [...this.inputs.values()].find(({ field }) => field.isMain).input
  }

  /** Show the fields, filled with what is known; what somebody has written in them stays. */
  open(known, { said = "", isAnother = false } = {}) {
    this.isAnother = isAnother
    this.hidden = Object.fromEntries(Object.entries(known).filter(([name]) => !this.inputs.has(name)))
    for (const [name, { field, input }] of this.inputs) {
      if (!this.touched.has(name)) input.value = known[name] ?? ""
      const isShown = field.onlyForAnother ? isAnother : !field.onlyWhenTyped || !(known.address || known.doi)
      input.parentElement.hidden = !isShown
    }
    this.said.textContent = said || this.words[SAYS[this.kindName]]
    this.element.hidden = false
    this.lookAround()
  }

  close() {
    this.element.hidden = true
    this.alike.hidden = true
    this.touched.clear()
    this.request?.abort()
    clearTimeout(this.timer)
  }

  /** Return the field an Enter should lead to before anything is made, if there is one. */
  firstToFill() {
    const open = [...this.inputs.values()].filter(({ input }) => !input.parentElement.hidden && !input.value.trim())
    return open.find(({ field }) => field.isMain || field.isAsked || field.onlyForAnother)?.input
  }

  /** Tell whether there is enough to make something of. */
  get isReady() {
    return Boolean(this.main.value.trim()) && !(this.isAnother && !this.inputs.get("variant").input.value.trim())
  }

  /* Point out what nearly has this name, while there is still time to use it instead. */
  lookAround() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.findAlike(), PAUSE)
  }

  async findAlike() {
    this.request?.abort()
    const request = new AbortController()
    this.request = request
    const name = this.main.value.trim()
    const rows = name ? await find(this.kind, { alike: name }, request.signal).catch(() => []) : []
    if (this.request === request && this.isOpen) this.showAlike(this.isAnother ? [] : rows)
  }

  showAlike(rows) {
    this.alike.hidden = !rows.length
    this.alike.replaceChildren(
      ...(rows.length ? [make("p", { className: "picker-quiet", textContent: this.words["looks-like"] })] : []),
      ...rows.map((row) => {
        const use = make("button", { type: "button", textContent: this.words["use-that"] })
        use.setAttribute("aria-label", `${this.words["use-that"]}: ${[row.label, row.detail].filter(Boolean).join(", ")}`)
        use.addEventListener("click", () => this.use(row))
        const what = make("span", {}, [make("strong", { textContent: row.label }), " ", row.detail || ""])
        return make("p", {}, [what, use])
      }),
    )
  }

  /** Make it; resolves to {row}, or to {said} and perhaps {known} where it cannot be. */
  async make() {
    const shown = [...this.inputs].map(([name, { input }]) => [name, input.parentElement.hidden && name !== "address" ? "" : input.value])
    try {
      return await send(this.kind.make, { ...this.hidden, ...Object.fromEntries(shown) })
    } catch (error) {
      return { said: error instanceof LoggedOut ? this.words["logged-out"] : this.words["not-made"] }
    }
  }
}
