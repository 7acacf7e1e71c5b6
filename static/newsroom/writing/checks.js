/* The checks: what the server finds in the words on the screen, where it stands, and what mends it. */

import { blockAt, rangeOf } from "./checks-places.js"
import { inMargin, showMarks, withMarks } from "./checks-marks.js"
import { addresses, data, editor, form, formData, post, say, tab, tell } from "./form.js"
import { closePanel, openPanel } from "./panel.js"

const PAUSE = 1000
const MARKS = "newsroom-check-marks"

const list = document.getElementById("checks-found")
const said = document.getElementById("checks-said")
const count = document.querySelector("[data-count=checks]")
const setting = document.getElementById("checks-marks")

let marks = data.checks ?? []
let edited = null
let shown = true
let timer = null
let isAsking = false
let isWanted = false
let at = -1
/* The block being written in since the caret came to it, or -1; it is judged when the caret has left. */
let writing = -1

const remembered = () => {
  try {
    return localStorage.getItem(MARKS) !== "off"
  } catch {
    return true
  }
}

const draw = () => {
  if (edited && !edited.isDestroyed) showMarks(edited, shown ? marks : [])
}

/* What was opened stays open, and the focus stays where it was, when the list is written anew. */
const keyOf = (element) => element.closest("[data-key]")?.dataset.key ?? ""
const nameOf = (element) => element.dataset.place ?? element.dataset.leave ?? element.dataset.remedy ?? element.tagName

const write = (html) => {
  const active = list.contains(document.activeElement) ? document.activeElement : null
  const before = active && { key: keyOf(active), name: nameOf(active) }
  const open = new Set([...list.querySelectorAll("details[open]")].map((details) => `${keyOf(details)} ${details.className}`))
  const chosen = new Map([...list.querySelectorAll("details.leave[open] select")].map((select) => [keyOf(select), select.value]))
  list.innerHTML = html
  for (const details of list.querySelectorAll("details")) details.open = open.has(`${keyOf(details)} ${details.className}`)
  for (const select of list.querySelectorAll("select")) if (chosen.has(keyOf(select))) select.value = chosen.get(keyOf(select))
  if (!before) return
  const same = [...list.querySelectorAll("a, button, summary, select")]
  const next = same.find((one) => keyOf(one) === before.key && nameOf(one) === before.name) ?? same.find((one) => keyOf(one) === before.key)
  const title = document.getElementById("checks-title")
  ;(next ?? title).focus()
}

const take = (answer) => {
  if (answer.html !== list.innerHTML) write(answer.html)
  said.textContent = answer.said
  if (count) count.textContent = answer.count || ""
  marks = answer.marks
  at = -1
  draw()
  tell("checked", answer)
}

const addressOf = (name) => {
  const query = new URLSearchParams({ tab })
  const key = form.querySelector("input[name=writing-new]")?.value
  if (key) query.set("new", key)
  if (form.dataset.purpose) query.set("form", form.dataset.purpose)
  if (writing >= 0) query.set("writing", writing)
  return `${addresses[name]}?${query}`
}

/* One question at a time; what is typed meanwhile is looked at in the next. */
const ask = async () => {
  clearTimeout(timer)
  if (isAsking) {
    isWanted = true
    return
  }
  isAsking = true
  isWanted = false
  try {
    take(await post(addressOf("checks"), new FormData()))
  } catch {
    said.textContent = say("checks_late")
  } finally {
    isAsking = false
    if (isWanted) ask()
  }
}

const soon = (pause = PAUSE) => {
  clearTimeout(timer)
  timer = setTimeout(ask, pause)
}

/* Only what was kept can be looked at: the text travels once. */
document.addEventListener("writing:kept", () => soon(0))
document.addEventListener("writing:saved", () => soon(0))

const followCaret = (view) => {
  let block = blockAt(view.state.doc, view.state.selection.head)
  view.on("update", () => {
    block = blockAt(view.state.doc, view.state.selection.head)
    writing = view.isFocused ? block : -1
  })
  const leave = () => {
    if (writing < 0) return
    writing = -1
    soon(200)
  }
  view.on("selectionUpdate", () => {
    const now = blockAt(view.state.doc, view.state.selection.head)
    if (now !== block && writing >= 0 && now !== writing) leave()
    block = now
  })
  view.on("blur", leave)
}

const fieldOf = (name) =>
  document.getElementById(`id_${name}`) ?? form.querySelector(`[name="${name}"], [name^="${name}-"]:not([type=hidden])`)

/** Go to where something was found: the words are selected, or the field has the focus. */
export const goTo = async (place) => {
  const range = place.field === "body" && edited ? rangeOf(edited.state.doc, place) : null
  if (place.field === "body") {
    const view = await editor()
    closeSheet()
    view.view.focus()
    if (!range) return
    if (range.isBlock) view.commands.setNodeSelection(range.from)
    else view.commands.setTextSelection(range)
    const { node } = view.view.domAtPos(range.from)
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node
    element?.scrollIntoView?.({ block: "center" })
    return
  }
  const field = fieldOf(place.field)
  const section = field?.closest(".side > section") ?? document.getElementById(place.field === "sources" ? "sources" : "details")
  if (section?.closest(".side")) openPanel(section.id)
  else closeSheet()
  const seen = field && (field.offsetParent ? field : section?.querySelector("input:not([type=hidden]), select, textarea, button"))
  seen?.focus()
}

const closeSheet = () => document.documentElement.classList.contains("sheet") && closePanel()

/* The text's own commands mend it; whoever has a better way says so by preventing this one. */
const TOOLS = { cite: "citation", speaker: "inlineQuotation", link: "mention", profile: "mention" }

const mend = async (place) => {
  await goTo(place)
  const event = new CustomEvent("writing:remedy", { detail: { kind: place.remedy, place }, cancelable: true })
  if (!document.dispatchEvent(event) || !edited) return
  const range = rangeOf(edited.state.doc, place)
  if (place.remedy === "link" && place.about && range) {
    edited.chain().focus().setTextSelection(range).setMark("mention", { person: place.about }).setTextSelection(range.to).run()
    return
  }
  if (place.remedy === "cite" && range) edited.commands.setTextSelection(range.to)
  document.querySelector(`#tools-of-text [data-name="${TOOLS[place.remedy]}"]`)?.click()
}

const answer = async (place, more) => {
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...place, ...more })) body.set(name, value ?? "")
  try {
    take(await post(addressOf("leave"), body))
  } catch (problem) {
    said.textContent = problem.json?.said ?? say("checks_late")
  }
}

const press = (event) => {
  const hit = event.target.closest("[data-place], [data-remedy], [data-leave], [data-again]")
  if (!hit) return
  event.preventDefault()
  event.stopPropagation()
  const { place, remedy, leave, again } = hit.dataset
  if (place) goTo(JSON.parse(place))
  else if (remedy) mend(JSON.parse(remedy))
  else if (leave) answer(JSON.parse(leave), { reason: hit.parentElement.querySelector("select")?.value ?? "" })
  else {
    const { forAll, ...left } = JSON.parse(again)
    answer(left, { again: "1", for_all: forAll ? "1" : "" })
  }
}

const step = (by) => {
  const links = [...list.querySelectorAll("a[data-place]")]
  if (!links.length) return
  at = at < 0 && by < 0 ? links.length - 1 : (at + by + links.length) % links.length
  const link = links[at]
  goTo(JSON.parse(link.dataset.place))
  said.textContent = `${at + 1}/${links.length}: ${link.closest(".check").querySelector(".check-name").textContent.trim()}`
}

const start = async () => {
  list.addEventListener("click", press)
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    step(event.shiftKey ? -1 : 1)
  })
  if (count) count.textContent = list.querySelectorAll(".check").length || ""
  shown = remembered()
  setting.checked = shown
  setting.closest("[hidden]").hidden = false
  setting.addEventListener("change", () => {
    shown = setting.checked
    try {
      localStorage.setItem(MARKS, shown ? "on" : "off")
    } catch {
      // Remembered until the page is left.
    }
    draw()
  })
  edited = await editor()
  withMarks(edited)
  followCaret(edited)
  draw()
  inMargin.addEventListener("change", draw)
  new ResizeObserver(draw).observe(edited.view.dom.parentElement)
}

if (list && addresses.checks) start()
