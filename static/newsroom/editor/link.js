import { InputRule, Link as PackageLink, Plugin } from "django-prose-editor/editor"
import { addressFrom, isAddress } from "./address.js"
import { button } from "./button.js"
import { act, doneAct, field, opener, showCard } from "./card.js"
import { behind, place } from "./caret.js"
import { embedPasted } from "./embed.js"
import { wordsOf } from "./lookup.js"

const TRAILING = /[.,;:!?)\]}”’»"']+$/

/* <a href="https://…">: an address is completed or refused where it is given, so that nothing is lost when saved. */
export const Link = PackageLink.extend({
  inclusive: false,
  addOptions() {
    return { ...this.parent?.(), autolink: false, linkOnPaste: false, defaultProtocol: "https" }
  },
  // The rule below reads it: only there the editor is known.
  addAttributes: () => ({ href: { default: null, parseHTML: () => null } }),
  parseHTML() {
    const { editor } = this
    return [
      {
        tag: "a[href]",
        getAttrs: (element) => {
          const { href } = addressFrom(editor, element.getAttribute("href"))
          return href ? { href } : false
        },
      },
    ]
  },
  renderHTML: ({ mark }) => ["a", { href: mark.attrs.href }, 0],
  addKeyboardShortcuts() {
    return { "Mod-k": ({ editor }) => editor.commands.editLink() }
  },
  addCommands() {
    return {
      ...this.parent?.(),
      editLink: () => ({ editor }) => {
        linkCard(editor)
        return true
      },
    }
  },
  addMenuItems(tools) {
    button(this, tools, "link", "link", (editor) => editor.commands.editLink())
  },
  addInputRules() {
    return [
      new InputRule({
        find: (text) => {
          const found = /(?:^|\s)((?:https?:\/\/|www\.)\S+)\s$/.exec(text)
          return found && { index: text.length - found[1].length - 1, text: `${found[1]} `, data: found[1] }
        },
        handler: ({ state, range, match }) => {
          const address = match.data.replace(TRAILING, "")
          const { href } = addressFrom(this.editor, address)
          const type = state.schema.marks.link
          if (!href || state.doc.rangeHasMark(range.from, range.to, type)) return null
          state.tr.addMark(range.from, range.from + address.length, type.create({ href })).removeStoredMark(type)
          return undefined
        },
      }),
    ]
  },
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          handlePaste: (view, event) => {
            const text = event.clipboardData?.getData("text/plain").trim() ?? ""
            return isAddress(text) && (embedPasted(editor, text) || linkPasted(editor, text))
          },
          handleClick: (view, _position, event) => {
            const address = event.target.closest?.("a[href]")?.getAttribute("href")
            if (!address || !(event.ctrlKey || event.metaKey)) return false
            window.open(address, "_blank", "noopener")
            return true
          },
        },
      }),
    ]
  },
})

/* An address over marked words links them; alone it stands for itself. */
const linkPasted = (editor, text) => {
  const { $from, $to, from, to, empty } = editor.state.selection
  const { href } = addressFrom(editor, text)
  if (!href || !$from.parent.inlineContent || !$from.sameParent($to)) return false
  if (!empty) return behind(editor, editor.chain().unsetMark("mention").setMark("link", { href }), to, "link") ?? true
  const linked = { type: "text", text, marks: [{ type: "link", attrs: { href } }] }
  behind(editor, editor.chain().insertContentAt(from, linked), from + text.length, "link")
  return true
}

const linkAt = (editor) => {
  if (!editor.isActive("link")) return null
  const { $from } = editor.state.selection
  const { href } = editor.getAttributes("link")
  const parent = $from.start()
  let range = null
  $from.parent.forEach((node, offset) => {
    const from = parent + offset
    const to = from + node.nodeSize
    if (!node.marks.some(({ type, attrs }) => type.name === "link" && attrs.href === href)) return
    if (range?.to === from) range.to = to
    else if (!range || range.to < $from.pos) range = { from, to }
  })
  return range && { ...range, href }
}

/* Show, change, remove or open the link under the caret, or make one of the marked words. */
const linkCard = async (editor) => {
  const words = wordsOf(editor)
  const { from, to, empty } = editor.state.selection
  const held = linkAt(editor)
  const address = field("href", words.address, held?.href, { help: words.addressHelp, most: 4000 })
  const name = field("words", words.linkWords)
  const asksWords = empty && !held
  let answer = {}
  const range = place(editor, held ?? { from, to })
  const pressed = await showCard(editor, {
    title: held ? words.linkTitle : words.linkNew,
    rows: asksWords ? [address.row, name.row] : [address.row],
    acts: [doneAct(editor), ...(held ? [act("remove", words.unlink, "plain grave")] : [])],
    links: held ? [opener(words.open, held.href)] : [],
    refuse: () => {
      answer = addressFrom(editor, address.input.value)
      address.input.setAttribute("aria-invalid", String(Boolean(answer.problem)))
      if (answer.problem) address.input.focus()
      return answer.problem ?? ""
    },
  })
  const at = range.release()
  if (pressed === "remove") editor.chain().setTextSelection(at).unsetMark("link").setTextSelection(at.to).run()
  else if (pressed === "done") setLink(editor, at, answer.href, asksWords ? name.input.value.trim() || address.input.value.trim() : "")
}

const setLink = (editor, { from, to }, href, text) => {
  const chain = editor.chain()
  if (text) {
    const linked = { type: "text", text, marks: [{ type: "link", attrs: { href } }] }
    behind(editor, chain.insertContentAt({ from, to }, linked), from + text.length, "link")
  } else behind(editor, chain.setTextSelection({ from, to }).unsetMark("mention").setMark("link", { href }), to, "link")
}
