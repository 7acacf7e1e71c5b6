/* By arrow keys a picture is met as it stands: the picture, then its caption, then what follows. */

import { pm } from "django-prose-editor/editor"

const { NodeSelection, TextSelection } = pm.state

const isFigure = (node) => node?.type.name === "libraryFigure"

const select = (view, at) => {
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)).scrollIntoView())
  return true
}

const goInto = (view, at) => {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)).scrollIntoView())
  return true
}

/* Nothing of its block at the top of the text stands below. */
const isInLastLine = ($head) => {
  for (let depth = 1; depth < $head.depth; depth += 1) {
    if ($head.index(depth) < $head.node(depth).childCount - 1) return false
  }
  return true
}

const down = (view, direction) => {
  const { selection, doc } = view.state
  if (isFigure(selection.node)) return goInto(view, selection.from + 1)
  const { $head, empty } = selection
  if (!empty || !$head.depth || !view.endOfTextblock(direction)) return false
  const after = $head.after(1)
  return isInLastLine($head) && isFigure(doc.nodeAt(after)) && select(view, after)
}

const up = (view, direction) => {
  const { selection } = view.state
  const { $head, empty } = selection
  if (!empty || !isFigure($head.parent) || !view.endOfTextblock(direction)) return false
  return select(view, $head.before())
}

/** What keys do around pictures: arrows go step by step, Enter opens the form, Escape leaves the caption. */
export const figureKeys = (editor, openForm) => ({
  ArrowDown: () => down(editor.view, "down"),
  ArrowRight: () => down(editor.view, "right"),
  ArrowUp: () => up(editor.view, "up"),
  ArrowLeft: () => up(editor.view, "left"),
  Escape: () => {
    const { $head, node } = editor.state.selection
    return !node && isFigure($head.parent) && select(editor.view, $head.before())
  },
  Enter: () => {
    const { node, from } = editor.state.selection
    return isFigure(node) && openForm(from)
  },
})
