/* What is to be said once, above the paper: one line, never two. Several wait in the order of their rank. */

const strips = document.getElementById("strips")

const place = (strip) => {
  const rank = Number(strip.dataset.rank)
  const next = [...strips.children].find((other) => other !== strip && Number(other.dataset.rank) > rank)
  strips.insertBefore(strip, next ?? null)
}

const button = ({ label, act, title = "", keys = "" }) => {
  const made = document.createElement("button")
  Object.assign(made, { type: "button", className: "inline", textContent: label, title })
  if (keys) made.setAttribute("aria-keyshortcuts", keys)
  made.addEventListener("click", act)
  return made
}

const opened = ({ lead, text, open, content }) => {
  const details = document.createElement("details")
  const summary = document.createElement("summary")
  const word = Object.assign(document.createElement("span"), { className: "open-word", textContent: open })
  const strong = Object.assign(document.createElement("strong"), { textContent: lead })
  summary.append(strong, text ? ` ${text} ` : " ", word)
  details.append(summary, content)
  return details
}

const line = ({ lead, text }) => {
  const paragraph = document.createElement("p")
  paragraph.append(Object.assign(document.createElement("strong"), { textContent: lead }), text ? ` ${text}` : "")
  return paragraph
}

/**
 * Show a strip, or put new words into the one of this id.
 *
 * `lead` is its first sentence, `text` what follows; `kind` "warn", "bad" or nothing; `content` an element
 * it opens to under the word `open`; `acts` its buttons, each {label, act}. The lowest `rank` is seen:
 * 10 kept nowhere, 20 logged out, 28 pasted, 30 unsaved words, 40 merged or colliding, 50 messages, 60 a note.
 */
export const showStrip = ({ id, rank, kind = "", acts = [], ...words }) => {
  hideStrip(id)
  const strip = Object.assign(document.createElement("div"), { className: `strip ${kind}` })
  Object.assign(strip.dataset, { strip: id, rank })
  strip.append(words.content ? opened(words) : line(words))
  if (acts.length) {
    const row = Object.assign(document.createElement("p"), { className: "strip-acts" })
    row.append(...acts.map(button))
    strip.append(row)
  }
  place(strip)
  return strip
}

/** Take a strip away; the next that waits is seen. */
export const hideStrip = (id) => strips.querySelector(`[data-strip="${id}"]`)?.remove()

strips?.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close-strip]")) target.closest(".strip").remove()
})
