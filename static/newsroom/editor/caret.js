/* Where the caret stands after something was put into the text. */

/** Put the caret behind what was marked, and out of the mark: what is typed next is not part of it. */
export const behind = (editor, chain, position, mark) => {
  chain.setTextSelection(position).unsetMark(mark).run()
  // Chromium would type where its caret stood before the text around it changed, were it not set anew.
  document.getSelection().removeAllRanges()
  editor.view.focus()
}
