/* The search box of every page: suggestions while a reader types, and Enter goes on without them. */

import { Combobox } from "./combobox.js"

const LETTER = /^[\x21-\x7e]$/

/** Tell whether so little says nothing yet; in many scripts one sign is a word. */
const isTooLittle = (words) => !words || LETTER.test(words)

/* The answer has its names, what each is and where it is in three rows, as browsers expect of suggestions. */
const suggestions = async (address, words, signal) => {
  if (isTooLittle(words)) return []
  const answer = await fetch(`${address}?${new URLSearchParams({ q: words })}`, { signal })
  if (!answer.ok) throw new Error(String(answer.status))
  const [, names, details, places] = await answer.json()
  return names.map((label, at) => ({ label, detail: details[at], path: new URL(places[at]).pathname }))
}

const start = (form) => {
  const input = form.querySelector("input")
  const box = new Combobox({
    input,
    list: form.querySelector("ul"),
    status: form.querySelector("[role=status]"),
    words: form.dataset,
    label: form.querySelector("label").textContent,
    search: (words, signal) => suggestions(form.dataset.starting, words.trim(), signal),
    choose: ({ path }, event) => {
      box.close()
      if (event.ctrlKey || event.metaKey) window.open(path, "_blank", "noopener")
      else location.assign(path)
    },
  })
  // A page that came back from the browser's history shows no old suggestions.
  window.addEventListener("pageshow", () => box.close())
  form.addEventListener("focusout", () => box.close())
  form.addEventListener("submit", () => box.close())
  input.addEventListener("input", () => {
    if (isTooLittle(input.value.trim())) box.close()
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.rows.length) {
      // The first Escape closes the list, only the next one empties the field.
      event.preventDefault()
      box.close()
    } else if (event.key === "ArrowDown" && !box.rows.length && !isTooLittle(input.value.trim())) {
      box.find()
    }
  })
}

for (const form of document.querySelectorAll("form[data-starting]")) start(form)
