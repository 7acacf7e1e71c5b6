/* Tables: the first row is always the header, because that is what is stored. */

import { Plugin, Table as PackageTable } from "django-prose-editor/editor"
import { doneAct, field, line, showCard } from "./card.js"
import { wordsOf } from "./lookup.js"

const MOST = { rows: 100, columns: 20 }

/* The first row is header cells, and besides it only a row's first cell may be one. */
const misfits = (table, start) => {
  const found = []
  table.forEach((row, offset, number) => {
    row.forEach((cell, inside, place) => {
      const isHead = cell.type.name === "tableHeader"
      const at = start + 1 + offset + 1 + inside
      if (number === 0 && !isHead) found.push({ at, cell, type: "tableHeader" })
      else if (number > 0 && place > 0 && isHead) found.push({ at, cell, type: "tableCell" })
    })
  })
  return found
}

const checked = new WeakSet()

const keepHeader = (transactions, state) => {
  if (!transactions.some(({ docChanged }) => docChanged)) return null
  const tr = state.tr
  state.doc.forEach((block, offset) => {
    if (block.type.name !== "table" || checked.has(block)) return
    for (const { at, cell, type } of misfits(block, offset)) {
      tr.setNodeMarkup(at, state.schema.nodes[type], cell.attrs, cell.marks)
    }
    checked.add(block)
  })
  return tr.steps.length ? tr : null
}

export const Table = PackageTable.extend({
  addMenuItems: null,
  addCommands() {
    return {
      ...this.parent?.(),
      makeTable: () => ({ editor }) => {
        tableCard(editor)
        return true
      },
    }
  },
  addProseMirrorPlugins() {
    return [
      ...(this.parent?.() ?? []),
      new Plugin({ appendTransaction: (transactions, _before, state) => keepHeader(transactions, state) }),
    ]
  },
})

const numberField = (name, label, value, most) => {
  const made = field(name, label, value)
  Object.assign(made.input, { type: "number", min: 1, max: most, inputMode: "numeric" })
  return made
}

const tableCard = async (editor) => {
  const words = wordsOf(editor)
  const rows = numberField("rows", words.tableRows, 3, MOST.rows)
  const columns = numberField("columns", words.tableColumns, 3, MOST.columns)
  const isWithin = ({ input }, most) => /^\d+$/.test(input.value) && Number(input.value) >= 1 && Number(input.value) <= most
  const pressed = await showCard(editor, {
    title: words.tableTitle,
    rows: [rows.row, columns.row, line(words.tableHelp)],
    acts: [doneAct(editor)],
    refuse: () => (isWithin(rows, MOST.rows) && isWithin(columns, MOST.columns) ? "" : words.tableRefused),
  })
  if (!pressed) return
  const [height, width] = [Number(rows.input.value), Number(columns.input.value)]
  editor.chain().focus().insertTable({ rows: height, cols: width, withHeaderRow: true }).run()
}

const TOOLS = ["addRowBefore", "addRowAfter", "addColumnBefore", "addColumnAfter", "deleteRow", "deleteColumn", "mergeOrSplit", "deleteTable"]

/** What can be done to the table the caret stands in, as blocks of the menu. */
export const tableTools = TOOLS.map((name) => ({
  name,
  isShown: (editor) => editor.isActive("table") && (name !== "mergeOrSplit" || editor.can().mergeOrSplit()),
  run: (editor) => editor.chain().focus()[name]().run(),
}))
