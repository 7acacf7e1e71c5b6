/*
 * The numbers of the notes, as publishing/richtext/resolving.py gives them: in the order readers meet them,
 * the same source keeps its number, and a confidential one has none.
 */

import { Extension, Plugin } from "django-prose-editor/editor"
import { loadRow, rowOf } from "./lookup.js"
import { survey } from "./survey.js"

const states = new WeakMap()

const stateOf = (editor) => {
  if (!states.has(editor)) states.set(editor, { keys: [], numbers: new Map(), watchers: new Set() })
  return states.get(editor)
}

/** Call back whenever the numbers, or what is known of the sources, have changed; returns how to stop. */
export const watchNumbers = (editor, callback) => {
  const { watchers } = stateOf(editor)
  watchers.add(callback)
  return () => watchers.delete(callback)
}

/** Return a source's number, or nothing for one that readers do not see. */
export const numberOf = (editor, key) => stateOf(editor).numbers.get(key)

/** Return the sources that the text cites, in the order of their numbers, confidential ones last. */
export const citedKeys = (editor) => {
  const { keys, numbers } = stateOf(editor)
  return [...numbers.keys(), ...keys.filter((key) => !numbers.has(key))]
}

const count = (editor, state) => {
  state.numbers = new Map()
  for (const key of state.keys) {
    if (!rowOf("citation", key)?.confidential) state.numbers.set(key, state.numbers.size + 1)
  }
  for (const watcher of state.watchers) watcher()
}

const follow = (editor, doc) => {
  const state = stateOf(editor)
  const keys = [...new Set(survey(doc).citations.map(({ key }) => key))]
  if (keys.join() === state.keys.join()) return
  const fresh = keys.filter((key) => !state.keys.includes(key))
  state.keys = keys
  count(editor, state)
  // Rows that are asked for together come together: the numbers are counted once for all of them.
  for (const key of fresh) loadRow(editor, "citation", key).then(() => recount(editor, state))
}

const recount = (editor, state) => {
  if (state.isDue) return
  state.isDue = true
  queueMicrotask(() => {
    state.isDue = false
    count(editor, state)
  })
}

/** Keeps the numbers right while the text changes. */
export const Numbering = Extension.create({
  name: "numbering",
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        view: (view) => {
          follow(editor, view.state.doc)
          return {
            update: (now, before) => {
              if (now.state.doc !== before.doc) follow(editor, now.state.doc)
            },
          }
        },
      }),
    ]
  },
})
