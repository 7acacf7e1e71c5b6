/* Words of others in the text: marked until they were seen, never a part of what is stored. */

import { pm } from "django-prose-editor/editor"

const { Plugin, PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const key = new PluginKey("theirs")

/* Blocks that hold nothing are not stored, so they do not count. */
const isHollow = (node) => node.isTextblock && node.content.size === 0

/** Return the blocks of a document that are stored, each with its place. */
export const blocksOf = (doc) => {
  const blocks = []
  doc.forEach((node, offset) => {
    if (!isHollow(node)) blocks.push({ node, from: offset, to: offset + node.nodeSize })
  })
  return blocks
}

/* Each word of a block with its place; where a line or a paragraph ends, so does a word. */
const wordsOf = (block) => {
  const words = []
  let open = null
  const end = () => {
    if (open) words.push(open)
    open = null
  }
  block.node.descendants((node, position) => {
    if (!node.isText) {
      if (node.isBlock || node.type.name === "hardBreak") end()
      return true
    }
    let at = block.from + 1 + position
    for (const letter of node.text) {
      if (/\s/u.test(letter)) end()
      else open = { from: open?.from ?? at, to: at + letter.length }
      // An emoji takes two places.
      at += letter.length
    }
    return false
  })
  end()
  return words
}

const drawn = (doc, marks, say) => {
  const blocks = blocksOf(doc)
  const found = []
  for (const { block, runs, who } of marks) {
    if (!blocks[block]) continue
    const words = wordsOf(blocks[block])
    for (const [begin, end] of runs) {
      const last = words[Math.min(end, words.length) - 1]
      const attributes = { class: "theirs", title: say(who) }
      if (words[begin] && last) found.push(Decoration.inline(words[begin].from, last.to, attributes))
    }
  }
  return DecorationSet.create(doc, found)
}

const plugin = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => tr.getMeta(key)?.(tr.doc) ?? set.map(tr.mapping, tr.doc),
  },
  props: { decorations: (state) => key.getState(state) },
})

const prepared = new WeakSet()

/** Mark these words in an editor, and no others; `say` puts into words whose they are. */
export const markTheirs = (editor, marks, say) => {
  if (!prepared.has(editor)) editor.registerPlugin(plugin)
  prepared.add(editor)
  const draw = (doc) => drawn(doc, marks, say)
  editor.view.dispatch(editor.state.tr.setMeta(key, draw).setMeta("addToHistory", false))
}

/** Put the caret at the next marked words behind it, or at the first; returns whether there are any. */
export const goToTheirs = (editor) => {
  const found = key.getState(editor.state)?.find() ?? []
  if (!found.length) return false
  const next = found.find(({ from }) => from > editor.state.selection.from) ?? found[0]
  editor.chain().setTextSelection(next.from).focus().scrollIntoView().run()
  return true
}
