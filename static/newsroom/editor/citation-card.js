/* The card of a source cited in the text: its place, and what can be done with it. */

import { act, doneAct, field, line, opener, showCard } from "./card.js"
import { place } from "./caret.js"
import { loadRow, wordsOf } from "./lookup.js"
import { numberOf } from "./numbering.js"
import { pick } from "./picker.js"
import { survey } from "./survey.js"

const aboutOf = (editor, row, key) => {
  const words = wordsOf(editor)
  const times = survey(editor.state.doc).citations.filter((citation) => citation.key === key).length
  const number = numberOf(editor, key)
  const kind = number ? words.sourceOfNumber.replace("{number}", number) : row?.confidential ? words.confidentialAbout : words.citation
  return [kind, words.citedHere.replace("{count}", times)].join(" · ")
}

/** Show the source cited at a place; Enter keeps what was typed, Escape leaves all as it was. */
export const citationCard = async (editor, at) => {
  const words = wordsOf(editor)
  const { attrs } = editor.state.doc.nodeAt(at)
  const row = await loadRow(editor, "citation", attrs.reference)
  const locator = field("locator", words.locator, attrs.locator, { most: 100 })
  const range = place(editor, { from: at, to: at + 1 })
  const pressed = await showCard(editor, {
    about: aboutOf(editor, row, attrs.reference),
    title: row?.label ?? words.goneSourceTitle,
    rows: [...(row?.line ? [line(row.line)] : []), locator.row],
    acts: [doneAct(editor), act("change", words.anotherSource), act("remove", words.remove, "plain grave")],
    links: row?.address ? [opener(words.open, row.address)] : [],
  })
  const { from, to } = range.release()
  if (editor.state.doc.nodeAt(from)?.type.name !== "citation") return
  if (pressed === "remove") editor.chain().deleteRange({ from, to }).run()
  else if (pressed === "change") await another(editor, from, locator.input.value)
  else if (pressed === "done") set(editor, from, { ...attrs, locator: locator.input.value.trim() || null })
}

/* The caret goes behind the note, as after putting it in. */
const set = (editor, at, attrs) =>
  editor
    .chain()
    .command(({ tr }) => {
      const old = tr.doc.nodeAt(at)
      if (old.attrs.reference !== attrs.reference || old.attrs.locator !== attrs.locator) tr.setNodeMarkup(at, null, attrs, old.marks)
      return true
    })
    .setTextSelection(at + 1)
    .run()

const another = async (editor, at, locator) => {
  const words = wordsOf(editor)
  const range = place(editor, { from: at, to: at + 1 })
  const answer = await pick(editor, {
    kind: "citation",
    title: words.citationTitle,
    fields: [{ name: "locator", label: words.locator, value: locator }],
  })
  const { from } = range.release()
  if (!answer?.row || editor.state.doc.nodeAt(from)?.type.name !== "citation") return
  set(editor, from, { reference: answer.row.key, locator: answer.values.locator || null })
}
