import { crel, Node } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { button } from "./button.js"
import { withRow } from "./lookup.js"
import { pick } from "./picker.js"

/* <figure data-image data-alt data-size><figcaption>: a picture from the library. */
export const LibraryFigure = Node.create({
  name: "libraryFigure",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => ({
    image: fromData("data-image"),
    alt: fromData("data-alt"),
    size: fromData("data-size"),
  }),
  parseHTML: () => [
    {
      tag: "figure[data-image]",
      priority: 100,
      contentElement: (element) => element.querySelector("figcaption") || document.createElement("figcaption"),
    },
  ],
  renderHTML: ({ node: { attrs } }) => [
    "figure",
    written({ "data-image": attrs.image, "data-alt": attrs.alt, "data-size": attrs.size }),
    ["figcaption", 0],
  ],
  addNodeView() {
    return ({ node: { attrs }, editor }) => {
      const picture = crel("img", { alt: attrs.alt || "" })
      const contentDOM = crel("figcaption")
      const dom = crel("figure", { className: "editor-figure" }, [picture, contentDOM])
      picture.contentEditable = "false"
      withRow(editor, "figure", attrs.image, (row) => {
        picture.src = row.thumbnail
      })
      return { dom, contentDOM, ignoreMutation: ({ target }) => !contentDOM.contains(target) }
    }
  },
  addMenuItems(tools) {
    button(this, tools, "figure", "editorial", async (editor, words) => {
      const answer = await pick(editor, {
        kind: "figure",
        title: words.figureTitle,
        fields: [{ name: "alt", label: words.alt }],
      })
      if (!answer) return
      const attrs = { image: answer.row.key, alt: answer.values.alt || null }
      editor.chain().insertContent({ type: "libraryFigure", attrs }).run()
    })
  },
})
