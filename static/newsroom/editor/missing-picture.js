import { crel, Node } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { wordsOf } from "./lookup.js"

/* <figure data-gap="1" data-alt="…">: a picture that was not in what was pasted. Readers never see it. */
export const MissingPicture = Node.create({
  name: "missingPicture",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ gap: fromData("data-gap"), alt: fromData("data-alt") }),
  parseHTML: () => [{ tag: "figure[data-gap]", priority: 100 }],
  renderHTML: ({ node: { attrs } }) => ["figure", written({ "data-gap": attrs.gap, "data-alt": attrs.alt })],
  addNodeView() {
    const words = wordsOf(this.editor)
    return ({ node: { attrs } }) => ({
      dom: crel("figure", { className: "editor-gap" }, [
        crel("p", { textContent: words.pictureMissing.replace("{number}", attrs.gap) }),
        crel("p", { textContent: attrs.alt || "" }),
      ]),
    })
  },
})
