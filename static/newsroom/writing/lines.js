/* Headline and summary: one line each, however many rows it takes; Enter goes on to the next field. */

import { isComposing } from "../composing.js"
import { editor, form } from "./form.js"

const boxes = [...form.querySelectorAll("textarea[data-one-line]")]
const isGrowing = CSS.supports("field-sizing", "content")

const LONG = 55

const grow = (box) => {
  box.closest(".form-row").classList.toggle("is-long", box.value.length > LONG)
  if (isGrowing) return
  box.rows = 1
  while (box.scrollHeight > box.clientHeight && box.rows < 20) box.rows += 1
}

const goOn = async (box) => {
  const next = boxes[boxes.indexOf(box) + 1]
  if (next) {
    next.focus()
    return
  }
  const { commands, view } = await editor()
  commands.focus("start")
  // At once: the editor waits for the next frame, and what is typed by then would stand in the summary.
  view.focus()
}

for (const box of boxes) {
  grow(box)
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    goOn(box)
  })
  box.addEventListener("input", () => {
    if (/[\r\n]/.test(box.value)) {
      const end = box.selectionEnd
      box.value = box.value.replace(/[\r\n]+/g, " ")
      box.setSelectionRange(end, end)
    }
    grow(box)
  })
}
