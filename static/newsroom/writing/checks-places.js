/* Where in the editor's text something stands that the server has found. */

/* Nodes never change: what was worked out for one holds, so a key pressed costs the reading of one block. */
const once = (make) => {
  const known = new WeakMap()
  return (node) => {
    if (!known.has(node)) known.set(node, make(node))
    return known.get(node)
  }
}

const ALWAYS = /figure|embed|rule|picture/i

/* What is empty goes when a text is saved, and so it does before the server counts the blocks. */
const holdsSomething = once((node) => {
  if (ALWAYS.test(node.type.name) || node.textContent.trim()) return true
  let isAtom = false
  node.descendants((inner) => {
    isAtom ||= inner.isAtom && !inner.isText
  })
  return isAtom
})

/* The blocks of a text as the server counts them, each with where it begins. */
const blocksOf = once((doc) => {
  const blocks = []
  doc.forEach((node, from) => holdsSomething(node) && blocks.push({ node, from, to: from + node.nodeSize }))
  return blocks
})

/** Return which block of the text holds the caret, or -1. */
export const blockAt = (doc, position) =>
  blocksOf(doc).findIndex(({ from, to }) => from <= position && position <= to)

/* The letters of a line with the place of each in its block; the server sees one space where several stand. */
const lettersOf = (line, from) => {
  let text = ""
  const places = []
  line.descendants((node, at) => {
    if (!node.isText) return
    for (let index = 0; index < node.text.length; index += 1) {
      const isSpace = /\s/.test(node.text[index])
      if (isSpace && (text.endsWith(" ") || !text)) continue
      text += isSpace ? " " : node.text[index]
      places.push(from + 1 + at + index)
    }
  })
  return { text, places }
}

const linesOf = once((node) => {
  if (node.isTextblock) return [lettersOf(node, 0)]
  const lines = []
  node.descendants((inner, at) => {
    if (inner.isTextblock) lines.push(lettersOf(inner, 1 + at))
    return !inner.isTextblock
  })
  return lines
})

const even = (words) => words.normalize("NFC").replace(/\s+/g, " ").trim()

/* The words of a place, counted in its block as the server counts them. */
const wordsIn = (block, words, nth) => {
  let left = nth
  for (const { text, places } of linesOf(block.node)) {
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
      if (left === 0) return { from: block.from + places[at], to: block.from + places[at + words.length - 1] + 1 }
      left -= 1
    }
  }
  return null
}

const atomAbout = (block, about) => {
  let found = null
  block.node.descendants((node, at) => {
    const { reference, image } = node.attrs
    if (!found && about && [reference, image].includes(about)) {
      found = { from: block.from + 1 + at, to: block.from + 1 + at + node.nodeSize }
    }
  })
  return found
}

/** Return where a place is in the text now, or null if its words are gone. */
export const rangeOf = (doc, place) => {
  if (place.field !== "body") return null
  const blocks = blocksOf(doc)
  const own = blocks[place.block]
  const words = even(place.words)
  if (words) {
    const here = own && wordsIn(own, words, place.nth)
    if (here) return here
    for (const block of blocks) {
      const there = wordsIn(block, words, 0)
      if (there) return there
    }
    return null
  }
  if (place.about) {
    for (const block of own ? [own, ...blocks] : blocks) {
      if ([block.node.attrs.image, block.node.attrs.reference].includes(place.about)) {
        return { from: block.from, to: block.to, isBlock: true }
      }
      const found = atomAbout(block, place.about)
      if (found) return { ...found, isBlock: true }
    }
  }
  return own ? { from: own.from + 1, to: own.to - 1 } : null
}
