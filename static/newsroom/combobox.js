/* A text field with a list of suggestions below it, for the editor's dialogs and the search box. */

import { isComposing } from "./composing.js"

const PAUSE = 150

/** Make an element: its properties, then whatever is an attribute, then what is in it. */
export const make = (name, properties = {}, children = []) => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value
    else element.setAttribute(key, value)
  }
  element.append(...children)
  return element
}

/** Fetch rows as JSON. */
export const fetchRows = async (address, query, signal) => {
  const answer = await fetch(`${address}?${new URLSearchParams(query)}`, {
    signal,
    headers: { Accept: "application/json" },
  })
  if (!answer.ok) throw new Error(String(answer.status))
  return (await answer.json()).results
}

const said = (words, rows) => (rows.length ? words.found.replace("{count}", rows.length) : words.nothing)

/** Put options whose rows name one group under its heading; those without stand by themselves. */
const grouped = (rows, options) => {
  const groups = new Map()
  return options.flatMap((option, at) => {
    const name = rows[at].group
    if (!name) return [option]
    if (groups.has(name)) {
      groups.get(name).append(option)
      return []
    }
    const group = make("ul", { role: "group", "aria-label": name }, [option])
    groups.set(name, group)
    return [make("li", { role: "presentation" }, [make("span", { textContent: name, "aria-hidden": "true" }), group])]
  })
}

export class Combobox {
  /**
   * `search` resolves to rows of {label, detail, thumbnail?, words?, group?} for some words, `choose` takes the one chosen;
   * `words` says found, nothing and failed; `eager` lets Enter take the first row when none is marked, as soon as it is there,
   * and then marks it. `say` says in other words what was found, `nothing` is called by an Enter that finds nothing.
   */
  constructor({ input, list, status, words, label, search, choose, eager = false, say = null, nothing = null }) {
    Object.assign(this, { input, list, status, words, search, choose, eager, say, nothing, rows: [], options: [], active: -1, isFresh: true })
    list.setAttribute("role", "listbox")
    list.setAttribute("aria-label", label)
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value)
    input.addEventListener("input", () => this.typed())
    input.addEventListener("keydown", (event) => this.key(event))
  }

  /* What is shown belongs to other words now: it must not be chosen by a key meant for the new ones. */
  typed() {
    this.isFresh = this.isHurried = false
    this.mark(-1)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.find(), PAUSE)
  }

  /* An answer that comes late, after a newer question, is not shown. */
  async find() {
    clearTimeout(this.timer)
    this.request?.abort()
    const request = new AbortController()
    this.request = request
    try {
      const rows = await this.search(this.input.value, request.signal)
      if (this.request === request) this.show(rows)
    } catch {
      if (this.request === request) {
        this.show([])
        this.status.textContent = this.words.failed
      }
    }
  }

  /** Ask for nothing any more, and show nothing. */
  close() {
    clearTimeout(this.timer)
    this.request?.abort()
    this.request = null
    this.isHurried = false
    this.isFresh = true
    this.fill([])
    this.mark(-1)
    this.status.textContent = ""
  }

  fill(rows) {
    this.rows = rows
    this.options = rows.map((row, place) => this.option(row, place))
    this.list.replaceChildren(...grouped(rows, this.options))
    this.list.hidden = !rows.length
    this.input.setAttribute("aria-expanded", String(rows.length > 0))
  }

  show(rows) {
    this.fill(rows)
    this.status.textContent = this.say ? this.say(rows) : said(this.words, rows)
    this.mark(this.eager && rows.length && this.input.value ? 0 : -1)
    this.isFresh = true
    const isHurried = this.isHurried
    this.isHurried = false
    if (isHurried && rows.length) this.take(0)
    else if (isHurried) this.nothing?.()
  }

  option(row, place) {
    const option = make("li", { id: `${this.list.id}-${place}`, role: "option", "aria-selected": "false" }, [
      ...(row.thumbnail ? [make("img", { src: row.thumbnail, alt: "" })] : []),
      make("strong", { textContent: row.label }),
      ...(row.detail ? [make("span", { textContent: row.detail })] : []),
      ...(row.words ? [make("q", { textContent: row.words })] : []),
    ])
    // The field keeps the focus.
    option.addEventListener("mousedown", (event) => event.preventDefault())
    option.addEventListener("click", (event) => this.take(place, event))
    return option
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (isComposing(event)) return
    if (step && this.rows.length) {
      event.preventDefault()
      const first = step > 0 ? 0 : this.rows.length - 1
      this.mark(this.active < 0 ? first : (this.active + step + this.rows.length) % this.rows.length)
    } else if (event.key === "Enter") {
      const first = this.active < 0 && this.eager && this.input.value
      if (first && !this.isFresh) this.isHurried = true
      else if (!this.rows[first ? 0 : this.active]) return
      else this.take(first ? 0 : this.active, event)
      event.preventDefault()
    }
  }

  take(place, event) {
    this.mark(place)
    this.choose(this.rows[place], event)
  }

  mark(place) {
    this.active = place
    for (const [at, option] of this.options.entries()) {
      option.setAttribute("aria-selected", String(at === place))
    }
    const active = this.options[place]
    active?.scrollIntoView({ block: "nearest" })
    if (active) this.input.setAttribute("aria-activedescendant", active.id)
    else this.input.removeAttribute("aria-activedescendant")
  }
}
