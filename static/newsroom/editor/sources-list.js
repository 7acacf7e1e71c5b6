/* "Sources, as readers will see them": under the text, from its notes and the sources of the whole article. */

import { crel } from "django-prose-editor/editor"
import { fetchRows } from "../combobox.js"
import { rowOf, settingOf, wordsOf } from "./lookup.js"
import { citedKeys, numberOf, watchNumbers } from "./numbering.js"

const general = new Map()

/* The rows of the form that name a source of the whole text, in their order; by the row's id. */
const chosen = () =>
  [...document.querySelectorAll("select[name$='-reference'], input[name$='-reference']")]
    .filter(({ name, value }) => value && !name.includes("__prefix__") && !isDeleted(name))
    .map((field, place) => ({ id: field.value, position: Number(positionOf(field.name)) || 0, place }))
    .sort((one, other) => one.position - other.position || one.place - other.place)
    .map(({ id }) => id)

const sibling = (name, other) => document.querySelector(`[name='${CSS.escape(name.replace(/reference$/, other))}']`)
const isDeleted = (name) => Boolean(sibling(name, "DELETE")?.checked)
const positionOf = (name) => sibling(name, "position")?.value ?? ""

const loadGeneral = async (editor, ids) => {
  const address = settingOf(editor, "lookupCitation")
  const unknown = ids.filter((id) => !general.has(id))
  if (!address || !unknown.length) return
  const rows = await fetchRows(address, { ids: unknown.join(",") }).catch(() => [])
  for (const row of rows) general.set(String(row.id), row)
}

const entry = (row, number) => {
  const item = crel("li", { dir: "auto", textContent: row.line ?? row.label })
  if (number) item.value = number
  return item
}

/** Show the list under the text, and keep it right. */
export const listSources = (editor) => {
  const paper = document.querySelector(".paper .words") ?? editor.options.element
  const words = wordsOf(editor)
  const noted = crel("ol")
  const rest = crel("ul")
  const hidden = crel("p", { className: "quiet" })
  const section = crel("section", { className: "as-readers-see", "aria-labelledby": "as-readers-see", hidden: true }, [
    crel("h2", { id: "as-readers-see", textContent: words.sourcesTitle }),
    noted,
    rest,
    hidden,
  ])
  paper.after(section)
  const show = async () => {
    const ids = chosen()
    await loadGeneral(editor, ids)
    if (editor.isDestroyed) return
    const cited = citedKeys(editor)
    const numbered = cited.filter((key) => numberOf(editor, key) && rowOf("citation", key))
    const others = ids.map((id) => general.get(id)).filter((row) => row && !row.confidential && !cited.includes(row.key))
    const confidential = cited.filter((key) => rowOf("citation", key)?.confidential).length
    noted.replaceChildren(...numbered.map((key) => entry(rowOf("citation", key), numberOf(editor, key))))
    rest.replaceChildren(...others.map((row) => entry(row)))
    noted.hidden = !numbered.length
    rest.hidden = !others.length
    hidden.textContent = confidential ? words.confidentialCount.replace("{count}", confidential) : ""
    section.hidden = !numbered.length && !others.length && !confidential
  }
  watchNumbers(editor, show)
  document.addEventListener("change", ({ target }) => /-(reference|position|DELETE)$/.test(target.name ?? "") && show())
  // The admin's search boxes tell jQuery alone that something was chosen.
  window.django?.jQuery?.(document).on("change", "select[name$='-reference']", show)
  show()
}
