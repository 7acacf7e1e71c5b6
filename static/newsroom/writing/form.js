/* The form a text is written in: its words, its addresses, and how it is sent. */

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

/* A duplicated tab has its original's storage, and the flag in it that the original is still open. */
const openedAnew = () => {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join("")
  sessionStorage.setItem("newsroom-tab", id)
  return id
}

const tabOf = () => {
  try {
    const known = sessionStorage.getItem("newsroom-tab-open") ? null : sessionStorage.getItem("newsroom-tab")
    const id = known ?? openedAnew()
    const hold = () => sessionStorage.setItem("newsroom-tab-open", "1")
    window.addEventListener("pagehide", () => sessionStorage.removeItem("newsroom-tab-open"))
    window.addEventListener("pageshow", hold)
    hold()
    return id
  } catch {
    return Math.random().toString(36).slice(2, 14)
  }
}

/** The name of this tab of the browser: the same after a reload, another in a duplicate. */
export const tab = tabOf()

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

export class Unreachable extends Error {}
export class LoggedOut extends Error {}
export class Refused extends Error {
  constructor(json) {
    super("refused")
    this.json = json
  }
}

const token = () => form.querySelector("input[name=csrfmiddlewaretoken]")

/** Give the form the token of a login that began since. */
export const setToken = (value) => {
  token().value = value
}

const answerOf = async (address, body) => {
  const headers = { Accept: "application/json", "X-CSRFToken": token().value }
  const answer = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" })
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json")
  return { answer, json: isJson ? await answer.json() : null }
}

/** Send data and return the answer's JSON; throws Unreachable, LoggedOut or Refused. */
export const post = async (address, body) => {
  const { answer, json } = await answerOf(address, body).catch((error) => {
    throw new Unreachable(error.message)
  })
  if (json && answer.ok) return json
  if (json && answer.status < 500 && answer.status !== 401) throw new Refused(json)
  if (answer.redirected || answer.status === 401 || answer.status === 403) throw new LoggedOut()
  throw new Unreachable(String(answer.status))
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
