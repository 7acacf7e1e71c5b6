/* Saving without leaving: the caret, what can be undone and what is typed meanwhile stay as they are. */

import { rememberCaret } from "./caret.js"
import { addresses, form, formData, pauseInTyping, Refused, say, setVersion, tab, tell } from "./form.js"
import { asked, inTurn, nextOrder, send } from "./keeper.js"
import { draft, showKept, wordsIn } from "./keeping.js"
import { remember, takeIn } from "./merging.js"
import { openPanel } from "./panel.js"
import { pastesDone } from "./pastes.js"
import { hideStrip, showStrip } from "./strips.js"

const saveButton = form?.querySelector("input[name=_save]")
const isPopup = Boolean(form?.querySelector("input[name=_popup]"))
let saving = null
const editorThere = () => form.querySelector(".words .ProseMirror")?.editor

const sentence = (words) => Object.assign(document.createElement("li"), { textContent: words })

const clearComplaints = () => {
  hideStrip("errors")
  for (const list of form.querySelectorAll(".errorlist")) list.remove()
  for (const row of form.querySelectorAll(".errors")) row.classList.remove("errors")
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid")
}

const fieldOf = (name) => {
  const found = form.elements[name]
  return found instanceof RadioNodeList ? found[0] : found
}

const complainAt = (name, sentences) => {
  const field = fieldOf(name)
  const row = field?.closest(".form-row, td, .row") ?? field?.parentElement
  if (!row) return null
  const list = Object.assign(document.createElement("ul"), { className: "errorlist", id: `id_${name}_error` })
  list.append(...sentences.map(sentence))
  row.append(list)
  row.classList.add("errors")
  field.setAttribute("aria-invalid", "true")
  const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean))
  field.setAttribute("aria-describedby", [...described.add(list.id)].join(" "))
  return field
}

const showComplaints = ({ errors, general }) => {
  clearComplaints()
  const placed = Object.entries(errors).map(([name, sentences]) => [complainAt(name, sentences), sentences])
  const lost = placed.filter(([field]) => !field).flatMap(([, sentences]) => sentences)
  const text = [...general, ...lost].join(" ")
  const strip = showStrip({ id: "errors", rank: 5, kind: "bad", lead: say("notSavedLead"), text })
  strip.setAttribute("role", "alert")
  showKept("notSaved", say("notSaved"))
  const first = placed.find(([field]) => field)?.[0]
  const section = first?.closest("section[id]")
  if (section) openPanel(section.id)
  const box = first?.parentElement.querySelector(".ProseMirror") ?? first
  box?.focus()
}

/* What the server wrote by itself is shown, unless somebody has typed there since. */
const settle = (sent, { settled = {} }) => {
  for (const [name, value] of Object.entries(settled)) {
    const field = form.elements[name]
    if (field && field.value === sent.get(name)) field.value = value
    if (sent.has(name)) sent.set(name, value)
  }
}

const goTo = async (address, sent) => {
  // What was typed since stays kept, and is there again on the page that comes.
  const isMore = wordsIn(formData()).toString() !== sent.toString()
  if (isMore) await draft.now()
  else draft.saved(sent.toString())
  return isMore
}

/* What others saved meanwhile comes into the text on the page; returns what is saved of it then. */
const mergedIn = (answer, sent) => {
  const body = new URLSearchParams(sent)
  if (body.has("version")) body.set("version", answer.version)
  if (!answer.is_merged) return body
  const isAsSent = wordsIn(formData()).toString() === sent.toString()
  const fieldIsAsSent = (name) => form.elements[name].value === sent.get(name)
  const edited = editorThere()
  if (!edited || !takeIn(edited, answer.merged, fieldIsAsSent)) return null
  setVersion(answer.version)
  return isAsSent ? wordsIn(formData()) : body
}

/* The notes that became citations are citations on the page too; returns what is saved of it then. */
const notesSettled = (answer, sent) => {
  if (!answer.notes?.length || answer.is_merged) return sent
  const isAsSent = wordsIn(formData()).toString() === sent.toString()
  tell("notes", answer)
  return isAsSent ? wordsIn(formData()) : sent
}

const done = (answer, sent) => {
  clearComplaints()
  settle(sent, answer)
  sent = notesSettled(answer, sent)
  const body = mergedIn(answer, sent)
  showKept("saved", answer.said)
  hideStrip("keeping")
  tell("saved", { ...answer, isInPlace: Boolean(body) })
  if (answer.address !== addresses.save || !body) {
    // The page of a new text, or one that could not take somebody else's words in: the caret goes there with it.
    return { answer, sent, leave: answer.address }
  }
  setVersion(answer.version)
  draft.saved(body.toString())
  const heading = form.querySelector("h1")
  if (heading && answer.heading) heading.textContent = answer.heading
  return { answer, sent }
}

const failed = (error) => {
  if (error instanceof Refused && error.json.errors) {
    showComplaints(error.json)
    return { keep: true }
  }
  if (error instanceof Refused && error.json.go) return { leave: error.json.go }
  draft.failed(error)
  return {}
}

const sendForm = async () => {
  draft.pause()
  const whole = formData()
  const sent = wordsIn(whole)
  const edited = editorThere()
  if (edited) remember(edited)
  whole.delete("csrfmiddlewaretoken")
  whole.set("_save", "1")
  showKept("saving", say("saving"))
  try {
    return { sent, ...done(await send(addresses.save, asked({ order: nextOrder() }), whole), sent) }
  } catch (error) {
    return { ...failed(error), sent }
  }
}

/** Save what stands in the form; resolves to the answer, or to null where nothing could be saved. */
export const save = () => {
  // Pressed twice it is one save: the second finds nothing new to say.
  saving ??= pastesDone()
    .then(() => inTurn(sendForm))
    .finally(() => {
      saving = null
    })
    .then(async ({ answer = null, leave, keep, sent }) => {
      if (keep) await draft.now()
      if (leave) await goOn(leave, sent, Boolean(answer))
      return answer
    })
  return saving
}

const goOn = async (address, sent, isSaved) => {
  await pauseInTyping()
  const isMore = await goTo(address, sent)
  rememberCaret()
  // Who went on to publish meanwhile is not led away from that.
  const hash = document.documentElement.dataset.panel === "publish" ? "#publish" : ""
  if (isSaved && isMore) location.assign(`${address}?${new URLSearchParams({ take: `tab.${tab}` })}${hash}`)
  else location.assign(address + hash)
}

const start = () => {
  form.addEventListener("submit", (event) => {
    if (!saveButton || (event.submitter && event.submitter !== saveButton)) return
    event.preventDefault()
    save()
  })
  document.addEventListener("keydown", (event) => {
    const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s"
    if (!isSave) return
    event.preventDefault()
    if (event.repeat || document.querySelector("dialog[open]")) return
    // What readers see is published, not saved: until then it is kept.
    if (saveButton) save()
    else draft.now()
  })
  saveButton?.setAttribute("aria-keyshortcuts", "Control+S")
}

if (draft && !isPopup) start()
