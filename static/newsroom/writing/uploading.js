/* Pictures on their way into the library: one after another, each with what becomes of it. */

const MILLION = 1_000_000
const PATIENCE = 3

const settings = () => document.querySelector("[data-upload-words]")?.dataset ?? {}
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""

let known = null
const say = (name, values = {}) => {
  known ??= JSON.parse(settings().uploadWords || "{}")
  return (known[name] ?? "").replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place)
}

/* What is sent while others save holds a place of theirs, so only one picture is sent at a time. */
let last = Promise.resolve()
const going = new Set()

window.addEventListener("beforeunload", (event) => going.size && event.preventDefault())

const parsed = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const problemOf = (request) => {
  if (!request.status) return say("uploadUnreachable")
  const answer = parsed(request.responseText)
  if (answer?.problem) return answer.problem
  if (request.status === 413) return say("uploadTooLarge", { limit: limit() })
  if (request.status === 503) return say("uploadBusy")
  const isElsewhere = request.responseURL && new URL(request.responseURL).pathname !== new URL(settings().upload, location).pathname
  if (isElsewhere || request.status === 401) return say("uploadLoggedOut")
  return request.status === 403 ? say("uploadDenied") : say("uploadFault")
}

const limit = () => Math.floor(Number(settings().uploadMost) / MILLION)

/** One file and what becomes of it: waiting, sending, taking, done, failed or gone. */
export class Upload {
  constructor(file, onChange = () => {}) {
    Object.assign(this, { file, onChange, state: "waiting", share: 0, row: null, known: false, sentence: "", problem: "" })
    this.name = file.name || ""
    this.finished = new Promise((resolve) => {
      this.resolve = resolve
    })
  }

  become(state, more = {}) {
    Object.assign(this, more, { state })
    if (["waiting", "sending", "taking"].includes(state)) going.add(this)
    else going.delete(this)
    this.onChange(this)
  }

  /** Say what becomes of it, in a few words. */
  get says() {
    const state = { gone: "failed" }[this.state] ?? this.state
    return say(`upload${state[0].toUpperCase()}${state.slice(1)}`, { name: this.row?.label ?? this.name })
  }

  /** Put it behind what is being sent; the promise is of its row, or of null if it was let go. */
  start() {
    this.become("waiting", { problem: "", share: 0 })
    last = last.then(() => (this.state === "waiting" ? this.send() : null))
    return this.finished
  }

  send() {
    const { upload, uploadMost } = settings()
    if (!upload) return this.become("failed", { problem: say("uploadDenied") })
    if (this.file.size > Number(uploadMost) * 1.1) {
      return this.become("failed", { problem: say("uploadTooLarge", { limit: limit() }) })
    }
    return this.sendOnce(upload, PATIENCE)
  }

  sendOnce(address, tries) {
    return new Promise((resolve) => {
      const body = new FormData()
      body.append("upload", this.file, this.name || "picture")
      const request = new XMLHttpRequest()
      this.request = request
      request.upload.onprogress = ({ loaded, total }) => this.become("sending", { share: total ? loaded / total : 0 })
      request.upload.onload = () => this.become("taking", { share: 1 })
      request.onloadend = () => {
        if (this.state === "gone") resolve()
        else if (request.status === 503 && tries > 1) setTimeout(() => resolve(this.sendOnce(address, tries - 1)), 1500)
        else resolve(this.answered(request))
      }
      request.open("POST", address)
      request.setRequestHeader("Accept", "application/json")
      request.setRequestHeader("X-CSRFToken", token())
      request.send(body)
      this.become("sending")
    })
  }

  answered(request) {
    const answer = request.status === 200 ? parsed(request.responseText) : null
    if (!answer?.row) return this.become("failed", { problem: problemOf(request) })
    const { row, known: isKnown, sentence = "" } = answer
    this.become("done", { row, known: isKnown, sentence })
    return this.resolve(row)
  }

  /** Send it once more. */
  retry() {
    if (this.state === "failed") this.start()
  }

  /** Let it go, whatever has become of it. */
  cancel() {
    if (this.state === "done") return
    this.become("gone")
    this.request?.abort()
    this.resolve(null)
  }
}

/**
 * Upload files one after another; resolves to their rows in order, null for each that was let go.
 *
 * `onProgress` is told of every change with the Upload: its state, share, problem, and whether the picture
 * was known. One that fails waits for its retry() or cancel(), and keeps none of the others.
 */
export const upload = (files, { onProgress = () => {} } = {}) =>
  Promise.all([...files].map((file) => new Upload(file, onProgress).start()))

/** Return the files that somebody drops or pastes. */
export const filesIn = (data) => [...(data?.files ?? [])]

/** What a chooser of files offers. */
export const ACCEPTED = "image/jpeg,image/png,image/webp"
