/* One panel to publish from. It is read from the server for exactly the words on the screen, and its
   button does nothing unless that is what it shows. */

import { isComposing } from "../composing.js"
import { watchPlaces } from "../places.js"
import { goTo } from "./checks.js"
import { addresses, form, formData, LoggedOut, pauseInTyping, post, Refused, say, tell, words } from "./form.js"
import { asked, inTurn, nextOrder } from "./keeper.js"
import { draft, wordsIn } from "./keeping.js"
import { openPanel } from "./panel.js"
import { pastesDone } from "./pastes.js"

/* What is chosen in the panel belongs to a form of its own: it is no words of the text, and is not kept. */
const answers = document.getElementById("publishing")
const section = document.getElementById("publish")
const panel = document.getElementById("publish-panel")
const heading = document.getElementById("publish-title")
const PAUSE = 700
let typed = 0
let shown = -1
let isReading = false
let isDoing = false
let timer

const isOpen = () => section.offsetParent !== null
const isFresh = () => shown === typed && !isReading
const chosen = (name) => panel.querySelector(`[name="publish-${name}"]:checked`)?.value ?? ""
const field = (name) => panel.querySelector(`[name="publish-${name}"]:not([type=hidden])`)
const button = () => document.getElementById("publish-go")

const whole = () => {
  const sent = formData()
  for (const [name, value] of new FormData(answers)) sent.append(name, value)
  return sent
}

const addressOf = (address, more = {}) => {
  const url = new URL(address, location.href)
  for (const [name, value] of Object.entries(asked(more))) url.searchParams.set(name, value)
  if (form.dataset.purpose) url.searchParams.set("form", form.dataset.purpose)
  return url
}

/* When something is to happen, as short as a button has room for: the year only where it is another. */
const clock = (at) => new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  ...(at.getFullYear() === new Date().getFullYear() ? { weekday: "short" } : { year: "numeric" }),
}).format(at)

const labelOf = (isLater) => {
  if (!isLater) return panel.querySelector("[name=publish-change]:checked")?.dataset.button ?? button().dataset.label
  const at = new Date(field("starts_at")?.value ?? "")
  return Number.isNaN(at.getTime()) ? words.publish_later : say("publish_schedule_for", { when: clock(at) })
}

/* What is still to be answered, as a sentence; the first one is said over the button. */
const unanswered = (isLater) => {
  const isShown = (name) => field(name) && !field(name).closest("[hidden]")
  if (field("change") && !chosen("change")) return words.publish_say_kind
  if (isShown("public_note") && !field("public_note").value.trim()) return words.publish_say_note
  if (isLater && !field("starts_at").value) return words.publish_say_time
  const until = panel.querySelector("[data-embargo]")?.dataset.embargo
  if (until === "") return words.publish_say_no_end
  if (until && !(isLater && field("starts_at").value >= until)) return words.publish_say_embargo
  if (isShown("pending") && !panel.querySelector("[name=publish-pending]:checked")?.closest("label:not([hidden])")) return words.publish_say_pending
  if (field("confirmed") && !field("confirmed").checked) return words.publish_say_confirm
  if (field("reason") && !field("reason").value) return words.publish_say_reason
  return ""
}

const update = () => {
  const kind = field("change") ? chosen("change") || "none" : "first"
  const mayBeLater = kind === "first" || kind === "update"
  const isLater = mayBeLater && chosen("when") === "at"
  for (const part of panel.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind)
  for (const part of panel.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "at") !== isLater
  const go = button()
  if (!go || go.dataset.act === "hand") return
  go.dataset.label ??= go.textContent
  go.textContent = labelOf(isLater)
  if ("blocked" in go.dataset) return
  const why = unanswered(isLater)
  go.setAttribute("aria-disabled", String(Boolean(why)))
  const said = document.getElementById("publish-why")
  said.textContent = why
  said.hidden = !why
}

const status = (text) => {
  document.getElementById("publish-status").textContent = text
}

/* What somebody is at in the panel, so that it is the same after it was read anew. */
const held = () => {
  const at = document.activeElement
  if (!panel.contains(at)) return () => {}
  const key = at.id ? `#${CSS.escape(at.id)}` : at.name ? `[name="${at.name}"]${at.type === "radio" || at.type === "checkbox" ? `[value="${CSS.escape(at.value)}"]` : ""}` : ""
  const range = at.matches("textarea") ? [at.selectionStart, at.selectionEnd] : null
  return () => {
    const found = key && panel.querySelector(key)
    ;(found || heading).focus({ preventScroll: Boolean(found) })
    if (found && range) found.setSelectionRange(...range)
  }
}

const opened = () => [...panel.querySelectorAll("details")].map((one) => [one.querySelector("summary").textContent, one.open])

const show = (html) => {
  const restore = held()
  const open = new Map(opened())
  panel.innerHTML = html
  for (const one of panel.querySelectorAll("input, select, textarea, button")) one.setAttribute("form", answers.id)
  for (const one of panel.querySelectorAll("details")) one.open = open.get(one.querySelector("summary").textContent) ?? one.open
  // The editor of other words at a place begins as in any row that comes later.
  for (const place of panel.querySelectorAll(".place")) place.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }))
  watchPlaces(panel)
  update()
  restore()
}

const read = async () => {
  clearTimeout(timer)
  if (isReading || isDoing || !isOpen() || !addresses.publish_panel) return
  isReading = true
  const at = typed
  try {
    const answer = await post(addressOf(addresses.publish_panel), whole())
    if (at === typed || shown < 0) show(answer.html)
    shown = at
    status("")
  } catch (error) {
    status(error instanceof LoggedOut ? words.publish_logged_out : words.publish_unread)
  } finally {
    isReading = false
    document.documentElement.classList.toggle("panel-stale", shown !== typed)
    if (shown !== typed && isOpen()) later(3 * PAUSE)
  }
}

const later = (pause = PAUSE) => {
  clearTimeout(timer)
  timer = setTimeout(read, pause)
}

/* Open the panel with the focus on its heading, and read it anew. */
const openPublish = () => {
  openPanel("publish", { focus: true })
  read()
}

const done = (answer) => {
  tell("published", answer)
  const next = new URL(answer.go, location.href)
  next.hash = "publish"
  if (next.pathname + next.search === location.pathname + location.search) {
    history.replaceState(null, "", next)
    location.reload()
  } else location.assign(next)
}

const complain = (json) => {
  const sentences = [...(json.general ?? []), ...Object.values(json.errors ?? {}).flat()]
  const box = Object.assign(document.createElement("div"), { className: "refused", tabIndex: -1 })
  box.append(...sentences.map((text) => Object.assign(document.createElement("p"), { textContent: text })))
  panel.querySelector(".refused")?.remove()
  panel.prepend(box)
}

const refuse = (json) => {
  if (json.html) {
    show(json.html)
    shown = typed
  } else if (json.go) location.assign(json.go)
  else complain(json)
  const first = panel.querySelector(".moved, .refused")
  if (!first) return
  first.tabIndex = -1
  first.focus()
}

const order = (act) => {
  const sent = whole()
  sent.set("publish-act", act)
  return post(addressOf(form.getAttribute("action") || location.pathname, { order: nextOrder() }), sent)
}

const press = async (act) => {
  if (isDoing) return
  await pastesDone()
  const go = button()
  if (act === "go" && (!isFresh() || go?.getAttribute("aria-disabled") === "true")) {
    if (!isFresh()) read()
    return
  }
  isDoing = true
  draft?.pause()
  status(words.publish_doing)
  const at = typed
  let kept = ""
  try {
    const answer = await inTurn(() => {
      kept = wordsIn(formData()).toString()
      return at === typed || act !== "go" ? order(act) : null
    })
    // While a save had its turn somebody wrote on: that was not seen in the panel.
    if (!answer) {
      isDoing = false
      status("")
      later(0)
      return
    }
    status(answer.said)
    await pauseInTyping()
    // These words are public now; what was typed since stays kept, and is offered on the page that comes.
    if (at === typed) draft?.saved(kept)
    else await draft?.now()
    done(answer)
  } catch (error) {
    isDoing = false
    status(error instanceof Refused ? "" : error instanceof LoggedOut ? words.publish_logged_out : words.publish_unread)
    if (error instanceof Refused) refuse(error.json)
    if (at !== typed) later()
  }
}

const placeOf = ({ goesTo, words: found, block, nth }) => ({
  field: goesTo,
  words: found,
  block: block === undefined ? null : Number(block),
  nth: Number(nth ?? 0),
})

const copy = async (one) => {
  try {
    await navigator.clipboard.writeText(one.dataset.copy)
    status(words.copied)
  } catch {
    status(one.dataset.copy)
  }
}

const start = () => {
  document.addEventListener("writing:typed", () => {
    typed += 1
    document.documentElement.classList.add("panel-stale")
    if (isOpen()) later()
  })
  document.addEventListener("writing:saved", () => later(0))
  document.addEventListener("writing:panel", ({ detail }) => {
    if (detail.name === "publish" && !isFresh()) setTimeout(read)
  })
  answers.addEventListener("submit", (event) => event.preventDefault())
  // What is chosen here is no words of the text.
  for (const kind of ["input", "change"]) {
    section.addEventListener(kind, (event) => {
      event.stopPropagation()
      update()
    })
  }
  section.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act
    if (act) press(act)
    const toCopy = event.target.closest("button[data-copy]")
    if (toCopy) copy(toCopy)
    const place = event.target.closest("[data-goes-to]")
    if (place) {
      event.preventDefault()
      event.stopPropagation()
      goTo(placeOf(place.dataset))
    }
  })
  document.querySelector(".bar").addEventListener("click", (event) => {
    if (!event.target.closest("[data-publishes]")) return
    event.preventDefault()
    openPublish()
  })
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || isComposing(event)) return
      if (document.querySelector("dialog[open]")) return
      event.preventDefault()
      event.stopPropagation()
      if (event.repeat) return
      if (isOpen() && section.contains(document.activeElement)) button()?.dataset.act && press(button().dataset.act)
      else openPublish()
    },
    true,
  )
  if (location.hash === "#publish") openPanel("publish", { focus: true })
  if (isOpen()) read()
}

if (panel) start()
