/* Keys that lead about the page, and the sheet that tells of all of them. */

import { isComposing } from "../composing.js"
import { editor, form } from "./form.js"
import { closePanel, placeOverPanel, togglePanel } from "./panel.js"

const root = document.documentElement
const sheet = document.getElementById("keys")
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** Tell whether a key is pressed that means a command here: Ctrl, on a Mac Command, and never AltGr. */
export const isCommand = (event) =>
  (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) && !event.getModifierState("AltGraph")

const isTyping = (target) =>
  target.isContentEditable || Boolean(target.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select"))

const seen = (selector) => [...document.querySelectorAll(selector)].find((element) => element.offsetParent && element.tabIndex >= 0)

/* The parts of the page in their order, each with the place in it that takes the focus. */
const regions = () =>
  [
    [".bar", () => seen(".bar .buttons :is(a, button, input)")],
    [".tools-of-text", () => seen(".tools-of-text button")],
    [".paper", () => form.querySelector(".words .ProseMirror") ?? seen(".words textarea, .words.to-read")],
    [".tabs, .side", () => seen("#tabs a")],
  ]
    .map(([selector, stop]) => ({ selector, stop: stop() }))
    .filter(({ stop }) => stop)

const goRound = (step) => {
  const parts = regions()
  const now = parts.findIndex(({ selector }) => document.activeElement?.closest?.(selector))
  const next = parts.at(now < 0 && step < 0 ? -1 : (now + step) % parts.length)
  next?.stop.focus()
}

const showSheet = () => {
  if (!sheet || sheet.open || document.querySelector("dialog[open]")) return
  placeOverPanel(sheet)
}

const backToText = async () => (await editor()).view.focus()

const escape = (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open], .select2-container--open")) return
  const isBeside = event.target.closest?.(".bar, .tools, .side, .strips, .foot, #header")
  if (!isBeside) return
  event.preventDefault()
  document.querySelector(".menu[open]")?.removeAttribute("open")
  if (root.classList.contains("sheet")) closePanel()
  backToText()
}

window.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isComposing(event)) return
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
  if (event.key === "Escape") escape(event)
  else if (event.key === "F6" && isPlain) {
    event.preventDefault()
    goRound(event.shiftKey ? -1 : 1)
  } else if (event.key === "." && isCommand(event) && !event.altKey && !event.shiftKey && !event.repeat) {
    event.preventDefault()
    togglePanel()
  } else if (event.key === "?" ? isPlain && !isTyping(event.target) : event.key === "/" && isCommand(event) && !event.altKey) {
    event.preventDefault()
    showSheet()
  }
})

document.addEventListener("click", ({ target }) => {
  const menu = document.querySelector(".menu[open]")
  if (menu && !menu.contains(target)) menu.removeAttribute("open")
  if (target.closest?.("[data-shows=keys]")) showSheet()
})

if (isMac) for (const key of document.querySelectorAll("#keys kbd, .foot kbd")) key.textContent = key.textContent.replace("Ctrl", "⌘")
