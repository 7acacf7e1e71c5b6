import { crel, Node } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { wordsOf } from "./lookup.js"

/* <figure data-embed="https://…">: something from another site. */
export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ address: fromData("data-embed") }),
  parseHTML: () => [{ tag: "figure[data-embed]", priority: 100 }],
  renderHTML: ({ node }) => ["figure", written({ "data-embed": node.attrs.address })],
  addNodeView() {
    const words = wordsOf(this.editor)
    return ({ node }) => ({
      dom: crel("figure", { className: "editor-embed" }, [
        crel("strong", { textContent: words.embed }),
        crel("span", { textContent: node.attrs.address }),
      ]),
    })
  },
})
