import { Mark, mergeAttributes } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"

/* <span data-note="KEY">: words a colleague has a note on. */
export const Note = Mark.create({
  name: "note",
  inclusive: false,
  addAttributes: () => ({ note: fromData("data-note") }),
  parseHTML: () => [{ tag: "span[data-note]" }],
  renderHTML: ({ mark, HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, written({ "data-note": mark.attrs.note })),
    0,
  ],
})
