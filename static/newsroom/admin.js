/* Warn before leaving a page with changes that are not saved. */

import { watchPlaces } from "./places.js"

const form = document.querySelector('#content-main form[method="post"]')
// A form that came back with a complaint holds what was typed before.
let dirty = Boolean(form?.querySelector(".errornote, .errorlist"))
let leaving = false

// The editor writes into its field by itself: once while it starts, and then for everything somebody does in it.
const touched = (event) => {
  if (event.isTrusted || (navigator.userActivation?.hasBeenActive ?? true)) dirty = true
}
form?.addEventListener("input", touched)
form?.addEventListener("change", touched)
form?.addEventListener("submit", () => {
  leaving = true
})

window.addEventListener("beforeunload", (event) => {
  // Where words are kept as they are typed, whoever keeps them knows better.
  if (dirty && !leaving && !form.dataset.keeps) event.preventDefault()
})
window.addEventListener("pageshow", () => {
  leaving = false
})

// What a file offers for a field goes into it at one click, and is saved like anything typed.
document.addEventListener("click", ({ target }) => {
  const offer = target.closest("button[data-fill]")
  if (!offer) return
  const field = document.getElementById(offer.dataset.fill)
  field.value = offer.dataset.words
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
})

watchPlaces(document)

// The words of a text are in the language that is chosen for it.
document.getElementById("id_language")?.addEventListener("change", ({ target }) => {
  for (const field of target.form.querySelectorAll("[lang]")) field.lang = target.value
})
