/* Find and replace in the text: every place is marked, one is chosen, and undo takes a replacement back. */

import { Plugin, pm } from "django-prose-editor/editor"
import { isComposing } from "../composing.js"
import { editor, form, say } from "./form.js"
import { findWords, replaceWords } from "./found.js"
import { isCommand } from "./keys.js"

const { Decoration, DecorationSet } = pm.view
const { PluginKey } = pm.state
const { closeHistory } = pm.history
const key = new PluginKey("finding")
const bar = document.getElementById("finding")
const field = (name) => bar.querySelector(`[data-finding=${name}]`)
let edited = null
let state = { places: [], at: -1 }

const marks = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => tr.getMeta(key) ?? set.map(tr.mapping, tr.doc),
  },
  props: { decorations: (editorState) => key.getState(editorState) },
})

const draw = () => {
  const decorations = state.places.map(({ from, to }, place) =>
    Decoration.inline(from, to, { class: place === state.at ? "found-word is-chosen" : "found-word" }),
  )
  const tr = edited.state.tr.setMeta(key, DecorationSet.create(edited.state.doc, decorations)).setMeta("addToHistory", false)
  edited.view.dispatch(tr)
  const many = state.places.length
  const words = many ? say("foundOf", { place: state.at + 1, count: many }) : field("what").value ? say("foundNone") : ""
  if (field("count").textContent !== words) field("count").textContent = words
  for (const name of ["previous", "next", "one", "all"]) field(name).setAttribute("aria-disabled", String(!many))
}

const search = (near) => {
  const places = findWords(edited.state.doc, field("what").value, { isCase: field("case").checked })
  const next = places.findIndex(({ from }) => from >= near)
  state = { places, at: places.length ? Math.max(next, 0) : -1 }
  draw()
}

const show = () => {
  const chosen = state.places[state.at]
  if (!chosen) return
  const { node } = edited.view.domAtPos(chosen.from)
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement
  element?.scrollIntoView({ block: "center" })
}

const go = (step) => {
  if (!state.places.length) return
  state.at = (state.at + step + state.places.length) % state.places.length
  draw()
  show()
}

const replaceOne = () => {
  const chosen = state.places[state.at]
  if (!chosen) return
  const words = field("with").value
  edited.view.dispatch(replaceWords(closeHistory(edited.state.tr), [chosen], words))
  search(chosen.from + words.length)
  show()
}

const replaceAll = () => {
  const many = state.places.length
  if (!many) return
  edited.view.dispatch(replaceWords(closeHistory(edited.state.tr), state.places, field("with").value))
  search(0)
  field("count").textContent = say("replaced", { count: many })
}

const open = () => {
  const { from, to, empty } = edited.state.selection
  const chosen = empty ? "" : edited.state.doc.textBetween(from, to, "\n", "\ufffc")
  bar.hidden = false
  if (chosen && chosen.length < 200 && !/[\n\ufffc]/.test(chosen)) field("what").value = chosen
  field("what").focus()
  field("what").select()
  search(from)
  show()
}

const close = () => {
  const chosen = state.places[state.at]
  bar.hidden = true
  state = { places: [], at: -1 }
  draw()
  if (chosen) edited.commands.setTextSelection(chosen)
  edited.view.focus()
}

const pressed = (event) => {
  if (isComposing(event)) return
  if (event.key === "Escape") close()
  else if (event.key === "Enter" && event.target.matches("input[type=text]")) {
    if (event.target === field("with") && !event.shiftKey) replaceOne()
    else go(event.shiftKey ? -1 : 1)
  } else return
  event.preventDefault()
}

const start = () => {
  edited.registerPlugin(marks)
  let timer = 0
  edited.on("update", () => {
    if (bar.hidden) return
    clearTimeout(timer)
    timer = setTimeout(() => !bar.hidden && search(state.places[state.at]?.from ?? 0), 300)
  })
  // None of it is part of the form: what is looked for is nothing that was typed into the text.
  for (const kind of ["input", "change"]) bar.addEventListener(kind, (event) => event.stopPropagation())
  field("what").addEventListener("input", () => {
    search(edited.state.selection.from)
    show()
  })
  field("case").addEventListener("change", () => search(state.places[state.at]?.from ?? 0))
  bar.addEventListener("keydown", pressed)
  const acts = { previous: () => go(-1), next: () => go(1), one: replaceOne, all: replaceAll, close }
  for (const [name, act] of Object.entries(acts)) field(name).addEventListener("click", act)
  for (const button of form.querySelectorAll("[data-shows=finding]")) {
    button.hidden = false
    button.addEventListener("click", open)
  }
  window.addEventListener("keydown", (event) => {
    const isKey = event.key.toLowerCase() === "f" && event.altKey && isCommand(event)
    if (!isKey || event.defaultPrevented || document.querySelector("dialog[open]")) return
    event.preventDefault()
    open()
  })
}

if (bar) {
  editor().then((ready) => {
    edited = ready
    start()
  })
}
