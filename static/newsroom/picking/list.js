/* A list of what was chosen, drawn over the plain fields that are sent: moved and removed by buttons. */

import { make } from "../combobox.js"

const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place)

export class PickedList {
  /**
   * `read` returns the items there are, each with label, detail and address; `write` takes them in their new order;
   * `more` returns further elements of an item, and may change it; `first` are words beside the first of several.
   */
  constructor({ label, words, read, write, more = () => [], first = "" }) {
    Object.assign(this, { words, read, write, more, first })
    this.list = make("ol", { className: "picked", "aria-label": label })
    this.status = make("p", { className: "visually-hidden", role: "status" })
    this.element = make("div", { className: "picked-list" }, [this.list, this.status])
    this.list.addEventListener("click", (event) => this.pressed(event))
  }

  /** Draw what the fields hold. */
  draw() {
    this.items = this.read()
    this.list.replaceChildren(...this.items.map((item, place) => this.row(item, place)))
    this.list.hidden = !this.items.length
  }

  row(item, place) {
    const { words } = this
    const name = item.address
      ? make("a", { href: item.address, target: "_blank", rel: "noopener", textContent: item.label })
      : make("strong", { textContent: item.label })
    const details = [place === 0 && this.first, item.detail].filter(Boolean).join(" · ")
    const button = (act, textContent, isOff) => {
      const made = make("button", { type: "button", className: "plain", textContent })
      made.dataset.act = act
      made.setAttribute("aria-label", `${words[act]}: ${item.label}`)
      made.title = words[act]
      made.setAttribute("aria-disabled", String(isOff))
      return made
    }
    return make("li", {}, [
      ...(item.thumbnail ? [make("img", { src: item.thumbnail, alt: "" })] : []),
      make("div", { className: "picked-what", dir: "auto" }, [name, ...(details ? [make("span", { className: "quiet", textContent: details })] : [])]),
      make("div", { className: "picked-acts" }, [
        ...(this.items.length > 1 ? [button("move-up", "↑", place === 0), button("move-down", "↓", place === this.items.length - 1)] : []),
        button("remove-one", "×", false),
      ]),
      ...this.more(item, () => this.write(this.items)),
    ])
  }

  pressed(event) {
    const button = event.target.closest("button[data-act]")
    if (!button || button.getAttribute("aria-disabled") === "true") return
    const place = [...this.list.children].indexOf(button.closest("li"))
    const [item] = this.items.splice(place, 1)
    const step = { "move-up": -1, "move-down": 1 }[button.dataset.act]
    if (step) this.items.splice(place + step, 0, item)
    this.change()
    if (step) this.focusOn(place + step, button.dataset.act)
    else this.focusOn(Math.min(place, this.items.length - 1), "remove-one")
    const sentence = step ? this.words.moved : this.words.removed
    this.status.textContent = say(sentence, { name: item.label, place: place + (step ?? 0) + 1, count: this.items.length })
  }

  focusOn(place, act) {
    const row = this.list.children[place]
    if (row) row.querySelector(`[data-act="${act}"]`)?.focus()
    else this.element.parentElement.querySelector(".picked-add, input")?.focus()
  }

  /** Add one at the end, unless it is there. */
  add(item) {
    if (item.id && this.items.some(({ id }) => String(id) === String(item.id))) {
      this.status.textContent = say(this.words["there-already"], { name: item.label })
      return
    }
    this.items.push(item)
    this.change()
    this.status.textContent = say(this.words.added, { name: item.label })
  }

  change() {
    this.write(this.items)
    this.draw()
  }
}

/** Make a button that asks for one more. */
export const addButton = (textContent, act) => {
  const button = make("button", { type: "button", className: "picked-add", textContent })
  button.addEventListener("click", act)
  return button
}
