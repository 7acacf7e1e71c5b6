/* The panel beside the text: tabs that remember themselves, a sheet on a phone. */

import { editor, form, tell } from "./form.js"

const root = document.documentElement
const { account, state } = document.querySelector("script[data-account]")?.dataset ?? {}
const tabs = [...document.querySelectorAll("#tabs a")]
const sheetButton = document.getElementById("panel-button")
const nameOf = (tab) => tab.hash.slice(1)
const sectionOf = (tab) => document.getElementById(nameOf(tab))
const isNarrow = () => Boolean(sheetButton?.offsetParent)
let last = root.dataset.panel === "none" ? "" : root.dataset.panel

const remember = (name) => {
  try {
    const key = `newsroom-panel-${account}`
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}")
    kept.isClosed = name === "none"
    if (!kept.isClosed) kept[state] = name
    localStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // Not remembered: the next page opens it as for everybody.
  }
}

const show = (name) => {
  root.dataset.panel = name
  for (const tab of tabs) {
    const isOpen = nameOf(tab) === name
    tab.setAttribute("aria-selected", String(isOpen))
    tab.tabIndex = isOpen || (name === "none" && tab === tabs[0]) ? 0 : -1
    sectionOf(tab).classList.toggle("shown", isOpen)
  }
  if (name !== "none") last = name
  tell("panel", { name })
}

const showSheet = (isOpen) => {
  root.classList.toggle("sheet", isOpen)
  sheetButton?.setAttribute("aria-expanded", String(isOpen))
  if (!isOpen) return
  if (root.dataset.panel === "none") show(last || nameOf(tabs[0]))
  tabs.find((tab) => tab.tabIndex === 0)?.focus()
}

/** Open a tab of the panel, and if asked put the focus on its heading. */
export const openPanel = (name, { focus = false } = {}) => {
  if (!tabs.some((tab) => nameOf(tab) === name)) return
  show(name)
  remember(name)
  if (isNarrow()) showSheet(true)
  if (focus) document.getElementById(`${name}-title`)?.focus()
}

/** Close the panel, on a phone the sheet. */
export const closePanel = () => {
  if (root.classList.contains("sheet")) {
    showSheet(false)
    return
  }
  show("none")
  remember("none")
}

/** Open the panel where it was closed, or close it. */
export const togglePanel = () => {
  const isOpen = isNarrow() ? root.classList.contains("sheet") : root.dataset.panel !== "none"
  if (isOpen) closePanel()
  else openPanel(last || nameOf(tabs[0]))
}

/** Show a dialog in the place of the panel; closed, it gives the focus back to where it was. */
export const placeOverPanel = (dialog) => {
  const before = document.activeElement
  dialog.classList.add("over-panel")
  if (!dialog.isConnected) document.body.append(dialog)
  dialog.addEventListener(
    "close",
    async () => {
      if (before?.closest?.(".ProseMirror")) (await editor()).view.focus()
      else if (before?.isConnected && before !== document.body) before.focus()
      else (await editor()).view.focus()
    },
    { once: true },
  )
  dialog.showModal()
  return dialog
}

const move = (event) => {
  const place = tabs.indexOf(event.target)
  const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 }[event.key]
  if (place < 0 || next === undefined) return
  event.preventDefault()
  const tab = tabs.at(next % tabs.length)
  openPanel(nameOf(tab))
  tab.focus()
}

const press = (event) => {
  const tab = event.target.closest("a")
  if (!tab) return
  event.preventDefault()
  if (nameOf(tab) === root.dataset.panel && !root.classList.contains("sheet")) closePanel()
  else openPanel(nameOf(tab))
  tab.focus()
}

const start = () => {
  const list = document.getElementById("tabs")
  list.setAttribute("role", "tablist")
  for (const tab of tabs) {
    tab.id = `tab-${nameOf(tab)}`
    tab.setAttribute("role", "tab")
    tab.setAttribute("aria-controls", nameOf(tab))
    sectionOf(tab).setAttribute("role", "tabpanel")
    sectionOf(tab).setAttribute("aria-labelledby", tab.id)
  }
  list.addEventListener("click", press)
  list.addEventListener("keydown", move)
  sheetButton?.addEventListener("click", () => showSheet(!root.classList.contains("sheet")))
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]")
    const link = event.target.closest?.("a[href^='#']:not([role=tab])")
    const name = opener?.dataset.opens ?? link?.hash.slice(1)
    if (!tabs.some((tab) => nameOf(tab) === name)) return
    event.preventDefault()
    openPanel(name, { focus: true })
  })
  const wanted = tabs.some((tab) => nameOf(tab) === root.dataset.panel) || root.dataset.panel === "none"
  show(wanted ? root.dataset.panel : nameOf(tabs[0]))
  // What came back with a complaint is not hidden behind another tab.
  const complaint = form.querySelector(".side :is(.errorlist, .row-form-errors)")
  if (complaint && !form.querySelector(".paper .errorlist")) openPanel(complaint.closest("section").id)
}

if (tabs.length) start()
