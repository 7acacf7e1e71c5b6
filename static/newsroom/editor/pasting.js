/*
 * Pasting: what comes from this editor goes in at once; anything else is read by the server, as files are.
 * While it is read a mark holds its place, and what is typed meanwhile stands behind it.
 */

import { crel, Extension, Plugin, pm } from "django-prose-editor/editor"
import { addresses, say } from "../writing/form.js"
import { waitFor } from "../writing/pastes.js"
import { filesIn } from "../writing/uploading.js"
import { readClipboard } from "./clipboard.js"
import { isOurs, unknownKeys, withoutKeys, withoutOurs } from "./pasted-keys.js"
import { forServer, isPictureAlone, withPictures } from "./pasted-pictures.js"
import { showSummary } from "./paste-summary.js"
import { fits, readsArticles, showArticle } from "./pasted-article.js"

const { PluginKey, TextSelection } = pm.state
const { Decoration, DecorationSet } = pm.view
const key = new PluginKey("pasting")
let serial = 0

/* What is typed where words are to come stands behind them. */
const moved = ({ from, to, isCaret, ...item }, { mapping }) => {
  const isPoint = from === to && !isCaret
  return { ...item, isCaret, from: mapping.map(from, isPoint || isCaret ? -1 : 1), to: mapping.map(to, -1) }
}

const applied = (tr, { items }) => {
  const { add = [], drop = [] } = tr.getMeta(key) ?? {}
  const kept = [...items.map((item) => moved(item, tr)), ...add].filter(({ number }) => !drop.includes(number))
  const marks = kept.filter(({ dom }) => dom).map(({ to, dom, number }) =>
    Decoration.widget(Math.min(to, tr.doc.content.size), dom, { side: -1, key: `paste-${number}`, ignoreSelection: true }),
  )
  return { items: kept, marks: DecorationSet.create(tr.doc, marks) }
}

const itemOf = (view, number) => key.getState(view.state).items.find((item) => item.number === number)
const change = (view, meta) => view.dispatch(view.state.tr.setMeta(key, meta).setMeta("addToHistory", false))
const closed = (view) => view.dispatch(pm.history.closeHistory(view.state.tr))

const hold = (view) => {
  const { from, to } = view.state.selection
  const number = ++serial
  const dom = crel("span", { className: "editor-pasting", contentEditable: "false", textContent: say("pasteReading") })
  dom.setAttribute("role", "status")
  change(view, { add: [{ number, from, to, dom }] })
  return number
}

const select = (view, from, to) => {
  const { doc, tr } = view.state
  const end = doc.content.size
  const selection = TextSelection.between(doc.resolve(Math.min(from, end)), doc.resolve(Math.min(Math.max(from, to), end)))
  view.dispatch(tr.setSelection(selection))
}

/* Put in what has come, where its place is by now, as one step of its own; the caret of who wrote on stays. */
const putIn = (view, number, insert) => {
  const item = itemOf(view, number)
  if (!item || view.isDestroyed) return null
  const { anchor, head, from, to } = view.state.selection
  const isThere = from >= item.from && to <= item.to
  const caret = ++serial
  change(view, { add: isThere ? [] : [{ number: caret, isCaret: true, from: anchor, to: head }] })
  closed(view)
  const before = view.state.doc
  select(view, item.from, item.to)
  try {
    insert()
  } finally {
    // Whatever it was, nobody goes on waiting for it.
    closed(view)
    const kept = itemOf(view, caret)
    change(view, { drop: [number, caret] })
    if (kept) select(view, kept.from, kept.to)
  }
  return before.eq(view.state.doc) ? null : view.state.doc
}

const nothing = () => new ClipboardEvent("paste", { clipboardData: new DataTransfer() })
const insertHtml = (view, html) => view.pasteHTML(html, nothing())

/* Without the server the browser reads what it can: no notes, no lists of Word's. */
const insertAsItCan = (view, html, plain) => {
  try {
    if (html) return insertHtml(view, withoutOurs(html))
  } catch (problem) {
    // What no editor can hold is words at least.
    console.warn(problem)
  }
  return view.pasteText(plain, nothing())
}

const read = async (editor, html, plain) => {
  const { view } = editor
  const isWhole = readsArticles() && editor.isEmpty
  const number = hold(view)
  const sent = forServer(html)
  const whole = await readClipboard(sent.html, plain, isWhole ? "article" : "")
  // What its fields hold is not written over: then every line stays in the text, and is offered.
  const isOffered = Boolean(whole.article) && !fits(whole.article)
  const answer = isOffered ? await readClipboard(sent.html, plain, "body") : whole
  if (view.isDestroyed) return
  const withItsPictures = ({ html, pictures }) => () => insertHtml(view, withPictures(html, pictures, sent.sources))
  const insert = answer.isRead ? withItsPictures(answer) : () => insertAsItCan(view, html, plain)
  const before = view.state.doc
  const after = answer.isRefused ? (change(view, { drop: [number] }), null) : putIn(view, number, insert)
  if (!after || !whole.article) return showSummary(editor, answer, after)
  showArticle(editor, { answer, whole, before, isOffered, replace: withItsPictures(whole) })
}

/* Keys of rows that this account does not see lead nowhere. */
const check = async (editor, html) => {
  const { view } = editor
  const number = hold(view)
  const strange = await unknownKeys(editor, html)
  if (!view.isDestroyed) putIn(view, number, () => insertHtml(view, withoutKeys(html, strange)))
}

const isPlainWanted = ({ input }) => Boolean(input?.shiftKey && input.lastKeyCode !== 45)

const take = (editor, event) => {
  const { view } = editor
  const data = event.clipboardData
  if (!data || !editor.isEditable) return false
  const html = data.getData("text/html")
  const plain = data.getData("text/plain")
  const files = filesIn(data)
  if ((files.length && isPictureAlone(data, files)) || isPlainWanted(view)) return false
  // One line of plain words is what it is.
  if (!html && !/\S\s*\n\s*\S/.test(plain)) return false
  if (html && isOurs(html)) {
    const keys = unknownKeys.wanted(editor, html)
    if (!keys.length) return false
    waitFor(check(editor, html))
    return true
  }
  if (!addresses.paste && !html) return false
  waitFor(read(editor, html, plain))
  return true
}

/** Reads what is pasted. */
export const Pasting = Extension.create({
  name: "pasting",
  priority: 2000,
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key,
        state: { init: () => ({ items: [], marks: DecorationSet.empty }), apply: applied },
        props: {
          decorations: (state) => key.getState(state).marks,
          handleDOMEvents: {
            paste: (_view, event) => {
              if (!take(editor, event)) return false
              event.preventDefault()
              return true
            },
          },
        },
      }),
    ]
  },
})
