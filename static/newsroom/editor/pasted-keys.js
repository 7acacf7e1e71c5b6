/* Pasted HTML that says it is ours: its keys are asked for before they lead anywhere. */

import { loadRow, rowOf } from "./lookup.js"

const OURS = "P H2 H3 UL OL LI TABLE COLGROUP COL THEAD TBODY TR TH TD HR STRONG EM SUP SUB A Q BLOCKQUOTE FIGURE FIGCAPTION SPAN META".split(" ")
const KINDS = { "data-reference": "citation", "data-person": "mention", "data-image": "figure" }
const ALL = [...Object.keys(KINDS), "data-quote", "data-speaker", "data-note", "data-pull", "data-gap", "data-embed", "data-waiting", "data-read", "data-locator", "data-pm-slice"]

const parsed = (html) => new DOMParser().parseFromString(html, "text/html")

/** Tell whether this editor wrote it: nothing but nodes of the contract, and no looks of its own. */
export const isOurs = (html) => {
  if (!html.includes("data-pm-slice") || /\sstyle\s*=/i.test(html)) return false
  const { body } = parsed(html)
  const elements = [...body.querySelectorAll("*")]
  return elements.every(({ tagName, attributes }) => OURS.includes(tagName) && [...attributes].every(({ name }) => name !== "class" && !name.startsWith("on")))
}

const keysIn = (html) =>
  [...parsed(html).body.querySelectorAll(Object.keys(KINDS).map((name) => `[${name}]`).join())].flatMap((element) =>
    Object.entries(KINDS).flatMap(([name, kind]) => (element.hasAttribute(name) ? [{ kind, key: element.getAttribute(name) }] : [])),
  )

const wanted = (_editor, html) => keysIn(html).filter(({ kind, key }) => !rowOf(kind, key))

/** Return the keys of pasted HTML that lead to nothing this account sees. */
export const unknownKeys = async (editor, html) => {
  const rows = await Promise.all(wanted(editor, html).map(async ({ kind, key }) => ({ kind, key, row: await loadRow(editor, kind, key) })))
  return rows.filter(({ row }) => row === null)
}

/** Return the keys that have to be asked for first. */
unknownKeys.wanted = wanted

/** Return pasted HTML without some keys; the words stay. */
export const withoutKeys = (html, strange) => {
  if (!strange.length) return html
  const pasted = parsed(html)
  for (const [name, kind] of Object.entries(KINDS)) {
    for (const element of pasted.querySelectorAll(`[${name}]`)) {
      if (!strange.some((one) => one.kind === kind && one.key === element.getAttribute(name))) continue
      element.removeAttribute(name)
      if (name === "data-image") element.replaceWith(...element.childNodes)
    }
  }
  return pasted.body.innerHTML
}

/** Return HTML from elsewhere without anything that would be taken for ours. */
export const withoutOurs = (html) => {
  if (!ALL.some((name) => html.includes(name))) return html
  // Only names are taken: what remains is read as HTML of anybody.
  return html.replace(/<[a-z][^>]*>/gi, (tag) => ALL.reduce((left, name) => left.replaceAll(new RegExp(`\\s${name}(?=[\\s=>/])`, "gi"), " data-no"), tag))
}
