/* People, sources and pictures by key or by name, from the admin's lookup pages. */

import { fetchRows } from "../combobox.js"

const MOST_AT_ONCE = 100

const known = new Map()
const waiting = new Map()
const texts = new WeakMap()

const textareaOf = (editor) => editor.options.element.querySelector("textarea")

/** Return the words the editor shows, in the colleague's language. */
export const wordsOf = (editor) => {
  if (!texts.has(editor)) texts.set(editor, JSON.parse(textareaOf(editor).dataset.words || "{}"))
  return texts.get(editor)
}

/** Return what the server says once about the text's surroundings, such as the site's own address. */
export const settingOf = (editor, name) => textareaOf(editor).dataset[name] || ""

const addressOf = (editor, kind) =>
  textareaOf(editor).dataset[`lookup${kind[0].toUpperCase()}${kind.slice(1)}`]

/** Search rows of one kind by name. */
export const search = (editor, kind, words, signal) =>
  fetchRows(addressOf(editor, kind), { q: words }, signal)

/** Return the row of a key if it has come, null if there is none. */
export const rowOf = (kind, key) => known.get(`${kind}:${key}`)

/** Call back with the row of a key, now or when it has come; keys asked for together are fetched together. */
export const withRow = (editor, kind, key, callback) => ask(editor, kind, key, (row) => row && callback(row))

const ask = (editor, kind, key, callback) => {
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

/** Return a promise of a key's row: null if there is none, nothing if it could not be asked for. */
export const loadRow = (editor, kind, key) =>
  new Promise((resolve) => (key ? ask(editor, kind, key, resolve) : resolve(null)))

const fetchWaiting = (address, kind) => {
  const callbacks = waiting.get(kind)
  waiting.delete(kind)
  const keys = [...callbacks.keys()]
  for (let at = 0; at < keys.length; at += MOST_AT_ONCE) {
    fetchKeys(address, kind, keys.slice(at, at + MOST_AT_ONCE), callbacks)
  }
}

const fetchKeys = async (address, kind, keys, callbacks) => {
  const rows = await fetchRows(address, { keys: keys.join(",") }).catch(() => null)
  for (const row of rows ?? []) known.set(`${kind}:${row.key}`, row)
  for (const key of keys) {
    // What could not be asked for is asked for again; what is not there stays away.
    if (rows && !known.has(`${kind}:${key}`)) known.set(`${kind}:${key}`, null)
    for (const callback of callbacks.get(key)) callback(rowOf(kind, key))
  }
}

/** Remember a row that a search has brought. */
export const remember = (kind, row) => known.set(`${kind}:${row.key}`, row)
