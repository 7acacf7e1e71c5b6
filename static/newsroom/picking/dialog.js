/*
 * The one picker: a dialog in the place of the panel, so that the sentence it is for stays to be read. It finds
 * people, sources, pictures and tags, and makes what is not there yet.
 */

import { Combobox, make } from "../combobox.js"
import { placeOverPanel } from "../writing/panel.js"
import { Maker } from "./maker.js"
import { copiedLink, isAddress, isPage } from "./pasted.js"
import { inText, picked, remember } from "./recent.js"
import { find, LoggedOut, send, settings } from "./settings.js"
import { Uploads } from "./uploads.js"

const LONGEST_SENTENCE = 120
let serial = 0

/**
 * Ask for a row and some words; resolves to {row, values, isChecked}, "remove", or null.
 *
 * `editor` may be null: then the picker is for a place outside the text. `fields` are further text inputs;
 * `optional` allows an answer without a row; `removable` offers to take away what is there; `check` are the words
 * of a box to tick; `query` is what to look for first; `sentence` what it is for; `plain` lets what is typed be
 * taken as it is, as {row: null, values: {plain}}; `submit` are the words of the button.
 */
export const pick = (editor, options) =>
  new Promise((resolve) => {
    new Picker(editor, options).open(resolve)
  })

/** Return the words before the caret, from where their sentence begins. */
const sentenceAt = (editor) => {
  const { $to } = editor.state.selection
  if (!$to.parent.isTextblock) return ""
  const before = $to.parent.textBetween(0, $to.parentOffset, " ", "").replace(/\[\[$/, "").trimEnd()
  const begin = before.slice(0, -1).search(/[^.!?…]*$/)
  const sentence = before.slice(begin).trim()
  if (sentence.length <= LONGEST_SENTENCE) return (begin > 0 ? "… " : "") + sentence
  return `… ${sentence.slice(sentence.indexOf(" ", sentence.length - LONGEST_SENTENCE) + 1)}`
}

class Picker {
  constructor(editor, options) {
    const defaults = { help: "", fields: [], optional: false, removable: false, check: "", query: "", plain: "" }
    Object.assign(this, defaults, options, { editor, chosen: null, looked: null, page: "", isBusy: false })
    const { kinds, words } = settings(editor)
    this.words = words
    this.settings = kinds[this.kind] ?? {}
    this.title = this.title || words[`title-${this.kind}`]
    this.id = `picker-${++serial}`
    this.build()
  }

  build() {
    const { id, words } = this
    this.input = make("input", { id: `${id}-input`, type: "text", dir: "auto", autocomplete: "off", spellcheck: false, className: "picker-find", placeholder: words[`find-${this.kind}`] })
    this.list = make("ul", { id: `${id}-list`, className: "picker-list", tabIndex: -1 })
    this.status = make("p", { role: "status", className: "picker-quiet picker-status" })
    this.box = new Combobox({
      input: this.input,
      list: this.list,
      status: this.status,
      words,
      label: this.title,
      search: (typed, signal) => this.search(typed.trim(), signal),
      choose: (row, event) => this.choose(row, event),
      eager: true,
      say: (rows) => this.saidOf(rows),
      nothing: () => this.enter(),
    })
    this.maker = this.settings.make ? new Maker({ id, kindName: this.kind, kind: this.settings, words, use: (row) => this.take(row) }) : null
    this.uploads = this.settings.upload ? new Uploads({ words, taken: (rows) => this.uploaded(rows) }) : null
    this.inputs = this.fields.map((field) =>
      make("input", { id: `${id}-${field.name}`, type: "text", value: field.value || "", maxLength: field.most || 100, dir: "auto" }),
    )
    this.tick = make("input", { type: "checkbox" })
    this.buildButtons()
    const form = make("form", { method: "dialog", className: "picker", noValidate: true }, [
      ...this.heading(),
      make("label", { htmlFor: this.input.id, className: "visually-hidden", textContent: words[`find-${this.kind}`] }),
      this.input,
      this.list,
      this.status,
      ...(this.maker ? [this.maker.element] : []),
      ...(this.uploads ? [this.uploads.element] : []),
      ...this.fields.map((field, place) =>
        make("div", { className: "picker-row" }, [make("label", { htmlFor: this.inputs[place].id, textContent: field.label }), this.inputs[place]]),
      ),
      ...(this.check ? [make("label", { className: "picker-check" }, [this.tick, this.check])] : []),
      this.buttons,
    ])
    this.dialog = make("dialog", { className: "picker-dialog", "aria-labelledby": `${id}-title` }, [form])
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.enter()
    })
    this.listen()
    this.update()
  }

  heading() {
    const sentence = this.sentence ?? (this.kind === "citation" && this.editor ? sentenceAt(this.editor) : "")
    const place = sentence && make("p", { className: "picker-sentence", dir: "auto", textContent: sentence })
    const title = make("h2", { id: `${this.id}-title`, textContent: this.title })
    return [...(place ? [place] : []), title, ...(this.help ? [make("p", { className: "picker-quiet", textContent: this.help })] : [])]
  }

  buildButtons() {
    const { words } = this
    const plain = (textContent, act) => {
      const button = make("button", { type: "button", textContent })
      button.addEventListener("click", act)
      return button
    }
    this.submit = make("button", { type: "submit", className: "default" })
    this.another = plain(words["another-item"], () => this.makeAnother())
    this.another.hidden = true
    this.buttons = make("div", { className: "picker-buttons" }, [
      this.submit,
      plain(words.cancel, () => this.close(null)),
      ...(this.removable ? [plain(words.remove, () => this.close("remove"))] : []),
      this.another,
    ])
  }

  listen() {
    this.input.addEventListener("input", () => this.typed())
    this.input.addEventListener("paste", (event) => this.pasted(event))
    // Whoever goes on to the next field takes the marked row with them.
    this.input.addEventListener("keydown", (event) => {
      const row = this.box.rows[this.box.active]
      const isLeaving = event.key === "Tab" && !event.shiftKey
      if (isLeaving && row?.key && !this.chosen && this.input.value.trim()) this.hold(row)
      else this.update()
    })
    for (const input of this.inputs) input.addEventListener("input", () => this.update())
    this.maker?.element.addEventListener("input", () => this.update())
    this.uploads?.listen(this.dialog)
  }

  /* The dialog hangs on <body>: inside the page's form it would be a form in a form. */
  open(resolve) {
    this.resolve = resolve
    this.before = document.activeElement
    this.state = this.editor?.state
    this.dialog.addEventListener("close", () => this.finish(null))
    // A closing dialog gives the focus back by itself, and the browser would put the caret at the start.
    this.editor?.view.dom.blur()
    placeOverPanel(this.dialog)
    this.input.value = this.query
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
    this.box.close()
    this.maker?.close()
    this.dialog.remove()
    if (this.editor) {
      const { view } = this.editor
      if (view.state.doc === this.state.doc) view.dispatch(view.state.tr.setSelection(this.state.selection))
      view.focus()
    } else this.before?.focus?.()
    this.resolve(result)
    this.resolve = null
  }

  async search(typed, signal) {
    this.looked = null
    if (!typed && !this.page) return this.usedLast(signal)
    if (this.kind === "citation" && this.settings.read && (this.page || isAddress(typed))) return this.lookAt(typed, signal)
    const rows = await find(this.settings, { q: typed }, signal)
    if (!signal.aborted) this.looked = { rows, facts: this.factsOf(typed), said: "" }
    return [...rows, ...this.others(rows, typed)]
  }

  async usedLast(signal) {
    const here = [...inText(this.editor, this.kind), ...picked(this.kind)]
    return find(this.settings, { q: "", here: here.join(",") }, signal)
  }

  /* An address is asked about: what is there, else what is known for a new source. */
  async lookAt(typed, signal) {
    this.status.textContent = this.words.reading
    const looked = await send(this.settings.read, { address: typed, html: this.page }, signal).catch((error) => {
      if (error instanceof LoggedOut) return { known: [], facts: this.factsOf(typed), said: this.words["logged-out"] }
      throw error
    })
    if (signal.aborted) return []
    if (this.linkTitle && !looked.facts.publisher) looked.facts.title = this.linkTitle
    const rows = looked.known.map((row) => ({ ...row, detail: [this.words["same-address"], row.cited || row.detail].filter(Boolean).join(" · ") }))
    this.looked = { ...looked, rows, isKnown: rows.length > 0 }
    return rows
  }

  factsOf(typed) {
    const isPlace = this.kind === "citation" && isAddress(typed)
    return this.kind === "citation" ? { title: typed, ...(isPlace ? { address: typed } : {}) } : { name: typed }
  }

  /* What can be done with the words as they are, as the last of what was found. */
  others(rows, typed) {
    const { words } = this
    const isThere = this.kind === "tag" && rows.some((row) => row.label.toLowerCase() === typed.toLowerCase())
    const others = this.plain ? [{ isPlain: true, label: this.plain.replace("{name}", typed) }] : []
    if (this.maker && rows.length && !isThere) others.push({ isNew: true, label: words[`new-${this.kind}`].replace("{name}", typed) })
    return others
  }

  /* Said of what was found; what was not found can be made, and its fields are there at once. */
  saidOf(rows) {
    const { words, looked } = this
    this.another.hidden = !(looked?.isKnown && this.maker)
    const found = rows.filter((row) => row.key)
    queueMicrotask(() => this.update())
    if (!looked) return rows.length ? words.recent : words.empty
    if (found.length) {
      this.maker?.close()
      return found.length === 1 ? words.one : words.found.replace("{number}", found.length)
    }
    if (this.maker && !rows.length) this.openMaker(looked.facts, { said: looked.said })
    if (this.maker) return ""
    return rows.length ? words.nothing : words["may-not-make"]
  }

  openMaker(facts, options) {
    if (this.page && facts.address && !this.input.value.trim()) this.input.value = facts.address
    this.maker.open(facts, options)
    this.update()
  }

  makeAnother() {
    this.another.hidden = true
    this.box.close()
    this.openMaker(this.looked?.facts ?? this.factsOf(this.input.value.trim()), { said: " ", isAnother: true })
    this.maker.firstToFill()?.focus()
  }

  pasted(event) {
    if (this.kind !== "citation" || !event.clipboardData) return
    const words = event.clipboardData.getData("text/plain")
    const link = copiedLink(event.clipboardData.getData("text/html"))
    this.linkTitle = ""
    if (isPage(words) && this.settings.read) {
      event.preventDefault()
      this.page = words
      if (!isAddress(this.input.value)) this.input.value = ""
      this.box.typed()
      this.box.find()
    } else if (link && !this.input.value) {
      event.preventDefault()
      this.input.value = link.address
      this.linkTitle = link.title
      this.box.typed()
      this.box.find()
    }
  }

  /* Other words may mean somebody else. */
  typed() {
    this.chosen = null
    this.page = ""
    this.another.hidden = true
    this.maker?.close()
    this.update()
    if (isAddress(this.input.value)) this.box.find()
  }

  choose(row, event) {
    if (row.isPlain) this.close({ row: null, values: { ...this.values(), plain: this.input.value.trim() }, isChecked: this.tick.checked })
    else if (row.isNew) {
      this.box.close()
      this.openMaker(this.factsOf(this.input.value.trim()), { said: this.kind === "mention" ? this.words["somebody-else"] : "" })
      ;(this.maker.firstToFill() ?? this.maker.main).focus()
    } else if (event?.type === "click" && (this.inputs.length || this.check)) {
      this.hold(row)
      this.inputs[0]?.focus()
    } else this.take(row)
  }

  /* Chosen, and further fields can still be filled in. */
  hold(row) {
    this.chosen = row
    this.maker?.close()
    this.box.close()
    this.input.value = row.label
    for (const [at, field] of this.fields.entries()) {
      if (!this.inputs[at].value && row[field.name]) this.inputs[at].value = row[field.name]
    }
    this.status.textContent = this.words.chosen.replace("{name}", row.label)
    this.update()
  }

  /* The first of what was uploaded is chosen; the others stand in the list, and are in the library. */
  uploaded(rows) {
    if (!this.resolve) return
    this.looked = null
    if (rows.length > 1) this.box.show(rows)
    else this.hold(rows[0])
    const empty = this.inputs.find((input) => !input.value.trim())
    if (rows.length === 1) (empty ?? this.submit).focus()
  }

  take(row) {
    for (const [at, field] of this.fields.entries()) {
      if (!this.inputs[at].value && row[field.name]) this.inputs[at].value = row[field.name]
    }
    remember(this.kind, row.key)
    this.close({ row, values: this.values(), isChecked: this.tick.checked })
  }

  values() {
    return Object.fromEntries(this.fields.map((field, place) => [field.name, this.inputs[place].value.trim()]))
  }

  /* What Enter and the button do: take what is chosen, ask for what is still wanted, or make it. */
  enter() {
    const marked = this.box.rows[this.box.active]
    if (this.chosen) this.take(this.chosen)
    else if (marked && !this.maker?.isOpen) this.choose(marked)
    else if (this.maker?.isOpen) this.enterMaker()
    else if (this.optional && this.inputs.some((input) => input.value.trim())) {
      this.close({ row: null, values: this.values(), isChecked: this.tick.checked })
    }
  }

  enterMaker() {
    const empty = this.maker.firstToFill()
    const isAsked = empty && (document.activeElement === this.input || !this.maker.isReady)
    if (isAsked) empty.focus()
    else this.makeIt()
  }

  async makeIt() {
    if (this.isBusy || !this.maker.isReady) return
    this.isBusy = true
    this.update()
    const answer = await this.maker.make()
    this.isBusy = false
    if (!this.resolve) return
    if (answer.row) {
      this.take(answer.row)
      return
    }
    if (answer.known) {
      this.maker.close()
      this.looked = { rows: answer.known, facts: { address: "" }, isKnown: this.kind === "citation" }
      this.box.show(answer.known)
      this.input.focus()
    }
    this.status.textContent = answer.said
    this.update()
  }

  update() {
    const { words } = this
    const isMaking = Boolean(this.maker?.isOpen)
    const written = this.inputs.some((input) => input.value.trim())
    const marked = this.box.rows[this.box.active]
    const usual = this.submitWords || (this.looked?.isKnown ? words.cite : words.insert)
    this.submit.textContent = isMaking ? words[`make-${this.kind}`] : usual
    const can = isMaking ? this.maker.isReady && !this.isBusy : this.chosen || marked || (this.optional && written)
    this.submit.setAttribute("aria-disabled", String(!can))
  }
}
