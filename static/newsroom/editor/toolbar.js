/* The editor for everybody: its text has a name, its buttons have words and work by keyboard. */

import { wordsOf } from "./lookup.js"

const nameText = (editor, textarea) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  if (!label) return
  label.id ||= `${textarea.id}-label`
  editor.setOptions({
    editorProps: {
      ...editor.options.editorProps,
      attributes: { role: "textbox", "aria-labelledby": label.id, "aria-multiline": "true" },
    },
  })
  label.addEventListener("click", () => editor.commands.focus())
}

const nameButtons = (buttons, words) => {
  for (const button of buttons) {
    const name = words[`${button.dataset.name}Title`] || words[button.dataset.name]
    if (!name) continue
    button.title = name
    button.setAttribute("aria-label", name)
  }
}

const showState = (buttons) => {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.classList.contains("active")))
    button.setAttribute("aria-disabled", String(button.classList.contains("disabled")))
  }
}

/* One stop for the Tab key; arrows, Home and End go from button to button. */
const moveByArrows = (bar) => {
  const seen = () => [...bar.querySelectorAll("button:not(.hidden)")]
  const stop = (button) => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1
  }
  stop(seen()[0])
  bar.addEventListener("focusin", ({ target }) => stop(target.closest("button")))
  bar.addEventListener("keydown", (event) => {
    const buttons = seen()
    const place = buttons.indexOf(document.activeElement)
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    buttons[(next + buttons.length) % buttons.length].focus()
  })
}

const prepareToolbar = (editor) => {
  const bar = editor.options.element.querySelector(".prose-menubar")
  if (!bar) return
  const words = wordsOf(editor)
  const buttons = [...bar.querySelectorAll("button[data-name]")]
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", words.toolbar)
  nameButtons(buttons, words)
  moveByArrows(bar)
  editor.on("transaction", () => showState(buttons))
  showState(buttons)
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  nameText(editor, textarea)
  editor.view.dom.dir = "auto"
  if (textarea.lang) editor.view.dom.lang = textarea.lang
  // The package adds the toolbar a moment after it says that the editor is ready.
  if (editor.isInitialized) prepareToolbar(editor)
  else editor.on("create", () => prepareToolbar(editor))
})
