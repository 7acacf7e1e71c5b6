/*
 * The private notes of this text: what the server knows, and what waits to be sent. What waits stands in
 * the form as well, so that it is kept and saved with the words.
 */

import { randomKey } from "../random-key.js"
import { addresses, data, post } from "../writing/form.js"

const field = () => document.querySelector("input[name='notes_to_come']")
const known = new Map((data.notes ?? []).map((note) => [note.key, note]))
const watchers = new Set()

const waiting = () => [...known.values()].filter(({ isWaiting }) => isWaiting)

const readWaiting = () => {
  try {
    for (const { key, text } of JSON.parse(field()?.value || "[]")) {
      if (!known.has(key)) known.set(key, { key, text, by: "", when: "", isWaiting: true })
    }
  } catch {
    // Nothing of ours stands there.
  }
}

const changed = () => {
  if (field()) field().value = JSON.stringify(waiting().map(({ key, text }) => ({ key, text })))
  for (const watcher of watchers) watcher()
}

/** Return all notes, the oldest first. */
export const allNotes = () => [...known.values()]

/** Return a note by its key. */
export const noteOf = (key) => known.get(key)

/** Tell whether a mark belongs to a note of this text. */
export const knowsNote = (key) => known.has(key)

/** Call back whenever the notes have changed. */
export const watchNotes = (callback) => watchers.add(callback)

/** Make a key for a note. */
export const newNoteKey = () => `n${randomKey(11)}`

const send = async (key, verb, text = "") => {
  const body = new FormData()
  body.set("key", key)
  body.set("verb", verb)
  body.set("text", text)
  const { note } = await post(addresses.notes, body)
  if (note) known.set(key, note)
  else known.delete(key)
  changed()
}

/** Write a note, new or known; resolves to a complaint, or to nothing. */
export const writeNote = async (key, text) => {
  known.set(key, { by: "", when: "", ...known.get(key), key, text, isWaiting: true })
  changed()
  if (!addresses.notes) return ""
  return send(key, "write", text).then(() => "", (error) => error.json?.error ?? "")
}

/** Settle a note, open it again, or let it go; resolves to a complaint, or to nothing. */
export const handleNote = async (key, verb) => {
  if (known.get(key)?.isWaiting && verb === "remove") {
    known.delete(key)
    changed()
    return ""
  }
  return send(key, verb).then(() => "", (error) => error.json?.error ?? data.words?.notesUnreachable ?? "")
}

/* What could not be sent is sent when the server has answered again. */
document.addEventListener("writing:kept", async () => {
  for (const { key, text } of addresses.notes ? waiting() : []) await writeNote(key, text)
})

readWaiting()
