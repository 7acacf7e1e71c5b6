/* What the server tells the picker: where each kind of row is found and made, and the words on the screen. */

import { fetchRows } from "../combobox.js"

const parsed = new WeakMap()

const settingsOf = (element) => {
  const holder = element ?? document.querySelector("textarea[data-picker]")
  if (!holder) return { kinds: {}, words: {} }
  if (!parsed.has(holder)) parsed.set(holder, JSON.parse(holder.dataset.picker || '{"kinds": {}, "words": {}}'))
  return parsed.get(holder)
}

/** Return the settings of an editor's picker, or where there is none those of the page. */
export const settings = (editor) => settingsOf(editor?.options.element.querySelector("textarea[data-picker]"))

/** Find rows of a kind: `query` is {q}, {keys}, {ids} or {alike}. */
export const find = (kind, query, signal) => fetchRows(kind.lookup, query, signal)

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""

/** Send words to be made into something; resolves to what came of it, where refused with `said`. */
export const send = async (address, words, signal) => {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams(words),
    signal,
    headers: { Accept: "application/json", "X-CSRFToken": token() },
  })
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json")
  if (isJson) return answer.json()
  if (answer.redirected || answer.status === 403) throw new LoggedOut()
  throw new Error(String(answer.status))
}

/** Thrown where a colleague's login has ended. */
export class LoggedOut extends Error {}
