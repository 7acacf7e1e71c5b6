/* A whole article pasted into an empty text: its headline, summary and byline go into their fields, or are offered. */

import { data, form, say } from "../writing/form.js"
import { showSummary } from "./paste-summary.js"

const ASIDE = "pasted-aside"

/** Tell whether this kind of text has a headline of its own. */
export const readsArticles = () => Boolean(data.article)

const fieldOf = (name) => form.elements[data.article[name]]
const bare = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")

/* Who has the list of bylines answers at once: what it holds, and whether that may be replaced. */
const askByline = (items) => {
  const detail = { items, before: null, isFree: true }
  document.dispatchEvent(new CustomEvent("writing:byline", { detail }))
  return detail
}

const holdsOther = (name, words) => {
  const held = fieldOf(name)?.value ?? ""
  return Boolean(words && held.trim() && bare(held) !== bare(words))
}

/** Tell whether the fields are free for what stands above the text, or hold the same. */
export const fits = ({ headline, summary, byline }) =>
  !holdsOther("headline", headline) && !holdsOther("summary", summary) && (!byline.length || askByline(null).isFree)

const write = (field, words) => {
  field.value = words
  field.dispatchEvent(new Event("input", { bubbles: true }))
}

/* Fill the fields, and return what puts back what stood there. */
const fill = ({ headline, summary, byline }) => {
  const back = []
  for (const [name, words] of Object.entries({ headline, summary })) {
    const field = fieldOf(name)
    if (!words || !field) continue
    const before = field.value
    write(field, words)
    back.push(() => field.value === words && write(field, before))
  }
  if (byline.length) {
    const { before } = askByline(byline)
    if (before) back.push(() => askByline(before))
  }
  return () => back.forEach((one) => one())
}

/* What was set aside goes with the next save, which keeps it in the history. */
const keepAside = (lines) => {
  form.querySelector(`[name="${ASIDE}"]`)?.remove()
  if (lines.length) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: ASIDE, value: lines.join("\n") }))
}

document.addEventListener("writing:saved", () => keepAside([]))

const listOf = ({ aside, remarks }) => {
  const list = document.createElement("ul")
  const unsaid = aside.filter((words) => !remarks.some((sentence) => sentence.includes(words)))
  list.append(...[...remarks, ...unsaid].map((words) => Object.assign(document.createElement("li"), { textContent: words, dir: "auto" })))
  return list
}

const named = ({ headline, summary, byline }) =>
  new Intl.ListFormat(document.documentElement.lang || undefined).format(
    [headline && "articleHeadline", summary && "articleSummary", byline.length && "articleByline"].filter(Boolean).map((name) => say(name)),
  )

const leadOf = (article, isOffered) => {
  const what = named(article)
  if (!what) return say("articleRead")
  if (isOffered) return say("articleOffered", { what })
  return say(what.includes(" ") && [article.headline, article.summary, article.byline.length].filter(Boolean).length > 1 ? "articleTaken" : "articleTakenOne", { what })
}

/* Wherever the text is as it was before, by whichever undo, so are the fields. */
const whenUndone = (editor, before, act) => {
  const follow = ({ transaction }) => {
    if (!transaction.docChanged || !editor.state.doc.eq(before)) return
    editor.off("transaction", follow)
    act()
  }
  editor.on("transaction", follow)
}

const putBack = (editor, lines) => {
  const paragraphs = lines.flatMap((words) => words.split("\n")).filter((text) => text.trim()).map((text) => ({ type: "paragraph", content: [{ type: "text", text }] }))
  const { doc } = editor.state
  editor.chain().focus().insertContentAt(doc.content.size, paragraphs).run()
  if (!editor.state.doc.eq(doc)) keepAside([])
}

const taken = (editor, { answer, article, before }) => {
  const restore = fill(article)
  keepAside(article.aside)
  whenUndone(editor, before, () => (restore(), keepAside([])))
  const { aside, remarks } = article
  const back = { label: say("articlePutBack"), act: () => putBack(editor, aside) }
  showSummary(editor, withLead(answer, leadOf(article, false), article.aside_said), editor.state.doc, {
    lasting: aside.length ? [back] : [],
    isWarning: remarks.length > 0,
    ...(aside.length || remarks.length ? { content: listOf(article), open: say("articleAside") } : {}),
  })
}

const withLead = (answer, lead, aside) => ({ ...answer, kept: [lead, answer.kept].filter(Boolean).join(" "), left_out: [aside, answer.left_out].filter(Boolean).join(" ") })

/** Fill the fields of an article that was pasted; where they hold something else, offer to. */
export const showArticle = (editor, { answer, whole, before, isOffered, replace }) => {
  const { article } = whole
  if (!isOffered) return taken(editor, { answer, article, before })
  const take = {
    label: say("articleTake"),
    act: () => {
      const asPasted = editor.state.doc
      editor.commands.selectAll()
      replace()
      taken(editor, { answer: whole, article, before: asPasted })
      editor.view.focus()
    },
  }
  showSummary(editor, withLead(answer, leadOf(article, true), ""), editor.state.doc, { more: [take] })
}
