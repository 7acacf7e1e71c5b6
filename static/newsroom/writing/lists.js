/* The people and the sources of the text, listed in the panel with where each leads. */

import { withRow } from "../editor/lookup.js"
import { settings } from "../picking/settings.js"
import { onContents } from "./contents.js"
import { say } from "./form.js"
import { jumpTo } from "./outline.js"

const { words } = settings()

/* Where the text first has a key: asked when somebody goes there, because words move while one writes. */
const placeOf = (doc, key) => {
  let found = null
  doc.descendants((node, at) => {
    if (found !== null) return false
    const held = [node.attrs, ...node.marks.map(({ attrs }) => attrs)]
    if (held.some(({ person, reference }) => person === key || reference === key)) found = at
    return found === null
  })
  return found
}

const goThere = (edited, key) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: words["go-there"] })
  button.addEventListener("click", () => {
    const place = placeOf(edited.state.doc, key)
    if (place !== null) jumpTo(edited, place)
  })
  return button
}

const line = (edited, kind, key, counts) => {
  const entry = document.createElement("li")
  const link = document.createElement("a")
  const name = document.createElement("b")
  const detail = Object.assign(document.createElement("span"), { className: "quiet" })
  const often = ["named", "quoted", "cited"].filter((word) => counts[word]).map((word) => say(word, { count: counts[word] }))
  const what = Object.assign(document.createElement("div"), { className: "picked-what", dir: "auto" })
  const go = goThere(edited, key)
  link.append(name)
  what.append(link, detail)
  entry.append(what, go)
  name.textContent = "…"
  detail.textContent = often.join(", ")
  withRow(edited, kind, key, (row) => {
    name.textContent = row?.label ?? words.gone
    go.setAttribute("aria-label", `${words["go-there"]}: ${name.textContent}`)
    if (row?.address) Object.assign(link, { href: row.address, target: "_blank", rel: "noopener" })
    const parts = [...(row?.detail ?? "").split(" · "), row?.state, often.join(", ")]
    detail.textContent = [...new Set(parts)].filter(Boolean).join(" · ")
  })
  return entry
}

const lists = [
  { id: "people", kind: "mention", shown: "" },
  { id: "sources", kind: "citation", shown: "" },
]

onContents((found, edited) => {
  for (const list of lists) {
    const entries = [...found[list.id]]
    const now = JSON.stringify(entries)
    if (now === list.shown) continue
    list.shown = now
    const shown = document.getElementById(`${list.id}-in-text`)
    shown.classList.add("picked")
    shown.replaceChildren(...entries.map(([key, counts]) => line(edited, list.kind, key, counts)))
    document.querySelector(`[data-empty=${list.id}]`).hidden = entries.length > 0
  }
})
