/* What is in the text: its words, headings, people and sources, read anew when somebody pauses. */

import { editor } from "./form.js"

const WORDS_A_MINUTE = 200
const PAUSE = 300

const isWide = (char) => /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u.test(char)

/** Count words as the server does: what is between spaces, dashes and slashes and has a letter or a digit. */
export const countWords = (text) => {
  let words = 0
  for (const part of text.split(/[\s—–/]+/)) {
    if (!part) continue
    const wide = [...part].filter(isWide).length
    words += wide || (/[\p{L}\p{N}]/u.test(part) ? 1 : 0)
    if (wide) words += part.split(/[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/u).filter((rest) => /[\p{L}\p{N}]/u.test(rest)).length
  }
  return words
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

/** Return what a document holds: words, headings with their places, people and sources by key. */
export const readDocument = (doc) => {
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
