/* Keys that lead out of a block, into a card, and those that are none: what comes with AltGr is typing. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { citationCard } from "./citation-card.js"
import { embedCard } from "./embed.js"
import { mentionAt, mentionCard } from "./mention.js"
import { noteAt, noteCard } from "./note-card.js"
import { waitingCard } from "./waiting-note.js"
import { quotationAt, quotationCard } from "./quotation-card.js"

const { TextSelection } = pm.state

/* What a node that is marked whole opens. */
const NODES = {
  citation: (editor, at) => citationCard(editor, at),
  embed: (editor, at) => embedCard(editor, at),
  waitingNote: (editor, at) => waitingCard(editor, at),
}

const openNode = (editor) => {
  const { node, from } = editor.state.selection
  const open = node && NODES[node.type.name]
  if (open) open(editor, from)
  return Boolean(open)
}

/* Enter inside a linked name shows who it is; at its ends it makes a paragraph as everywhere. */
const openName = (editor) => {
  const { from, empty } = editor.state.selection
  const held = empty && mentionAt(editor, from)
  if (!held || from === held.from || from === held.to) return false
  mentionCard(editor, held)
  return true
}

/* Whatever the caret stands in, the innermost first. */
const openWhatever = (editor) => {
  if (openNode(editor)) return true
  const { from } = editor.state.selection
  const mention = mentionAt(editor, from)
  const note = noteAt(editor.state.doc, from)
  const quotation = quotationAt(editor.state.doc, from)
  if (mention) mentionCard(editor, mention)
  else if (editor.isActive("link")) editor.commands.editLink()
  else if (note) noteCard(editor, note.attrs.note)
  else if (quotation) quotationCard(editor, quotation.attrs.quote)
  else return false
  return true
}

const addParagraph = (editor, at) => {
  const tr = editor.state.tr.insert(at, editor.schema.nodes.paragraph.create())
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView())
  return true
}

/* A caption is one line: Enter goes on behind the picture. */
const leaveCaption = (editor) => {
  const { $from } = editor.state.selection
  if ($from.parent.type.name !== "libraryFigure") return false
  const after = $from.after()
  const next = editor.state.doc.nodeAt(after)
  if (next?.type.name !== "paragraph" || next.content.size) return addParagraph(editor, after)
  return editor.commands.setTextSelection(after + 1)
}

/* Below the last block there is always a line to be had. */
const leaveEnd = (editor) => {
  const { selection, doc } = editor.state
  const last = doc.lastChild
  const isPlain = last.type.name === "paragraph" || last.type.name === "heading"
  // Of a picture its caption comes first.
  if (selection.node?.isBlock && !selection.node.isAtom) return false
  const isAtEnd = selection.$to.index(0) === doc.childCount - 1 || selection.to === doc.content.size
  if (isPlain || !isAtEnd) return false
  if (selection instanceof TextSelection && !(editor.view.endOfTextblock("down") && isInLastBlock(selection))) return false
  return addParagraph(editor, doc.content.size)
}

const isInLastBlock = ({ $head }) => {
  for (let depth = $head.depth - 1; depth >= 0; depth -= 1) {
    if ($head.node(depth).type.name === "tableRow") continue
    if ($head.index(depth) < $head.node(depth).childCount - 1) return false
  }
  return true
}

/* Above a first block that is no paragraph too. */
const leaveStart = (editor) => {
  const { selection, doc } = editor.state
  const isPlain = doc.firstChild.type.name === "paragraph" || doc.firstChild.type.name === "heading"
  if (isPlain || selection.$from.index(0) !== 0) return false
  const isFirst = selection instanceof TextSelection
    ? editor.view.endOfTextblock("up") && selection.$head.pos <= TextSelection.atStart(doc).to + selection.$head.parentOffset
    : selection.from === 0
  return isFirst && addParagraph(editor, 0)
}

/* A note that is marked, by a click or an arrow, does not give way to the next letter: only Backspace takes it out. */
const typeBehindNote = (view, _from, to, typed) => {
  if (!/^(citation|waitingNote)$/.test(view.state.selection.node?.type.name ?? "")) return false
  const tr = view.state.tr.insertText(typed, to)
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, to + typed.length)).scrollIntoView())
  return true
}

const isTypedWithAltGr = (event) => event.key.length === 1 && Boolean(event.getModifierState?.("AltGraph"))

const openClicked = (editor, position, event) => {
  if (event.detail > 1 || event.ctrlKey || event.metaKey || event.shiftKey || !editor.isEditable) return false
  const name = event.target.closest?.("a[data-person]")
  if (!name || !editor.state.selection.empty) return false
  const held = mentionAt(editor, editor.view.posAtDOM(name, 0))
  if (!held) return false
  editor.commands.setTextSelection(position)
  mentionCard(editor, held)
  return true
}

/** What the keyboard does around blocks and on what stands in the text. */
export const Keys = Extension.create({
  name: "keys",
  priority: 1050,
  addKeyboardShortcuts() {
    const { editor } = this
    return {
      "Shift-Enter": () => editor.commands.enter(),
      "Alt-Enter": () => openWhatever(editor),
      Enter: () => openNode(editor) || openName(editor) || leaveCaption(editor),
      ArrowDown: () => leaveEnd(editor),
      ArrowUp: () => leaveStart(editor),
    }
  },
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          handleDOMEvents: { keydown: (_view, event) => isTypedWithAltGr(event) },
          handleTextInput: typeBehindNote,
          handleClickOn: (_view, _position, node, at, event, isDirect) => {
            if (!isDirect || !NODES[node.type.name] || event.detail > 1 || !editor.isEditable) return false
            if (!/^(citation|waitingNote)$/.test(node.type.name)) return false
            editor.commands.setNodeSelection(at)
            NODES[node.type.name](editor, at)
            return true
          },
          handleClick: (_view, position, event) => openClicked(editor, position, event),
          handleDoubleClickOn: (_view, _position, node, at, _event, isDirect) =>
            isDirect && node.type.name === "embed" && (embedCard(editor, at), true),
        },
      }),
    ]
  },
})
