/* The headings of the text to jump by: in the left margin, where there is none in the panel under Checks. */

import { onContents } from "./contents.js"
import { editor } from "./form.js"
import { closePanel } from "./panel.js"

const outline = document.getElementById("outline")
const isWide = matchMedia("(min-width: 1200px)")

/** Put the caret at a place of the text, and the place in sight. */
export const jumpTo = (edited, position) => {
  if (document.documentElement.classList.contains("sheet")) closePanel()
  edited.commands.setTextSelection(position)
  edited.view.focus()
  const { node } = edited.view.domAtPos(position)
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement
  element?.scrollIntoView({ block: "start" })
}

const entry = (edited, { position, level, words }) => {
  const line = document.createElement("li")
  const link = Object.assign(document.createElement("a"), { href: "#outline", textContent: words })
  link.dataset.position = position
  if (level > 2) line.className = "deeper"
  link.addEventListener("click", (event) => {
    event.preventDefault()
    jumpTo(edited, position + 1)
  })
  line.append(link)
  return line
}

const mark = ({ state }) => {
  let current = null
  for (const link of outline.querySelectorAll("a")) {
    link.removeAttribute("aria-current")
    if (Number(link.dataset.position) < state.selection.from) current = link
  }
  current?.setAttribute("aria-current", "true")
}

const place = () => {
  const parent = isWide.matches ? document.querySelector(".paper") : document.querySelector("#checks")
  if (isWide.matches) parent?.prepend(outline)
  else parent?.append(outline)
}

const start = () => {
  const list = document.createElement("ol")
  let shown = ""
  outline.append(list)
  place()
  isWide.addEventListener("change", place)
  onContents(({ headings }, edited) => {
    const now = JSON.stringify(headings)
    if (now !== shown) list.replaceChildren(...headings.map((heading) => entry(edited, heading)))
    shown = now
    outline.hidden = headings.length === 0
    mark(edited)
  })
  editor().then((edited) => edited.on("selectionUpdate", () => mark(edited)))
}

if (outline) start()
