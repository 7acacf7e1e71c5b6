import { Mark } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { button } from "./button.js"
import { addNote, noteAt, noteCard } from "./note-card.js"

/* <span data-note="KEY">: words a colleague has a note on. */
export const Note = Mark.create({
  name: "note",
  inclusive: false,
  addAttributes: () => ({ note: fromData("data-note") }),
  parseHTML: () => [{ tag: "span[data-note]" }],
  renderHTML: ({ mark }) => ["span", written({ "data-note": mark.attrs.note }), 0],
  addKeyboardShortcuts() {
    return { "Mod-Alt-m": ({ editor }) => editor.commands.writeNote() }
  },
  addCommands() {
    return {
      writeNote: () => ({ editor }) => {
        const held = editor.state.selection.empty && noteAt(editor.state.doc, editor.state.selection.from)
        if (held) noteCard(editor, held.attrs.note)
        else addNote(editor)
        return true
      },
    }
  },
  addMenuItems(tools) {
    button(this, tools, "note", "editorial", (editor) => editor.commands.writeNote())
  },
})
