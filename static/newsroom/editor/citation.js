import { crel, Node } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { button } from "./button.js"
import { citationCard } from "./citation-card.js"
import { place } from "./caret.js"
import { rowOf, wordsOf } from "./lookup.js"
import { numberOf, watchNumbers } from "./numbering.js"
import { pick } from "./picker.js"

/** Show the mark of a note as readers see it; for a source they never see, say so. */
export const showMark = (dom, editor, key, locator = "") => {
  const words = wordsOf(editor)
  const row = rowOf("citation", key)
  const number = numberOf(editor, key)
  const isHidden = Boolean(row?.confidential)
  const text = isHidden ? words.confidential : row === null ? "?" : String(number ?? "")
  const name = isHidden ? words.confidentialSource : row === null ? words.goneSource : words.sourceNumber
  const label = name.replace("{number}", number ?? "").replace("{name}", [row?.line ?? "", locator].filter(Boolean).join(", "))
  if (dom.textContent !== text) dom.textContent = text
  if (dom.title !== label) {
    dom.title = label
    dom.setAttribute("aria-label", label)
  }
  dom.classList.toggle("is-confidential", isHidden)
}

/** Make the element of a mark. */
export const markElement = () => {
  const dom = crel("span", { className: "editor-citation", role: "img" })
  dom.contentEditable = "false"
  return dom
}

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
    return ({ node, editor }) => {
      const dom = markElement()
      let shown = node.attrs
      const show = () => showMark(dom, editor, shown.reference, shown.locator)
      const stop = watchNumbers(editor, show)
      show()
      return {
        dom,
        update: (next) => {
          if (next.type !== node.type) return false
          shown = next.attrs
          show()
          return true
        },
        ignoreMutation: () => true,
        destroy: stop,
      }
    }
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-c": ({ editor }) => editor.commands.citeSource() }
  },
  addCommands() {
    return {
      citeSource: () => ({ editor }) => {
        if (editor.isActive("citation")) citationCard(editor, editor.state.selection.from)
        else cite(editor)
        return true
      },
    }
  },
  addMenuItems(tools) {
    button(this, tools, "citation", "editorial", (editor) => editor.commands.citeSource())
  },
})

/** Choose a source and put its note into the text, over `typed` if that led here; a marked text keeps its words. */
export const cite = async (editor, typed = null) => {
  const words = wordsOf(editor)
  const range = place(editor, typed ?? { from: editor.state.selection.to, to: editor.state.selection.to })
  const answer = await pick(editor, {
    kind: "citation",
    title: words.citationTitle,
    query: typed?.query ?? "",
    fields: [{ name: "locator", label: words.locator }],
  })
  const { from, to } = range.release()
  if (!answer?.row) return
  const attrs = { reference: answer.row.key, locator: answer.values.locator || null }
  editor
    .chain()
    .insertContentAt({ from, to }, { type: "citation", attrs }, { updateSelection: false })
    .setTextSelection(from + 1)
    .run()
}
