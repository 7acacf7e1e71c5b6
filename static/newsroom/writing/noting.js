/* Notes of somebody who reads a text and does not change it: on the words they select, or on a paragraph. */

import { openPanel } from "./panel.js"
import { words } from "./form.js"

const about = document.getElementById("note-about")
const text = document.getElementById("note-text")
const paper = document.querySelector(".to-read")
const LONGEST = 300

const blocks = () => [...(paper?.querySelectorAll(".words-headline, .words-summary, .words-text > *") ?? [])]

const plain = (string) => string.replace(/\s+/gu, " ").trim()

const shortened = (string) => {
  const whole = plain(string)
  return whole.length <= LONGEST ? whole : whole.slice(0, LONGEST).replace(/\s\S*$/u, "")
}

/* What is selected, as far as it stands in one block: elsewhere it could not be found again. */
const selectedIn = (block) => {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || !block.contains(selection.anchorNode)) return ""
  const range = selection.getRangeAt(0).cloneRange()
  if (!block.contains(range.endContainer)) range.setEndAfter(block.lastChild)
  return shortened(range.toString())
}

const begin = (wanted) => {
  about.value = wanted
  openPanel("checks")
  text.focus()
}

const buttonFor = (block) => {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "note-on"
  button.title = words.noteOn
  button.setAttribute("aria-label", `${words.noteOn}: ${plain(block.textContent).slice(0, 60)}`)
  // The selection is still there while the button is pressed.
  button.addEventListener("mousedown", (event) => event.preventDefault())
  button.addEventListener("click", () => begin(selectedIn(block) || shortened(block.textContent)))
  return button
}

/* Where a note is about, it can be gone to. */
const linkNotes = () => {
  for (const quote of document.querySelectorAll("#private-notes .note-about")) {
    const block = blocks().find((one) => plain(one.textContent).includes(plain(quote.textContent)))
    if (!block) continue
    block.classList.add("is-noted")
    const button = document.createElement("button")
    button.type = "button"
    button.className = "plain note-about"
    button.textContent = `“${quote.textContent}”`
    button.addEventListener("click", () => block.scrollIntoView({ block: "center" }))
    quote.replaceWith(button)
  }
}

if (about && paper) {
  linkNotes()
  for (const block of blocks()) {
    const row = document.createElement("div")
    row.className = "note-row"
    block.after(row)
    row.append(buttonFor(block))
  }
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey && event.altKey && event.code === "KeyM")) return
    const block = blocks().find((one) => selectedIn(one))
    event.preventDefault()
    begin(block ? selectedIn(block) : "")
  })
}
