/* The list of private notes in the panel: who wrote what and when, where it stands, and whether it is settled. */

import { crel } from "django-prose-editor/editor"
import { noteCard } from "./note-card.js"
import { wordsOf } from "./lookup.js"
import { allNotes, handleNote, watchNotes } from "./notes.js"
import { survey } from "./survey.js"
import { placeOfWords } from "./words-place.js"

const jump = (editor, { from, to }) => {
  editor.chain().setTextSelection({ from, to }).scrollIntoView().run()
  editor.view.focus()
}

const plain = (words, run) => {
  const button = crel("button", { type: "button", className: "plain", textContent: words })
  button.addEventListener("click", run)
  return button
}

/* A note left by somebody who only reads has no mark in the text: its words are looked for when wanted. */
const isLeft = ({ key }) => key.startsWith("left")

const leftPlace = (editor, { about }) => ({ ...(placeOfWords(editor.state.doc, about) ?? { from: 0, to: 0 }) })

const item = (editor, note, marked) => {
  const words = wordsOf(editor)
  const isFound = isLeft(note) && placeOfWords(editor.state.doc, note.about)
  const at = marked ?? (isFound ? { get from() { return leftPlace(editor, note).from }, get to() { return leftPlace(editor, note).to } } : null)
  const isThere = at || (isLeft(note) && !note.about)
  const text = at ? plain(note.text, () => jump(editor, at)) : crel("span", { textContent: note.text })
  text.classList.add("note-words")
  const state = note.isSettled ? words.noteSettledBy.replace("{name}", note.settledBy) : isThere ? "" : words.noteGone
  const about = [note.by, note.when, state, note.isWaiting ? words.noteWaiting : ""].filter(Boolean).join(", ")
  return crel("li", {}, [
    ...(note.about ? [crel("q", { className: "note-about", textContent: note.about }), " "] : []),
    text,
    crel("span", { className: "quiet", textContent: ` ${about}` }),
    crel("p", { className: "note-acts" }, [
      ...(note.isSettled ? [plain(words.noteReopen, () => handleNote(note.key, "reopen"))] : isLeft(note) ? [plain(words.noteSettle, () => handleNote(note.key, "settle"))] : [plain(words.noteChange, () => noteCard(editor, note.key))]),
      ...(marked ? [] : [plain(words.noteLetGo, () => handleNote(note.key, "remove"))]),
    ]),
  ])
}

/** Fill the list, and keep it right. */
export const listNotes = (editor) => {
  const section = document.getElementById("private-notes")
  if (!section) return
  const list = section.querySelector("ol")
  const settled = section.querySelector("details")
  let shown = ""
  const show = () => {
    const places = new Map(survey(editor.state.doc).notes.toReversed().map((place) => [place.attrs.note, place]))
    const notes = allNotes()
    const now = JSON.stringify([notes, notes.map(({ key }) => Boolean(places.get(key)))])
    if (now === shown) return
    shown = now
    const open = notes.filter(({ isSettled }) => !isSettled)
    const placeOf = ({ key }) => survey(editor.state.doc).notes.find(({ attrs }) => attrs.note === key)
    list.replaceChildren(...open.map((note) => item(editor, note, places.get(note.key) && laterPlace(editor, placeOf, note))))
    settled.querySelector("ol").replaceChildren(...notes.filter(({ isSettled }) => isSettled).map((note) => item(editor, note, null)))
    settled.hidden = !notes.some(({ isSettled }) => isSettled)
    section.hidden = !notes.length
  }
  let isDue = false
  const soon = () => {
    if (isDue) return
    isDue = true
    setTimeout(() => {
      isDue = false
      if (!editor.isDestroyed) show()
    }, 300)
  }
  editor.on("update", soon)
  watchNotes(show)
  show()
}

/* Where it stands is asked when somebody wants to go there: the text may have moved. */
const laterPlace = (editor, placeOf, note) => ({
  get from() {
    return placeOf(note)?.from ?? 0
  },
  get to() {
    return placeOf(note)?.to ?? 0
  },
})
