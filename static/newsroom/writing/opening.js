/* Where somebody begins: in the headline of a new text, in the text of an old one; never on touch. */

import { editor, form, words } from "./form.js"

const skip = document.querySelector(".skip-to-content-link")
const first = form.querySelector(".words textarea, .words.to-read")
const isTouch = matchMedia("(pointer: coarse)").matches

if (skip && first?.id) {
  skip.hash = first.id
  skip.textContent = words.skip
}

const isTaken = () => document.activeElement && document.activeElement !== document.body

const complaint = () => form.querySelector(".form-row.errors, tr:has(.errorlist)")?.querySelector("input:not([type=hidden]), textarea, select")

const begin = async () => {
  if (isTouch || isTaken() || location.hash.length > 1) return
  const wrong = complaint()
  if (wrong) wrong.focus()
  else if (form.dataset.new !== undefined) first?.focus({ preventScroll: true })
  else {
    const { view } = await editor()
    if (!isTaken()) view.focus()
  }
}

begin()
