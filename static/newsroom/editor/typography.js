/* Quotation marks, apostrophes and dashes as the article's language writes them, while one types. */

import { Extension, InputRule } from "django-prose-editor/editor"
import { languageOf } from "./language.js"

const NO_BREAK = "\u00a0"
const NARROW = "\u202f"

/* Opening and closing, outer and inner. What is not here is written as in English. */
const MARKS = {
  en: "“”‘’",
  ar: "«»‹›",
  be: "«»„“",
  bg: "„“‚‘",
  cs: "„“‚‘",
  da: "»«›‹",
  de: "„“‚‘",
  "de-ch": "«»‹›",
  "de-li": "«»‹›",
  el: "«»“”",
  es: "«»“”",
  "es-mx": "“”‘’",
  et: "„“‚‘",
  fa: "«»‹›",
  fi: "””’’",
  hr: "„“‚‘",
  hu: "„”»«",
  is: "„“‚‘",
  it: "«»“”",
  ja: "「」『』",
  lt: "„“‚‘",
  nb: "«»‘’",
  nn: "«»‘’",
  no: "«»‘’",
  pl: "„”«»",
  pt: "«»“”",
  "pt-br": "“”‘’",
  ro: "„”«»",
  ru: "«»„“",
  sk: "„“‚‘",
  sl: "„“‚‘",
  sq: "„“‘’",
  sr: "„“‚‘",
  sv: "””’’",
  uk: "«»„“",
  "zh-hant": "「」『』",
}

const FRENCH = [`«${NO_BREAK}`, `${NO_BREAK}»`, "“", "”"]
const APOSTROPHE = "’"
const OPENS = /^$|[\s([{<—–/-]$/
const IN_ADDRESS = /(?::\/\/|www\.|@)\S*$/i
const isFrench = (language) => /^fr\b/.test(language)

const marksOf = (language) => {
  if (isFrench(language)) return FRENCH
  return [...(MARKS[language] ?? MARKS[language.split("-")[0]] ?? MARKS.en)]
}

const count = (text, piece) => text.split(piece.trim()).length - 1

/* An opening mark that no closing one has followed yet; where both are one sign, an odd one. */
const isOpen = (before, opening, closing) => {
  if (opening === closing) return count(before, opening) % 2 === 1
  const rest = before.slice(before.lastIndexOf(opening.trim()) + 1)
  return before.includes(opening.trim()) && !rest.includes(closing.trim())
}

/** Return what stands for a straight mark behind these words, and how many letters before it give way. */
export const markFor = (typed, before, language) => {
  const [outerOpening, outerClosing, innerOpening, innerClosing] = marksOf(language)
  const [opening, closing] = typed === '"' ? [outerOpening, outerClosing] : [innerOpening, innerClosing]
  const open = isOpen(before, opening, closing)
  const spaced = isFrench(language) && typed === '"' && open && /\S[ \u00a0\u202f]$/.test(before) && !/[«]\s$/.test(before)
  if (spaced) return { text: closing, gone: 1 }
  const ends = open && /[\p{L}\d][—–-]$/u.test(before)
  const isInside = [outerOpening, innerOpening].some(
    (mark, place) => before.endsWith(mark) && isOpen(before, mark, [outerClosing, innerClosing][place]),
  )
  if ((OPENS.test(before) && !ends) || isInside) return { text: opening, gone: 0 }
  if (typed === '"') return /\d$/.test(before) && !open ? null : { text: closing, gone: 0 }
  return { text: open ? closing : APOSTROPHE, gone: 0 }
}

/* What the last letters become; `text` is all of the block up to the caret. */
const settled = (text, language) => {
  const before = text.slice(0, -1).replaceAll("%leaf%", "")
  const typed = text.at(-1)
  if (IN_ADDRESS.test(before)) return null
  if (typed === '"' || typed === "'") return markFor(typed, before, language)
  if (typed === "-" && /(^|[^-–])-$/.test(before)) return { text: "–", gone: 1 }
  if (typed === "-" && before.endsWith("–") && before !== "–") return { text: "—", gone: 1 }
  if (typed === "." && /(^|[^.])\.\.$/.test(before)) return { text: "…", gone: 2 }
  if (/\d/.test(typed) && /(^|[\s(])‘$/.test(before)) return { text: APOSTROPHE + typed, gone: 1 }
  // What looked like a closing mark was an apostrophe after all.
  if (/\p{L}/u.test(typed) && /\p{L}[‘»›“]$/u.test(before) && before.at(-1) === marksOf(language)[3])
    return { text: APOSTROPHE + typed, gone: 1 }
  if (isFrench(language)) return spacedInFrench(typed, before, language)
  return null
}

const spacedInFrench = (typed, before, language) => {
  if (typed === " " && before.endsWith(`«${NO_BREAK}`)) return { text: "", gone: 0 }
  if (!/[^\s] $/.test(before)) return null
  if (/[;!?]/.test(typed) && !language.endsWith("-ca")) return { text: NARROW + typed, gone: 1 }
  return /[:»]/.test(typed) ? { text: NO_BREAK + typed, gone: 1 } : null
}

/** Sets marks as one types; undo, or Backspace at once, gives back what was typed. */
export const Typography = Extension.create({
  name: "typography",
  addInputRules() {
    return [
      new InputRule({
        find: (text) => {
          const found = settled(text, languageOf(this.editor))
          if (!found) return null
          return { index: text.length - 1 - found.gone, text: text.slice(-1 - found.gone), data: found }
        },
        handler: ({ state, range, match }) => {
          const { $from } = state.selection
          if (isAddress($from)) return null
          if (match.data.text) state.tr.insertText(match.data.text, range.from, range.to)
          else state.tr.delete(range.from, range.to)
          return undefined
        },
      }),
    ]
  },
})

const isAddress = ($position) => {
  const link = $position.marks().find(({ type }) => type.name === "link")
  return Boolean(link) && /^(https?:|www\.)/.test($position.nodeBefore?.text ?? "")
}
