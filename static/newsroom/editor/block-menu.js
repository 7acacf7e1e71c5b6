/* The menu of blocks: a list that the arrows move in, below the line or below its button. */

import { crel } from "django-prose-editor/editor"
import { BLOCKS } from "./blocks.js"
import { wordsOf } from "./lookup.js"
import { toolsOf } from "./toolbar.js"

let serial = 0

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

/* Every word typed begins a word of the block's name, or is what one types for it. */
const fits = (block, words, query) => {
  const names = plain(`${words[block.name]} ${words[`${block.name}Also`] ?? ""} ${block.mark ?? ""}`).split(/\s+/)
  return plain(query).split(/\s+/).filter(Boolean).every((part) => names.some((name) => name.startsWith(part)))
}

export class BlockMenu {
  /** `choose` is called with the block taken. */
  constructor(editor, choose) {
    Object.assign(this, { editor, choose, active: 0, blocks: [] })
    this.id = `block-menu-${++serial}`
    this.list = crel("ul", { id: this.id, className: "block-menu", role: "listbox", "aria-label": wordsOf(editor).blocks, hidden: true, tabIndex: -1 })
    this.list.addEventListener("mousedown", (event) => event.preventDefault())
    editor.options.element.append(this.list)
  }

  get isOpen() {
    return !this.list.hidden
  }

  /** Show what fits the words typed so far; tells whether anything does. */
  show(query, box) {
    const words = wordsOf(this.editor)
    this.blocks = BLOCKS.filter((block) => (block.isShown?.(this.editor) ?? true) && fits(block, words, query))
    this.list.replaceChildren(...this.blocks.map((block, place) => this.option(block, place, words)))
    this.list.hidden = !this.blocks.length
    if (this.isOpen) {
      this.mark(0)
      this.move(box)
    }
    return this.isOpen
  }

  option(block, place, words) {
    const option = crel("li", { id: `${this.id}-${place}`, role: "option" }, [
      crel("span", { textContent: words[block.name] }),
      ...(block.mark ? [crel("kbd", { textContent: block.mark, "aria-hidden": "true" })] : []),
    ])
    option.addEventListener("click", () => this.take(place))
    return option
  }

  /* Below the line, or above it where there is no room below. */
  move({ left, top, bottom }) {
    const { offsetWidth, offsetHeight, style } = this.list
    const isBelow = bottom + offsetHeight + 8 < innerHeight || top < offsetHeight
    style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`
    style.top = `${isBelow ? bottom + 4 : top - offsetHeight - 4}px`
  }

  mark(place) {
    this.active = place
    for (const [at, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(at === place))
    this.list.children[place]?.scrollIntoView({ block: "nearest" })
  }

  get activeId() {
    return this.isOpen ? `${this.id}-${this.active}` : ""
  }

  /** Answer a key; tells whether it was one of the list's. */
  key({ key }) {
    const last = this.blocks.length - 1
    const place = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, Home: 0, End: last }[key]
    if (place !== undefined) this.mark((place + last + 1) % (last + 1))
    else if (key === "Enter" || key === "Tab") this.take(this.active)
    else return false
    return true
  }

  take(place) {
    const block = this.blocks[place]
    this.hide()
    this.choose(block)
  }

  hide() {
    this.list.hidden = true
  }

  remove() {
    this.list.remove()
  }
}

/** Put a block where the caret is. */
export const putBlock = (editor, block) => {
  if (block.tool) toolsOf(editor)[block.tool]?.command(editor)
  else block.run(editor)
}
