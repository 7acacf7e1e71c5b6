/* Where the caret stands after something was put into the text, and places that move with it. */

/** Put the caret behind what was marked, and out of the mark: what is typed next is not part of it. */
export const behind = (editor, chain, position, mark) => {
  chain.setTextSelection(position).unsetMark(mark).run()
  settle(editor)
}

/** Set the browser's caret anew: Chromium would type where it stood before the text around it changed. */
export const settle = (editor) => {
  document.getSelection().removeAllRanges()
  editor.view.focus()
}

/** Follow a range while others change the text; `release` says where it is by then. */
export const place = (editor, { from, to }) => {
  const range = { from, to }
  const follow = ({ transaction }) => {
    if (!transaction.docChanged) return
    range.from = transaction.mapping.map(range.from, -1)
    range.to = transaction.mapping.map(range.to, 1)
  }
  editor.on("transaction", follow)
  return {
    release: () => {
      editor.off("transaction", follow)
      return range
    },
  }
}
