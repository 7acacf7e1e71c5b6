/* Where words stand in a text, found by themselves: what is in the text beside letters counts as nothing. */

const folded = (words) => words.replace(/\s+/gu, " ")

/** Return where some words stand first, within one block; nothing where they do not. */
export const placeOfWords = (doc, about) => {
  const wanted = folded(about ?? "").trim()
  let found = null
  if (!wanted) return found
  doc.descendants((node, start) => {
    if (found || !node.isTextblock) return !found
    const places = []
    let text = ""
    node.descendants((child, offset) => {
      if (!child.isText) return
      for (let index = 0; index < child.text.length; index++) {
        const letter = folded(child.text[index])
        if (letter === " " && text.endsWith(" ")) continue
        text += letter
        places.push(start + 1 + offset + index)
      }
    })
    const at = text.indexOf(wanted)
    if (at >= 0) found = { from: places[at], to: places[at + wanted.length - 1] + 1 }
    return false
  })
  return found
}
