/* "/" on an empty line asks for a block; Escape leaves the slash. "@" asks for a person, "[[" for a source. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { BlockMenu, putBlock } from "./block-menu.js"
import { cite } from "./citation.js"
import { nameSomebody } from "./mention.js"

const { PluginKey } = pm.state
const key = new PluginKey("slash")

/* The words typed behind the slash, as long as the line holds nothing else. */
const queryOf = ({ selection: { $from, empty } }, isAsked) => {
  const { parent, parentOffset } = $from
  if (!isAsked || !empty || parent.type.name !== "paragraph" || !parent.textContent.startsWith("/")) return null
  return parentOffset === parent.content.size ? parent.textContent.slice(1) : null
}

const next = (transaction, before, _old, state) => {
  const asked = transaction.getMeta(key) ?? before.isAsked
  const query = queryOf(state, asked)
  return { isAsked: query !== null && asked, query }
}

const isFree = (state) => state.selection.empty && state.selection.$from.parent.inlineContent
const before = ({ selection: { $from } }) => $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc")

/* What was typed stands in the text by then; what is chosen takes its place. Whoever types fast is ahead of
   the picker by some letters: they are what is looked for, and no words of the text. */
const afterwards = (editor, from, typed, ask) =>
  setTimeout(() => {
    if (editor.isDestroyed || editor.view.composing) return
    const { $from, empty } = editor.state.selection
    if (!empty || $from.pos < from + typed.length || $from.start() > from) return
    const said = editor.state.doc.textBetween(from, $from.pos)
    if (said.startsWith(typed)) ask(editor, { from, to: $from.pos, query: said.slice(typed.length) })
  })

const watchTyping = (editor) => (view, from, to, typed) => {
  const { state } = view
  if (view.composing || !isFree(state) || from !== to) return false
  const words = before(state)
  if (typed === "@" && /(^|[\s\ufffc([“„«‘—–])$/.test(words)) afterwards(editor, from, "@", nameSomebody)
  if (typed === "[" && words.endsWith("[")) afterwards(editor, from - 1, "[[", cite)
  if (typed === "/" && !words && state.selection.$from.parent.type.name === "paragraph" && !state.selection.$from.parent.content.size)
    view.dispatch(state.tr.insertText("/").setMeta(key, true).scrollIntoView())
  else return false
  return true
}

/* The line's own box: under a wrapped line the menu would cover the words. */
const boxOf = (view) => view.coordsAtPos(view.state.selection.$from.start())

export const Slash = Extension.create({
  name: "slash",
  priority: 1100,
  addProseMirrorPlugins() {
    const { editor } = this
    let menu = null
    const take = (block) => {
      const { $from } = editor.state.selection
      editor.view.dispatch(editor.state.tr.delete($from.start(), $from.end()))
      putBlock(editor, block)
    }
    return [
      new Plugin({
        key,
        state: { init: () => ({ isAsked: false, query: null }), apply: next },
        props: {
          attributes: (state) => (key.getState(state).query !== null && menu?.isOpen ? { "aria-controls": menu.id, "aria-activedescendant": menu.activeId } : {}),
          handleTextInput: watchTyping(editor),
          handleKeyDown: (view, event) => {
            if (!menu?.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
            if (event.key === "Escape") {
              menu.hide()
              view.dispatch(view.state.tr.setMeta(key, false))
              return true
            }
            const isKnown = menu.key(event)
            // The marked option is said again.
            if (isKnown && menu.isOpen) view.updateState(view.state)
            return isKnown
          },
          handleDOMEvents: {
            blur: () => {
              menu?.hide()
              return false
            },
          },
        },
        view: (view) => {
          menu = new BlockMenu(editor, take)
          return {
            update: (now, old) => {
              const { query } = key.getState(now.state)
              if (query === key.getState(old).query && (query === null || menu.isOpen)) return
              if (query === null) menu.hide()
              else if (menu.show(query, boxOf(now))) queueMicrotask(() => !now.isDestroyed && now.updateState(now.state))
            },
            destroy: () => menu.remove(),
          }
        },
      }),
    ]
  },
})
