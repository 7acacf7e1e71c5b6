/* The search box on top of the admin: suggestions while somebody types, and keys that lead to it. */

import { Combobox, fetchRows } from "./combobox.js"

const form = document.querySelector("#find")
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

const isTyping = (target) =>
  target.isContentEditable || Boolean(target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select"))

/** Find by name, and then in texts under a heading of their own; without an answer of theirs the names do. */
const find = async (words, signal) => {
  const texts = fetchRows(form.dataset.search, { q: words }, signal).catch(() => [])
  const named = await fetchRows(form.action, { q: words }, signal)
  return [...named, ...(await texts).map((row) => ({ ...row, group: form.dataset.texts }))]
}

/** Open a form here, or beside this page for whoever holds the key that opens links so. */
const open = ({ url }, event) => {
  if (event.ctrlKey || event.metaKey) window.open(url, "_blank", "noopener")
  else location.assign(url)
}

const start = () => {
  const input = form.querySelector("input")
  const key = form.querySelector("kbd")
  const box = new Combobox({
    input,
    list: form.querySelector("ul"),
    status: form.querySelector("[role=status]"),
    words: form.dataset,
    label: form.querySelector("label").textContent,
    search: find,
    choose: (row, event) => {
      box.close()
      open(row, event)
    },
  })

  key.textContent = isMac ? "⌘ K" : "Ctrl K"
  key.hidden = false
  input.setAttribute("aria-keyshortcuts", isMac ? "Meta+K" : "Control+K")
  // A page that came back from the browser's history shows no old suggestions.
  window.addEventListener("pageshow", () => box.close())
  form.addEventListener("focusout", () => box.close())
  input.addEventListener("input", () => {
    if (!input.value.trim()) box.close()
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.rows.length) {
      event.preventDefault()
      box.close()
    } else if (event.key === "ArrowDown" && !box.rows.length && input.value.trim()) {
      box.find()
    }
  })
  form.addEventListener("submit", (event) => {
    if (input.value.trim()) box.close()
    else event.preventDefault()
  })

  // Last of all: a key that something in the page has a use for is left to it, such as the editor's for a link.
  window.addEventListener("keydown", (event) => {
    const isShortcut = event.key.toLowerCase() === "k" && (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey)
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
    const isTaken = event.defaultPrevented || event.repeat || document.querySelector("dialog[open]")
    if (isTaken || !(isSlash || (isShortcut && !event.shiftKey && !event.altKey))) return
    event.preventDefault()
    // On a writing desk the box is in the menu behind the newsroom's name.
    input.closest("details")?.setAttribute("open", "")
    input.focus()
    input.select()
  })
}

if (form) start()
