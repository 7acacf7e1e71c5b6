/* What a node or mark offers in the toolbar; toolbar.js says where it stands. */

import { wordsOf } from "./lookup.js"

/** Offer a tool under a name. */
export const button = (extension, { menu }, name, groups, run, more = {}) => {
  menu.defineItem({
    name,
    groups,
    command: (editor) => run(editor, wordsOf(editor)),
    active: (editor) => editor.isActive(extension.name),
    ...more,
  })
}
