/* The card of a quotation: who speaks, where the words are from; its parts change together unless split. */

import { crel } from "django-prose-editor/editor"
import { Combobox } from "../combobox.js"
import { newId } from "./attributes.js"
import { act, doneAct, field, opener, showCard } from "./card.js"
import { loadRow, remember, search, wordsOf } from "./lookup.js"
import { pick } from "./picker.js"
import { partsOf, survey } from "./survey.js"

const LONGEST_TITLE = 160

/* A field that finds rows of one kind; what is typed and not chosen stays words. */
const finder = (editor, kind, name, label, row, words, help = "") => {
  const made = field(name, label, words, { help })
  const list = crel("ul", { id: `${made.input.id}-list`, className: "card-list", hidden: true })
  const status = crel("p", { role: "status", className: "card-status" })
  made.chosen = row
  const box = new Combobox({
    input: made.input,
    list,
    status,
    words: wordsOf(editor),
    label,
    search: (typed, signal) => (typed.trim() ? search(editor, kind, typed, signal) : Promise.resolve([])),
    choose: (found) => {
      made.chosen = found
      remember(kind, found)
      box.close()
      made.input.value = found.label
    },
  })
  made.input.addEventListener("input", () => {
    made.chosen = null
  })
  made.row.append(list, status)
  return made
}

/* What the parts say together: the first that says anything. */
const attributionOf = (parts) => {
  const speaking = parts.find(({ attrs }) => attrs.person || attrs.speaker)?.attrs ?? {}
  const reference = parts.find(({ attrs }) => attrs.reference)?.attrs.reference ?? null
  return { quote: parts[0].attrs.quote, person: speaking.person ?? null, speaker: speaking.speaker ?? null, reference }
}

const wordsOfPart = (doc, { from, to }) => doc.textBetween(from, to, " ", "").trim()

const titleOf = (doc, part) => {
  const said = wordsOfPart(doc, part)
  return said.length > LONGEST_TITLE ? `${said.slice(0, LONGEST_TITLE)}…` : said
}

/** Show a quotation, and change whatever was changed in the card. */
export const quotationCard = async (editor, quote) => {
  const words = wordsOf(editor)
  const parts = partsOf(editor.state.doc, quote)
  if (!parts.length) return
  const at = editor.state.selection.from
  const here = parts.find(({ from, to }) => from <= at && at <= to) ?? parts[0]
  const old = attributionOf(parts)
  const [person, source] = await Promise.all([
    loadRow(editor, "mention", old.person),
    loadRow(editor, "citation", old.reference),
  ])
  const who = finder(editor, "mention", "speaker", words.speaker, person, old.speaker || person?.label, words.speakerHelp)
  const from = finder(editor, "citation", "source", words.quotationSource, source, source?.label)
  const split = crel("input", { type: "checkbox", name: "split" })
  const isOneOfSeveral = parts.length > 1
  const pressed = await showCard(editor, {
    about: isOneOfSeveral ? words.quotationParts.replace("{count}", parts.length) : words.quotation,
    title: titleOf(editor.state.doc, here),
    rows: [
      who.row,
      from.row,
      ...(isOneOfSeveral ? [crel("label", { className: "card-check" }, [split, words.onlyThisPart])] : []),
    ],
    acts: [
      doneAct(editor),
      act("person", words.findPerson),
      act("source", words.findSource),
      act("remove", words.notAQuotation, "plain grave"),
    ],
    links: person?.address ? [opener(words.openNamed.replace("{name}", person.label), person.address)] : [],
    refuse: () => {
      if (!from.input.value.trim() || from.chosen) return ""
      from.input.focus()
      return words.sourceNotChosen
    },
  })
  if (!pressed) return
  // Others may have changed the text meanwhile: the parts are looked for anew.
  const now = partsOf(editor.state.doc, quote)
  const own = now.filter((part) => wordsOfPart(editor.state.doc, part) === wordsOfPart(editor.state.doc, here))
  const chosen = isOneOfSeveral && split.checked ? own.slice(0, 1) : now
  if (pressed === "remove") {
    unquote(editor, chosen)
    return
  }
  const typed = who.input.value.trim()
  const attrs = {
    quote: chosen.length < now.length ? newId() : quote,
    person: who.chosen?.key ?? null,
    speaker: speakerOf(who.chosen, typed, old),
    reference: from.chosen?.key ?? null,
  }
  attribute(editor, chosen, attrs)
  if (pressed !== "done") await choose(editor, pressed, attrs)
}

/* How a person is written in this place is kept: "the chancellor" may be linked to her profile. */
const speakerOf = (chosen, typed, old) => {
  if (!chosen) return typed || null
  return chosen.key === old.person ? old.speaker : null
}

/* The picker can make what is not there yet; the card comes back with it. */
const choose = async (editor, kind, attrs) => {
  const words = wordsOf(editor)
  const isPerson = kind === "person"
  const answer = await pick(editor, isPerson ? { kind: "mention", title: words.speaker } : { kind: "citation", title: words.citationTitle })
  if (answer?.row) {
    const change = isPerson ? { person: answer.row.key, speaker: null } : { reference: answer.row.key }
    attribute(editor, partsOf(editor.state.doc, attrs.quote), { ...attrs, ...change })
  }
  await quotationCard(editor, attrs.quote)
}

const same = (one, other) => ["quote", "person", "speaker", "reference"].every((name) => (one[name] ?? null) === (other[name] ?? null))

/** Give parts of a quotation their speaker and source. */
const attribute = (editor, parts, attrs) => {
  if (parts.every((part) => same(part.attrs, attrs))) return
  editor
    .chain()
    .command(({ tr, state }) => {
      const type = state.schema.marks.inlineQuotation
      for (const { from, to, isBlock } of parts) {
        if (isBlock) tr.setNodeMarkup(from, null, attrs)
        else tr.addMark(from, to, type.create(attrs))
      }
      return true
    })
    .run()
}

const unquote = (editor, parts) =>
  editor
    .chain()
    .command(({ tr, state }) => {
      // From the end: taking a block apart moves what follows it.
      for (const { from, to, isBlock } of [...parts].reverse()) {
        if (!isBlock) tr.removeMark(from, to, state.schema.marks.inlineQuotation)
        else tr.replaceWith(from, to, tr.doc.nodeAt(from).content)
      }
      return true
    })
    .run()

/** Return the quotation a place stands in, the innermost first. */
export const quotationAt = (doc, at) =>
  survey(doc)
    .quotations.filter(({ from, to }) => from <= at && at <= to)
    .sort((one, other) => one.to - one.from - (other.to - other.from))[0]
