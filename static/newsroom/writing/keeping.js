/* The draft's words are kept while they are typed, and the bar says where they are. */

import { addresses, data, editor, form, formData, say, tab } from "./form.js"
import { keeper, whoIsThere } from "./keeper.js"
import { hideStrip, showStrip } from "./strips.js"

const LEFT_OUT = ["csrfmiddlewaretoken", "writing-tab", "writing-new", "pasted-aside"]
const shown = document.getElementById("kept")
const spoken = document.getElementById("kept-said")
const OFTEN = 5000
let kind = ""
let watch = 0

/** Return the words of a form as they are kept: without files, and without what only sends them. */
export const wordsIn = (sent) => {
  const kept = [...sent].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.includes(name))
  return new URLSearchParams(kept)
}

/** Say in the bar where the words are; it is spoken only when that is somewhere else than before. */
export const showKept = (newKind, words) => {
  shown.textContent = words
  if (newKind !== kind) spoken.textContent = words
  kind = newKind
}

const strip = (lead, text, { rank = 20, acts = [] } = {}) =>
  showStrip({ id: "keeping", rank, kind: "bad", lead, text, acts })

const logIn = { label: say("logIn"), act: () => window.open(addresses.login, "_blank", "noopener") }

const states = {
  kept: ({ said }) => {
    hideStrip("keeping")
    return said
  },
  offline: (error) => {
    strip(error.message || say("offlineLead"), say("offlineText"))
    return say("offline")
  },
  loggedOut: () => {
    strip(say("loggedOutLead"), say("loggedOutText"), { acts: [logIn] })
    return say("loggedOut")
  },
  other: () => {
    strip(say("otherLead"), say("otherText"))
    return say("loggedOut")
  },
  refused: (error) => {
    strip(say("refusedLead"), error.json.said ?? "")
    return say("refused")
  },
  nowhere: () => {
    strip(say("nowhereLead"), say("nowhereText"), { rank: 1 })
    return say("nowhere")
  },
}

/** Show what became of the words. */
export const told = (newKind, answer) => {
  if (newKind !== kind || newKind === "kept") showKept(newKind, states[newKind](answer))
  if (["loggedOut", "other", "nowhere"].includes(newKind)) watch ||= setInterval(lookAgain, OFTEN)
  else stopWatching()
}

const stopWatching = () => {
  clearInterval(watch)
  watch = 0
}

/* As soon as the same colleague is logged in again, the page goes on by itself. */
const lookAgain = async () => {
  if (!watch) return
  const there = await whoIsThere().catch(() => null)
  if (there?.account === data.account) draft.now()
  else if (there && kind === "loggedOut") told("other")
}

const isWritten = form?.querySelector(".words") && addresses.keep

/** What keeps the draft. */
export const draft = isWritten ? keeper({ purpose: form.dataset.purpose, read: () => wordsIn(formData()), told }) : null

const start = async () => {
  form.dataset.keeps = tab
  form.elements["writing-tab"].value = tab
  const address = new URL(location)
  // Loaded anew it is the same page, not another one; and what was taken is taken once.
  if (data.new) address.searchParams.set("new", data.new)
  for (const name of ["take", "part", "onto"]) address.searchParams.delete(name)
  if (address.href !== location.href) history.replaceState(history.state, "", address)
  let isTyped = "taken" in data
  document.addEventListener("writing:typed", () => {
    isTyped = true
    draft.typed()
  })
  window.addEventListener("online", () => draft.now())
  for (const name of ["focus", "pageshow"]) window.addEventListener(name, lookAgain)
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) draft.holdLoose()
    else lookAgain()
  })
  window.addEventListener("pagehide", () => draft.holdLoose())
  window.addEventListener("beforeunload", (event) => {
    if (draft.isLoose() && !draft.holdLoose()) event.preventDefault()
  })
  if (isTyped) draft.now()
  await editor()
  // The editor writes what it was given in its own way, and nobody has typed that.
  if (!isTyped) draft.settle()
}

if (draft) start()
