/* The small form under a picture in the text: what it shows, its size, and what else can be done with it. */

import { crel } from "django-prose-editor/editor"
import { isComposing } from "../composing.js"
import { askFocus, changeCard, loadCard } from "./picture-card.js"

const SIZES = { normal: "pictureSizeNormal", wide: "pictureSizeWide", full: "pictureSizeFull" }
const MOST_ALT = 300

let serial = 0

export class FigureForm {
  /** `set(name, value)` writes an attribute of the figure; `acts` are its close, replace, remove and caption. */
  constructor({ words, set, acts }) {
    Object.assign(this, { words, set, acts, id: `figure-${++serial}`, card: null })
    this.alt = crel("textarea", { id: `${this.id}-alt`, rows: 2, maxLength: MOST_ALT, dir: "auto" })
    this.decorative = crel("input", { id: `${this.id}-decorative`, type: "checkbox" })
    this.sizes = Object.entries(SIZES).map(([size, word]) => this.radio(size, words[word]))
    this.offers = crel("div", { className: "figure-offers" })
    this.problem = crel("p", { className: "upload-problem", role: "alert" })
    this.keep = this.button("pictureKeep", () => this.change({ alt: this.alt.value.trim() }, words.pictureKept))
    this.focus = this.button("pictureFocus", () => this.point())
    this.open = crel("a", { target: "_blank", rel: "noopener", textContent: words.pictureOpen, hidden: true })
    this.dom = crel("div", { className: "figure-form", role: "group", hidden: true }, this.parts())
    this.alt.addEventListener("input", () => this.typed())
    this.decorative.addEventListener("change", () => this.decorated())
    this.dom.addEventListener("keydown", (event) => this.key(event))
  }

  parts() {
    const { words } = this
    return [
      crel("label", { htmlFor: this.alt.id, textContent: words.pictureAlt }),
      this.alt,
      crel("div", { className: "figure-line" }, [
        crel("label", { className: "figure-tick", htmlFor: this.decorative.id }, [this.decorative, crel("span", { textContent: words.pictureDecorative })]),
        this.keep,
      ]),
      crel("fieldset", { className: "figure-sizes" }, [crel("legend", { textContent: words.pictureSize }), ...this.sizes.map(({ label }) => label)]),
      this.offers,
      this.problem,
      crel("div", { className: "figure-line figure-acts" }, [
        this.button("pictureDone", () => this.acts.close()),
        this.focus,
        this.button("pictureReplace", () => this.acts.replace()),
        this.button("pictureRemove", () => this.acts.remove()),
        this.open,
      ]),
    ]
  }

  button(name, run) {
    const made = crel("button", { type: "button", textContent: this.words[name] })
    made.addEventListener("click", run)
    return made
  }

  radio(size, words) {
    const input = crel("input", { type: "radio", name: this.id, value: size })
    // It belongs to no form: its name is not sent, and Enter in it sends nothing.
    input.setAttribute("form", this.id)
    input.addEventListener("change", () => this.set("size", size === "normal" ? null : size))
    return { input, label: crel("label", { className: "figure-tick" }, [input, crel("span", { textContent: words })]) }
  }

  /* Enter is done, as in any field of one line; Escape goes back to the picture. */
  key(event) {
    const isDone = event.key === "Enter" && (event.target === this.alt || event.target.matches("input"))
    if (isComposing(event) || !(isDone || event.key === "Escape")) return
    event.preventDefault()
    event.stopPropagation()
    this.acts.close()
  }

  typed() {
    this.set("alt", this.alt.value.replace(/\s+/g, " ").trim() || null)
    this.showKeep()
  }

  decorated() {
    this.set("decorative", this.decorative.checked || null)
  }

  showKeep() {
    this.keep.hidden = !(this.card?.mayChange && !this.card.alt && this.alt.value.trim())
  }

  /** Show the attributes of the figure, except where somebody is writing. */
  show({ alt, decorative, size }, row) {
    this.row = row
    if (document.activeElement !== this.alt) this.alt.value = alt ?? ""
    this.alt.placeholder = row?.alt ? this.words.pictureAltLibrary.replace("{words}", row.alt) : ""
    this.alt.disabled = Boolean(decorative)
    this.decorative.checked = Boolean(decorative)
    for (const { input } of this.sizes) input.checked = input.value === (size ?? "normal")
    this.dom.setAttribute("aria-label", this.words.pictureName.replace("{name}", row?.label ?? ""))
    this.showKeep()
  }

  /** Ask the library once what it says of the picture. */
  async load(row) {
    if (!row?.card || this.card?.key === row.key) return
    const card = await loadCard(row.card)
    if (card) this.showCard(card)
  }

  showCard(card) {
    this.card = card
    this.open.href = card.page
    this.open.hidden = false
    const credit = card.credit ? this.words.pictureCredit.replace("{credit}", card.credit) : this.words.pictureNoCredit
    const offered = Object.entries(card.offers).map(([name, said]) => this.offer(name, said))
    this.offers.replaceChildren(crel("p", { textContent: credit, dir: "auto" }), ...offered)
    this.showKeep()
  }

  offer(name, said) {
    const words = this.words[`pictureOffers-${name}`].replace("{words}", said)
    const use = this.button("pictureUse", () => this.use(name, said, use))
    const taking = name !== "credit" || this.card.mayChange
    return crel("p", { dir: "auto" }, [crel("span", { textContent: words }), ...(taking ? [use] : [])])
  }

  use(name, said, button) {
    if (name === "credit") {
      this.change({ credit: said })
      return
    }
    if (name === "alt") {
      this.alt.value = said
      this.typed()
    } else this.acts.caption(said)
    button.closest("p").remove()
    this.alt.focus()
  }

  async change(changes, done = "") {
    const { row, problem = done } = await changeCard(this.card, changes, this.words)
    if (row) this.showCard(row)
    this.problem.textContent = problem
  }

  async point() {
    await this.load(this.row)
    if (!this.card) {
      this.problem.textContent = this.words.uploadUnreachable
      return
    }
    const row = await askFocus(this.card, this.words)
    if (row) this.showCard(row)
    // The dialog gives the focus back to the text by itself.
    requestAnimationFrame(() => this.focus.focus())
  }
}
