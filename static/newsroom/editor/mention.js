import { Mark } from "django-prose-editor/editor"
import { fromData, written } from "./attributes.js"
import { button } from "./button.js"
import { behind } from "./caret.js"
import { pick } from "./picker.js"

/* <a data-person="KEY">name</a>: a person the text names. */
export const Mention = Mark.create({
  name: "mention",
  priority: 1001,
  inclusive: false,
  excludes: "mention link",
  addAttributes: () => ({ person: fromData("data-person") }),
  parseHTML: () => [{ tag: "a[data-person]", priority: 100 }],
  renderHTML: ({ mark }) => ["a", written({ "data-person": mark.attrs.person }), 0],
  addMenuItems(tools) {
    button(this, tools, "mention", "editorial", async (editor, words) => {
      const removable = editor.isActive("mention")
      const answer = await pick(editor, { kind: "mention", title: words.mentionTitle, help: words.mentionHelp, removable })
      if (!answer) return
      const chain = editor.chain()
      if (answer === "remove") {
        chain.extendMarkRange("mention").unsetMark("mention").run()
        return
      }
      const attrs = { person: answer.row.key }
      const { from, to, empty } = editor.state.selection
      if (removable) chain.extendMarkRange("mention").setMark("mention", attrs).run()
      else if (!empty) behind(editor, chain.unsetLink().setMark("mention", attrs), to, "mention")
      else {
        const name = { type: "text", text: answer.row.label, marks: [{ type: "mention", attrs }] }
        behind(editor, chain.insertContentAt(from, name), from + name.text.length, "mention")
      }
    })
  },
})
