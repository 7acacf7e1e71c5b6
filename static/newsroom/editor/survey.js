/*
 * What a text holds that is shown around it: sources, quotations, people, notes. Each block at the top is
 * read once and remembered, so that a key pressed in a long text costs the reading of one paragraph.
 */

const known = new WeakMap()

const KINDS = ["citations", "quotations", "mentions", "notes"]
const RANGES = { inlineQuotation: "quotations", mention: "mentions", note: "notes" }

/* Positions count from the block's own. */
const readBlock = (block) => {
  const found = Object.fromEntries(KINDS.map((kind) => [kind, []]))
  const read = (node, at) => {
    const { type, attrs } = node
    if (type.name === "pullQuote") return
    if (type.name === "citation") found.citations.push({ from: at, to: at + 1, key: attrs.reference })
    for (const mark of node.marks) readMark(found, mark, at, at + node.nodeSize)
    node.forEach((child, offset) => read(child, at + 1 + offset))
    if (type.name !== "blockQuotation") return
    const place = { from: at, to: at + node.nodeSize, isBlock: true }
    found.quotations.push({ ...place, attrs })
    // Readers meet the note of a block behind its words.
    if (attrs.reference) found.citations.push({ ...place, key: attrs.reference })
  }
  read(block, 0)
  return found
}

const readMark = (found, mark, from, to) => {
  const ranges = found[RANGES[mark.type.name]]
  if (!ranges) return
  const last = ranges.at(-1)
  if (last?.to === from && last.mark?.eq(mark)) last.to = to
  else ranges.push({ from, to, mark, attrs: mark.attrs })
}

/** Return what the text holds, in the order readers meet it. */
export const survey = (doc) => {
  const all = Object.fromEntries(KINDS.map((kind) => [kind, []]))
  doc.forEach((block, offset) => {
    if (!known.has(block)) known.set(block, readBlock(block))
    const found = known.get(block)
    for (const kind of KINDS) {
      for (const one of found[kind]) all[kind].push({ ...one, from: one.from + offset, to: one.to + offset })
    }
  })
  return all
}

/** Return the parts of one quotation. */
export const partsOf = (doc, quote) => survey(doc).quotations.filter(({ attrs }) => attrs.quote === quote)
