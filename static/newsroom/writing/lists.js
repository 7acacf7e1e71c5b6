/* The people and the sources of the text, listed in the panel with where each leads. */

import { withRow } from "../editor/lookup.js"
import { onContents } from "./contents.js"
import { say } from "./form.js"

const line = (edited, kind, key, counts) => {
  const entry = document.createElement("li")
  const link = document.createElement("a")
  const name = document.createElement("b")
  const detail = Object.assign(document.createElement("span"), { className: "quiet" })
  const often = ["named", "quoted", "cited"].filter((word) => counts[word]).map((word) => say(word, { count: counts[word] }))
  link.append(name)
  entry.append(link, detail)
  name.textContent = "…"
  detail.textContent = often.join(", ")
  withRow(edited, kind, key, (row) => {
    name.textContent = row.label
    if (row.address) Object.assign(link, { href: row.address, target: "_blank" })
    detail.textContent = [row.detail, often.join(", ")].filter(Boolean).join(" · ")
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
    document.getElementById(`${list.id}-in-text`).replaceChildren(...entries.map(([key, counts]) => line(edited, list.kind, key, counts)))
    document.querySelector(`[data-empty=${list.id}]`).hidden = entries.length > 0
  }
})
