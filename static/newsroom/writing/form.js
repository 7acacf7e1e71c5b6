/* The form a text is written in: its words, its addresses, and how it is sent. */

import { randomKey } from "../random-key.js"

export const form = document.querySelector("form.desk")

/** What the server told the page. */
export const data = JSON.parse(document.getElementById("writing-data")?.textContent ?? "{}")
export const addresses = data.addresses ?? {}
export const words = data.words ?? {}

/** Return a sentence of the page with values in its places. */
export const say = (name, values = {}) =>
  (words[name] ?? "").replace(/\{(\w+)\}/g, (place, key) => (key in values ? String(values[key]) : place))

/** Tell everybody on the page what has happened. */
export const tell = (name, detail = {}) =>
  document.dispatchEvent(new CustomEvent(`writing:${name}`, { detail }))

/**
 * The name of this opening of the page: a reload and a duplicate have one of their own, so that what was
 * typed before is offered and never overwritten.
 */
export const tab = `${data.tab ?? ""}-${randomKey(8)}`

const textarea = form?.querySelector("[data-django-prose-editor-configurable]")

const whenReady = (resolve) => {
  const there = (editor) => (editor.isInitialized ? resolve(editor) : editor.on("create", () => resolve(editor)))
  const early = form.querySelector(".words .ProseMirror")?.editor
  if (early) there(early)
  else form.addEventListener("prose-editor:ready", (event) => event.target === textarea && there(event.detail.editor))
}

const ready = textarea ? new Promise(whenReady) : new Promise(() => {})
let present = null
ready.then((editor) => {
  present = editor
  editor.on("update", () => tell("typed"))
})

/** Return a promise of the editor of the text; it stays open where there is none. */
export const editor = () => ready

/** Return the whole form as it would be sent now. */
export const formData = () => {
  const sent = new FormData(form)
  if (present) sent.set(textarea.name, present.isEmpty ? "" : present.getHTML())
  return sent
}

class Unreachable extends Error {}
export class LoggedOut extends Error {}
export class Refused extends Error {
  constructor(json) {
    super("refused")
    this.json = json
  }
}

// Milliseconds after which a server that says nothing counts as out of reach.
const LONGEST = 60_000

const token = () => form.querySelector("input[name=csrfmiddlewaretoken]")

/** Give the form the token of a login that began since. */
export const setToken = (value) => {
  token().value = value
}

const answerOf = async (address, body) => {
  const headers = { Accept: "application/json", "X-CSRFToken": token().value }
  const signal = AbortSignal.timeout(LONGEST)
  const answer = await fetch(address, { method: "POST", body, headers, credentials: "same-origin", signal })
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json")
  return { answer, json: isJson ? await answer.json() : null }
}

/** Send data and return the answer's JSON; throws Unreachable, LoggedOut or Refused. */
export const post = async (address, body) => {
  const { answer, json } = await answerOf(address, body).catch((error) => {
    throw new Unreachable("", { cause: error })
  })
  if (json && answer.ok) return json
  if (json && answer.status < 500 && answer.status !== 401) throw new Refused(json)
  if (answer.redirected || answer.status === 401 || answer.status === 403) throw new LoggedOut()
  throw new Unreachable(json?.said ?? "")
}

const versionField = () => form.querySelector("input[name=version]")

/** Return the version the words on the screen are based on. */
export const version = () => Number(versionField()?.value || 0)

/** Say on which version they are based from now on. */
export const setVersion = (number) => {
  if (versionField()) versionField().value = number
}

// The editor writes into its field by itself, which nobody has typed there.
const typed = ({ target }) => target !== textarea && tell("typed")
form?.addEventListener("input", typed)
form?.addEventListener("change", typed)

// Milliseconds without a key after which nobody is in the middle of a word.
const BREATH = 700
let typedAt = 0
document.addEventListener("writing:typed", () => {
  typedAt = Date.now()
})

/** Wait until nobody is typing: a page that comes meanwhile would swallow the letters. */
export const pauseInTyping = async () => {
  let rest
  while ((rest = typedAt + BREATH - Date.now()) > 0) await new Promise((resolve) => setTimeout(resolve, rest))
}
