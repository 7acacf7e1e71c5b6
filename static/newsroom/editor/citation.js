import { crel, Node } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { button } from "./button.js"
import { wordsOf, withRow } from "./lookup.js"
import { pick } from "./picker.js"

/* <a data-reference="KEY" data-locator="p. 4"></a>: the place of a note. */
export const Citation = Node.create({
  name: "citation",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ reference: fromData("data-reference"), locator: fromData("data-locator") }),
  parseHTML: () => [{ tag: "a[data-reference]", priority: 100 }],
  renderHTML: ({ node: { attrs } }) => [
    "a",
    written({ "data-reference": attrs.reference, "data-locator": attrs.locator }),
  ],
  renderText: () => "",
  addNodeView() {
    const words = wordsOf(this.editor)
    return ({ node: { attrs }, editor }) => {
      const show = (title) => [title, attrs.locator].filter(Boolean).join(", ")
      const dom = crel("span", { className: "editor-citation", textContent: show(words.citation) })
      withRow(editor, "citation", attrs.reference, (row) => {
        dom.textContent = show(row.label)
        dom.title = words.cited.replace("{name}", [row.label, row.detail].filter(Boolean).join(" · "))
      })
      return { dom }
    }
  },
  addMenuItems(tools) {
    button(this, tools, "citation", "editorial", async (editor, words) => {
      const old = editor.isActive("citation") ? editor.getAttributes("citation") : {}
      const answer = await pick(editor, {
        kind: "citation",
        title: words.citationTitle,
        fields: [{ name: "locator", label: words.locator, value: old.locator }],
      })
      if (!answer) return
      const attrs = { reference: answer.row.key, locator: answer.values.locator || null }
      const at = editor.isActive("citation") ? editor.state.selection : editor.state.selection.to
      editor.chain().insertContentAt(at, { type: "citation", attrs }).run()
    })
  },
})
