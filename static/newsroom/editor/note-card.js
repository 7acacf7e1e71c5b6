/* The card of a private note, and the words it is on. */

import { crel, pm } from "django-prose-editor/editor"
import { isComposing } from "../composing.js"
import { act, showCard } from "./card.js"
import { place } from "./caret.js"
import { wordsOf } from "./lookup.js"
import { handleNote, newNoteKey, noteOf, writeNote } from "./notes.js"
import { survey } from "./survey.js"

const { TextSelection } = pm.state
const LONGEST = 2000

/** Return the note a place stands in. */
export const noteAt = (doc, at) => survey(doc).notes.find(({ from, to }) => from <= at && at <= to)

const inputFor = (words, text) => {
  const id = `note-${Math.random().toString(36).slice(2, 8)}`
  const input = crel("textarea", { id, rows: 3, maxLength: LONGEST, value: text, dir: "auto" })
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return
    event.preventDefault()
    event.stopPropagation()
    input.form.requestSubmit()
  })
  const help = crel("p", { className: "card-help", textContent: words.noteHelp })
  return { input, row: crel("div", { className: "card-row" }, [crel("label", { htmlFor: id, textContent: words.note }), input, help]) }
}

/* The marked words, else the word at the caret or before it, else the paragraph. */
const rangeFor = ({ selection: { $from, from, to, empty } }) => {
  if (!empty) return { from, to }
  const { parent, parentOffset } = $from
  const text = parent.textBetween(0, parent.content.size, null, "\ufffc")
  const before = /[\p{L}\p{N}’'-]*$/u.exec(text.slice(0, parentOffset))[0].length
  const after = /^[\p{L}\p{N}’'-]*/u.exec(text.slice(parentOffset))[0].length
  if (before + after) return { from: from - before, to: from + after }
  const last = /([\p{L}\p{N}’'-]+)[^\p{L}\p{N}\ufffc]*$/u.exec(text.slice(0, parentOffset))
  if (last) return { from: $from.start() + last.index, to: $from.start() + last.index + last[1].length }
  return { from: $from.start(), to: $from.end() }
}

const mark = (editor, { from, to }, key) =>
  editor
    .chain()
    .command(({ tr, state }) => Boolean(tr.addMark(from, to, state.schema.marks.note.create({ note: key }))))
    .command(({ tr, state }) => {
      // Behind marked words, else where the caret was: what is typed next is not part of the mark.
      if (!tr.selection.empty) tr.setSelection(TextSelection.create(tr.doc, to))
      tr.removeStoredMark(state.schema.marks.note)
      return true
    })
    .run()

const unmark = (editor, key) =>
  editor
    .chain()
    .command(({ tr, state }) => {
      for (const { from, to, attrs } of survey(tr.doc).notes) {
        if (attrs.note === key) tr.removeMark(from, to, state.schema.marks.note)
      }
      return true
    })
    .run()

/** Write a note on the marked words, or on the word at the caret. */
export const addNote = async (editor) => {
  const words = wordsOf(editor)
  const wanted = rangeFor(editor.state)
  const range = place(editor, wanted)
  const { input, row } = inputFor(words, "")
  const isOnNothing = wanted.from === wanted.to
  const pressed = await showCard(editor, {
    about: words.noteAbout,
    title: isOnNothing ? words.noteNew : editor.state.doc.textBetween(wanted.from, wanted.to, " ").slice(0, 160),
    rows: [row],
    acts: [act("done", words.done, "default")],
    refuse: () => (isOnNothing ? words.noteNeedsWords : input.value.trim() ? "" : words.noteEmpty),
  })
  const at = range.release()
  if (pressed !== "done" || at.from === at.to) return
  const key = newNoteKey()
  // The row first: a mark of no row would be taken for one of another text.
  const sent = writeNote(key, input.value.trim())
  mark(editor, at, key)
  complain(editor, await sent)
}

/** Show a note, change it, settle it or take it away. */
export const noteCard = async (editor, key) => {
  const words = wordsOf(editor)
  const note = noteOf(key)
  const { input, row } = inputFor(words, note?.text ?? "")
  const pressed = await showCard(editor, {
    about: [words.noteAbout, note?.by, note?.when].filter(Boolean).join(" · "),
    title: words.note,
    rows: [row],
    acts: [
      act("done", words.done, "default"),
      ...(note && !note.isWaiting ? [act("settle", words.noteSettle)] : []),
      act("remove", words.remove, "plain grave"),
    ],
    refuse: () => (input.value.trim() ? "" : words.noteEmpty),
  })
  if (pressed === "done" && input.value.trim() !== note?.text) complain(editor, await writeNote(key, input.value.trim()))
  if (pressed !== "settle" && pressed !== "remove") return
  const complaint = note ? await handleNote(key, pressed) : ""
  if (complaint) complain(editor, complaint)
  else unmark(editor, key)
}

const complain = (editor, sentence) => {
  if (!sentence) return
  showCard(editor, { title: sentence, acts: [act("done", wordsOf(editor).done, "default")] })
}
