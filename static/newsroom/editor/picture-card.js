/* What the library says of a picture, asked for and changed from the text it stands in. */

import { crel } from "django-prose-editor/editor"
import { focalPoint } from "../focal-point.js"
import { placeOverPanel } from "../writing/panel.js"

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""

const answered = async (answer) => {
  const json = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {}
  return { row: json.row ?? null, problem: json.row ? "" : (json.problem ?? "") }
}

/** Return what the library says of a picture, or null if it cannot be asked. */
export const loadCard = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null)
  return answer?.ok ? (await answered(answer)).row : null
}

/** Change something the library says of a picture; resolves to its row, or to why it was not changed. */
export const changeCard = async (card, changes, words) => {
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...changes, version: card.version })) body.set(name, value)
  const headers = { Accept: "application/json", "X-CSRFToken": token() }
  const answer = await fetch(card.card, { method: "POST", body, headers }).catch(() => null)
  const { row, problem } = answer ? await answered(answer) : {}
  return row ? { row } : { problem: problem || words.uploadUnreachable }
}

/** Ask what crops keep of a picture; resolves to its row as it is then, or null. */
export const askFocus = (card, words) =>
  new Promise((resolve) => {
    let at = card.focus
    const point = focalPoint({ row: card, x: at[0], y: at[1], words, onMove: (...to) => { at = to } })
    const problem = crel("p", { className: "upload-problem", role: "alert", textContent: card.mayChange ? "" : words.focusMayNot })
    const save = crel("button", { type: "submit", textContent: words.focusSave, disabled: !card.mayChange })
    const cancel = crel("button", { type: "button", textContent: words.focusCancel })
    const form = crel("form", { method: "dialog", className: "picker" }, [
      crel("h2", { id: "focus-title", textContent: words.focusTitle }),
      point,
      problem,
      crel("div", { className: "picker-buttons" }, [save, cancel]),
    ])
    const dialog = crel("dialog", { className: "picker-dialog", "aria-labelledby": "focus-title" }, [form])
    const end = (row) => {
      resolve(row)
      dialog.close()
      dialog.remove()
    }
    cancel.addEventListener("click", () => end(null))
    dialog.addEventListener("cancel", () => end(null))
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      const { row, problem: said } = await changeCard(card, { focus_x: at[0], focus_y: at[1] }, words)
      if (row) end(row)
      else problem.textContent = said
    })
    placeOverPanel(dialog)
    dialog.querySelector(".focus-mark").focus()
  })
