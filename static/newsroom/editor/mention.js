import { Mark } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { button } from "./button.js"
import { act, doneAct, line, opener, showCard } from "./card.js"
import { behind, place } from "./caret.js"
import { loadRow, wordsOf } from "./lookup.js"
import { pick } from "./picker.js"
import { survey } from "./survey.js"

/* <a data-person="KEY">name</a>: a person the text names. */
export const Mention = Mark.create({
  name: "mention",
  priority: 1001,
  inclusive: false,
  excludes: "mention link",
  addAttributes: () => ({ person: fromData("data-person") }),
  parseHTML: () => [{ tag: "a[data-person]", priority: 100 }],
  renderHTML: ({ mark }) => ["a", written({ "data-person": mark.attrs.person }), 0],
  addCommands() {
    return {
      linkPerson: () => ({ editor }) => {
        const held = mentionAt(editor, editor.state.selection.from)
        if (held) mentionCard(editor, held)
        else nameSomebody(editor)
        return true
      },
    }
  },
  addMenuItems(tools) {
    button(this, tools, "mention", "editorial", (editor) => editor.commands.linkPerson())
  },
})

/** Return the linked name a place stands in, if there is one. */
export const mentionAt = (editor, at) =>
  survey(editor.state.doc).mentions.find(({ from, to }) => from <= at && at <= to && editor.state.doc.rangeHasMark(from, to, editor.schema.marks.mention))

/** Choose a person for the words that are marked, or put the name in; over `typed` if that led here. */
export const nameSomebody = async (editor, typed = null) => {
  const words = wordsOf(editor)
  const { from: start, to: end, empty } = editor.state.selection
  const range = place(editor, typed ?? { from: start, to: end })
  const marked = typed || empty ? "" : editor.state.doc.textBetween(start, end, " ")
  const answer = await pick(editor, { kind: "mention", title: words.mentionTitle, help: words.mentionHelp, query: typed?.query ?? marked })
  const { from, to } = range.release()
  if (!answer?.row) return
  const mark = { type: "mention", attrs: { person: answer.row.key } }
  const chain = editor.chain()
  if (marked) {
    behind(editor, chain.setTextSelection({ from, to }).unsetLink().setMark("mention", mark.attrs), to, "mention")
    return
  }
  const text = answer.row.label
  behind(editor, chain.insertContentAt({ from, to }, { type: "text", text, marks: [mark] }), from + text.length, "mention")
}

/** Show who is linked, with what can be done about it. */
export const mentionCard = async (editor, { from: start, to: end, attrs }) => {
  const words = wordsOf(editor)
  const row = await loadRow(editor, "mention", attrs.person)
  const range = place(editor, { from: start, to: end })
  const pressed = await showCard(editor, {
    about: words.linkedPerson,
    title: row?.label ?? editor.state.doc.textBetween(start, end),
    rows: row?.detail ? [line(row.detail)] : [],
    acts: [doneAct(editor), act("change", words.anotherPerson), act("remove", words.unlinkPerson, "plain grave")],
    links: row?.address ? [opener(words.open, row.address)] : [],
  })
  if (pressed === "remove") {
    const { from, to } = range.release()
    editor.chain().command(({ tr, state }) => Boolean(tr.removeMark(from, to, state.schema.marks.mention))).run()
  } else if (pressed === "change") await change(editor, range.release())
  else range.release()
}

const change = async (editor, { from: start, to: end }) => {
  const words = wordsOf(editor)
  const range = place(editor, { from: start, to: end })
  const answer = await pick(editor, { kind: "mention", title: words.mentionTitle, help: words.mentionHelp })
  const { from, to } = range.release()
  if (!answer?.row) return
  const type = editor.schema.marks.mention
  editor.chain().command(({ tr }) => Boolean(tr.removeMark(from, to, type).addMark(from, to, type.create({ person: answer.row.key })))).run()
}
