/* A button of the toolbar. */

import { wordsOf } from "./lookup.js"

/** Add a button to the toolbar. */
export const button = (extension, { menu, buttons }, name, groups, run, more = {}) => {
  const words = wordsOf(extension.editor)
  menu.defineItem({
    name,
    groups,
    button: buttons.text(words[name], words[`${name}Title`] || words[name]),
    command: (editor) => run(editor, words),
    active: (editor) => editor.isActive(extension.name),
    ...more,
  })
}
