/* What is in the text: its words, headings, people and sources, read anew when somebody pauses. */

import { editor } from "./form.js"

const WORDS_A_MINUTE = 200
const PAUSE = 300

const WIDE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const ALL_WIDE = new RegExp(WIDE, "gu")
const SPOKEN = /[\p{L}\p{N}]/u

/* Count words as the server does: what stands between spaces, dashes and slashes; ideographs one each. */
const countWords = (text) => {
  const parts = text.split(/[\s—–/]+/)
  if (!WIDE.test(text)) return parts.filter((part) => SPOKEN.test(part)).length
  const between = parts.flatMap((part) => part.split(ALL_WIDE)).filter((part) => SPOKEN.test(part)).length
  return between + text.match(ALL_WIDE).length
}

const count = (map, key, name, step = 1) => {
  if (!key) return
  const entry = map.get(key) ?? { named: 0, quoted: 0, cited: 0 }
  entry[name] += step
  map.set(key, entry)
}

const marksIn = (node, found) => {
  for (const { type, attrs } of node.marks) {
    if (type.name === "mention") count(found.people, attrs.person, "named")
    if (type.name !== "inlineQuotation" || found.quotes.has(attrs.quote)) continue
    found.quotes.add(attrs.quote)
    count(found.people, attrs.person, "quoted")
    count(found.sources, attrs.reference, "cited")
  }
}

/* Return what a document holds: words, headings with their places, people and sources by key. */
const readDocument = (doc) => {
  const found = { words: 0, headings: [], people: new Map(), sources: new Map(), quotes: new Set() }
  doc.descendants((node, position) => {
    if (node.type.name === "heading" && node.textContent.trim()) {
      found.headings.push({ position, level: node.attrs.level, words: node.textContent.trim() })
    }
    if (node.type.name === "citation") count(found.sources, node.attrs.reference, "cited")
    if (node.type.name === "blockQuotation") {
      count(found.people, node.attrs.person, "quoted")
      count(found.sources, node.attrs.reference, "cited")
    }
    if (node.isTextblock) found.words += countWords(node.textBetween(0, node.content.size, " ", " "))
    if (node.isInline) marksIn(node, found)
  })
  found.minutes = Math.ceil(found.words / WORDS_A_MINUTE)
  return found
}

const watchers = []
let latest = null

const read = (edited) => {
  latest = readDocument(edited.state.doc)
  for (const watch of watchers) watch(latest, edited)
}

/** Call back with what is in the text, now and whenever it has changed. */
export const onContents = async (watch) => {
  watchers.push(watch)
  const edited = await editor()
  if (latest) watch(latest, edited)
}

editor().then((edited) => {
  let timer = 0
  read(edited)
  edited.on("update", () => {
    clearTimeout(timer)
    timer = setTimeout(() => read(edited), PAUSE)
  })
})
