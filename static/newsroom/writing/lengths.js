/* How long headline and summary are, in the right margin, once search and cards would cut them. */

import { data, form, say } from "./form.js"

const watch = ([name, most]) => {
  const field = form.elements[name]
  const margin = form.querySelector(`[data-margin="${name}"]`)
  if (!field || !margin) return
  margin.id = `${field.id}_length`
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${margin.id}`.trim())
  const show = () => {
    const length = [...field.value.trim()].length
    margin.textContent = length > most ? say("tooLong", { length, most }) : ""
  }
  show()
  field.addEventListener("input", show)
}

Object.entries(data.lengths ?? {}).forEach(watch)
