/* A card in the place of the panel: what something in the text is, and what can be done with it. */

import { crel } from "django-prose-editor/editor"
import { placeOverPanel } from "../writing/panel.js"
import { wordsOf } from "./lookup.js"

let serial = 0

/** Make a labelled text field of a card. */
export const field = (name, label, value = "", { help = "", most = 300 } = {}) => {
  const id = `card-field-${++serial}`
  const input = crel("input", { id, name, type: "text", value: value ?? "", maxLength: most, dir: "auto", autocomplete: "off" })
  const described = help ? [crel("p", { id: `${id}-help`, className: "card-help", textContent: help })] : []
  if (help) input.setAttribute("aria-describedby", `${id}-help`)
  return { input, row: crel("div", { className: "card-row" }, [crel("label", { htmlFor: id, textContent: label }), input, ...described]) }
}

/** Make a button that ends the card with its name, or runs what it is given. */
export const act = (name, words, kind = "plain") => ({ name, words, kind })

/** Make a link that opens in a tab of its own: the text stays where it is. */
export const opener = (words, address) =>
  crel("a", { className: "card-open", href: address, target: "_blank", rel: "noopener", textContent: words })

/**
 * Show a card; resolves to the name of the button pressed, "done" for Enter, or null for Escape.
 *
 * `about` is a small line above the title, `rows` what stands below it, `acts` the buttons, `links` beside
 * them; `refuse` may answer "done" with a sentence, which keeps the card open.
 */
export const showCard = (editor, { about = "", title, rows = [], acts = [], links = [], refuse = () => "", wide = false }) =>
  new Promise((resolve) => {
    const id = `card-${++serial}`
    const complaint = crel("p", { className: "card-complaint", role: "alert" })
    const buttons = acts.map(({ name, words, kind }) =>
      crel("button", { type: name === "done" ? "submit" : "button", className: kind, textContent: words, value: name }),
    )
    const form = crel("form", { method: "dialog", className: "card", noValidate: true }, [
      ...(about ? [crel("p", { className: "card-about", textContent: about })] : []),
      crel("h2", { id: `${id}-title`, textContent: title, dir: "auto" }),
      ...rows,
      complaint,
      crel("div", { className: "card-acts" }, [...buttons, ...links]),
    ])
    const dialog = crel("dialog", { className: wide ? "card-dialog is-wide" : "card-dialog", "aria-labelledby": `${id}-title` }, [form])
    const { view } = editor
    const before = view.state
    const finish = (result) => {
      if (!dialog.isConnected) return
      dialog.close()
      dialog.remove()
      if (view.state.doc.eq(before.doc)) view.dispatch(view.state.tr.setSelection(before.selection))
      view.focus()
      resolve(result)
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      complaint.textContent = refuse()
      if (!complaint.textContent) finish("done")
    })
    for (const one of buttons) if (one.type === "button") one.addEventListener("click", () => finish(one.value))
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault()
      finish(null)
    })
    // A closing dialog gives the focus back by itself, and the browser would put the caret at the start.
    view.dom.blur()
    placeOverPanel(dialog)
    const first = dialog.querySelector("input:not([type=hidden]), textarea") ?? buttons[0]
    first?.focus()
    first?.select?.()
  })

/** Make a line of what is known about somebody or something. */
export const line = (text) => crel("p", { className: "card-line", dir: "auto", textContent: text })

/** Return the words every card ends with. */
export const doneAct = (editor) => act("done", wordsOf(editor).done, "default")
