/* Pictures that are pasted and dropped: each has its place in the text while it goes up, and none is stored. */

import { crel, Extension, Plugin, pm } from "django-prose-editor/editor"
import { filesIn, Upload } from "../writing/uploading.js"
import { wordsOf, remember } from "./lookup.js"
import { fillGaps, gapAt } from "./missing-picture.js"
import { isPictureAlone, withPlaces } from "./pasted-pictures.js"
import { announce, uploadBox } from "./upload-box.js"

const { PluginKey, NodeSelection } = pm.state
const { Decoration, DecorationSet } = pm.view

const key = new PluginKey("uploads")
let serial = 0

/* What goes in before another stays before it, whichever is there first. */
const moved = (items, tr) => {
  const put = tr.getMeta(key)?.put
  return items.map((item) => ({ ...item, at: tr.mapping.map(item.at, put !== undefined && item.number > put ? 1 : -1) }))
}

const applied = (tr, { items }) => {
  const { add = [], drop = null } = tr.getMeta(key) ?? {}
  const kept = [...moved(items, tr), ...add].filter(({ number }) => number !== drop)
  const marks = kept.map(({ at, dom, number }) =>
    Decoration.widget(Math.min(at, tr.doc.content.size), dom, { side: number - 1_000_000, key: `upload-${number}`, stopEvent: () => true, ignoreSelection: true }),
  )
  return { items: kept, marks: DecorationSet.create(tr.doc, marks) }
}

/* Between two blocks: a picture stands in none. */
const between = (doc, at) => {
  const place = doc.resolve(Math.min(at, doc.content.size))
  return place.depth ? place.after(1) : place.pos
}

const placeAtCaret = ({ selection }) => {
  const { $from, $to } = selection
  if (!$from.depth) return $to.pos
  return $from.parentOffset === 0 && $from.depth === 1 && selection.empty ? $from.before(1) : $to.after(1)
}

const placeAtPointer = (view, event) => {
  const found = view.posAtCoords({ left: event.clientX, top: event.clientY })
  if (!found) return view.state.doc.content.size
  const place = view.state.doc.resolve(found.inside >= 0 ? found.inside : found.pos)
  const before = place.depth ? place.before(1) : place.pos
  const block = view.nodeDOM(before)
  const node = view.state.doc.nodeAt(before)
  if (!block?.getBoundingClientRect || !node) return before
  const { top, height } = block.getBoundingClientRect()
  return event.clientY > top + height / 2 ? before + node.nodeSize : before
}

const take = (view, number) => view.dispatch(view.state.tr.setMeta(key, { drop: number }))

const putIn = (view, number, upload) => {
  const { items } = key.getState(view.state)
  const item = items.find((one) => one.number === number)
  if (!item) return
  remember("figure", upload.row)
  const figure = view.state.schema.nodes.libraryFigure.create({ image: upload.row.key, alt: upload.row.alt || null })
  const at = between(view.state.doc, item.at)
  const tr = view.state.tr.insert(at, figure)
  view.dispatch(tr.setMeta(key, { put: number, drop: upload.sentence ? null : number }))
  announce([upload.says, upload.sentence].filter(Boolean).join(". "))
}

const changed = (view, number, upload, show) => {
  if (upload.state === "gone") take(view, number)
  else show()
  if (upload.state === "failed") announce(`${upload.says}. ${upload.problem}`)
  if (upload.state === "done") putIn(view, number, upload)
}

/* Upload files into the text at a place; what is written meanwhile moves it along. */
const uploadInto = (editor, files, at) => {
  const { view } = editor
  const items = files.map((file) => {
    const number = ++serial
    const dom = crel("div", { className: "editor-upload", contentEditable: "false" })
    const upload = new Upload(file)
    const show = uploadBox(dom, upload, wordsOf(editor), { close: () => take(view, number) })
    upload.onChange = () => changed(view, number, upload, show)
    return { number, at, dom, upload }
  })
  view.dispatch(view.state.tr.setMeta(key, { add: items }))
  for (const { upload } of items) upload.start()
}

const selectedGap = ({ selection }) =>
  selection instanceof NodeSelection && selection.node.type.name === "missingPicture" ? selection.from : null

/** Takes pictures in wherever somebody puts them. */
export const Pictures = Extension.create({
  name: "pictures",
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key,
        state: { init: () => ({ items: [], marks: DecorationSet.empty }), apply: applied },
        props: {
          decorations: (state) => key.getState(state).marks,
          transformPastedHTML: (html, view) => withPlaces(html, view),
          handlePaste: (view, event) => {
            const files = filesIn(event.clipboardData)
            if (!files.length || !isPictureAlone(event.clipboardData, files)) return false
            const gap = selectedGap(view.state)
            if (gap !== null) fillGaps(editor, gap, files)
            else uploadInto(editor, files, placeAtCaret(view.state))
            return true
          },
          handleDrop: (view, event, _slice, isMove) => {
            const files = filesIn(event.dataTransfer)
            if (isMove || !files.length) return false
            event.preventDefault()
            const gap = gapAt(view, event.target)
            if (gap !== null) fillGaps(editor, gap, files)
            else uploadInto(editor, files, placeAtPointer(view, event))
            return true
          },
        },
      }),
    ]
  },
})
