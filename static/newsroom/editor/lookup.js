/* People, sources and pictures by key or by name, from the admin's lookup pages. */

import { fetchRows } from "../combobox.js"

const known = new Map()
const waiting = new Map()

const textareaOf = (editor) => editor.options.element.querySelector("textarea")

/** Return the words the editor shows, in the colleague's language. */
export const wordsOf = (editor) => JSON.parse(textareaOf(editor).dataset.words || "{}")

const addressOf = (editor, kind) =>
  textareaOf(editor).dataset[`lookup${kind[0].toUpperCase()}${kind.slice(1)}`]

/** Search rows of one kind by name. */
export const search = (editor, kind, words, signal) =>
  fetchRows(addressOf(editor, kind), { q: words }, signal)

/** Call back with the row of a key, now or when it has come; keys asked for together are fetched together. */
export const withRow = (editor, kind, key, callback) => {
  const address = addressOf(editor, kind)
  const id = `${kind}:${key}`
  if (!key || !address) return
  if (known.has(id)) {
    callback(known.get(id))
    return
  }
  if (!waiting.has(kind)) {
    waiting.set(kind, new Map())
    setTimeout(() => fetchWaiting(address, kind), 20)
  }
  const callbacks = waiting.get(kind)
  callbacks.set(key, [...(callbacks.get(key) || []), callback])
}

const fetchWaiting = async (address, kind) => {
  const callbacks = waiting.get(kind)
  waiting.delete(kind)
  const rows = await fetchRows(address, { keys: [...callbacks.keys()].join(",") }).catch(() => [])
  for (const row of rows) {
    known.set(`${kind}:${row.key}`, row)
    for (const callback of callbacks.get(row.key) || []) callback(row)
  }
}

/** Remember a row that a search has brought. */
export const remember = (kind, row) => known.set(`${kind}:${row.key}`, row)
