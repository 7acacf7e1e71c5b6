/* Where some words stand in a text, and what becomes of them when others take their place. */

const SAME = { "'": "['’‘‚]", '"': '["“”„«»]', " ": "[ \\u00a0\\u202f]" }

const pattern = (words, isCase) => {
  const escaped = [...words.normalize("NFC")].map((char) => SAME[char] ?? char.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
  return new RegExp(escaped.join(""), isCase ? "gu" : "giu")
}

/** Return where words stand in a document, as {from, to}; what is in one line is found, however it is marked. */
export const findWords = (doc, words, { isCase = false } = {}) => {
  if (!words) return []
  const found = []
  const wanted = pattern(words, isCase)
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    // One sign for each place in the block, so that a sign's place is the text's.
    const text = node.textBetween(0, node.content.size, "\ufffc", "\ufffc")
    for (const match of text.matchAll(wanted)) {
      const from = position + 1 + match.index
      found.push({ from, to: from + match[0].length })
    }
    return false
  })
  return found
}

/** Put other words in some places, in one step that one undo takes back. */
export const replaceWords = (tr, places, words) => {
  for (const { from, to } of places.toReversed()) {
    if (words) tr.insertText(words, from, to)
    else tr.delete(from, to)
  }
  return tr
}
