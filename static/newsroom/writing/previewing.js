/* The page as readers will see it, in the place of the panel or in a tab, and always of the words on the screen. */

import { make } from "../combobox.js"
import { addresses, form, say, tab } from "./form.js"
import { draft } from "./keeping.js"

const PAUSE = 400
const root = document.documentElement
const button = form?.querySelector("button[name=_then][value=preview]")
let region = null
let waiting = 0
let inTab = null

const address = () => {
  const asked = new URLSearchParams({ tab })
  const key = form.querySelector("input[name=writing-new]")?.value
  if (key) asked.set("new", key)
  if (form.dataset.purpose) asked.set("form", form.dataset.purpose)
  return `${addresses.preview}?${asked}`
}

const frame = () => make("iframe", { title: say("previewOf"), sandbox: "allow-same-origin allow-popups" })

const choose = (name) => {
  region.dataset.width = name
  for (const one of region.querySelectorAll("button[data-width]")) {
    one.setAttribute("aria-pressed", String(one.dataset.width === name))
  }
}

/* The new page is loaded beside the old one and takes its place and its scroll when it is there. */
const refresh = () => {
  if (inTab?.closed) inTab = null
  inTab?.location.replace(address())
  if (!region || region.hidden) return
  const place = region.querySelector(".preview-page")
  const old = place.querySelector("iframe.shown")
  for (const other of place.querySelectorAll("iframe:not(.shown)")) other.remove()
  const next = frame()
  next.addEventListener("load", () => {
    if (old?.contentWindow) next.contentWindow.scrollTo(0, old.contentWindow.scrollY)
    next.classList.add("shown")
    old?.remove()
  })
  next.src = address()
  place.append(next)
}

/** Close the preview and give the focus back to its button. */
const close = () => {
  region.hidden = true
  root.classList.remove("previewing")
  button.setAttribute("aria-expanded", "false")
  ;(button.offsetParent ? button : document.querySelector(".preview-small")).focus()
}

const openInTab = () => {
  inTab = window.open(address(), `preview-${tab}`)
}

const build = () => {
  const widths = ["phone", "desktop"].map((name) => {
    const one = make("button", { type: "button", "data-width": name }, [say(name === "phone" ? "previewPhone" : "previewDesktop")])
    one.addEventListener("click", () => choose(name))
    return one
  })
  const tabbed = make("button", { type: "button" }, [say("previewTab")])
  const closing = make("button", { type: "button" }, [say("previewClose")])
  tabbed.addEventListener("click", openInTab)
  closing.addEventListener("click", close)
  region = make(
    "section",
    { class: "preview", "aria-label": say("preview"), id: "preview" },
    [
      make("div", { class: "preview-tools" }, [...widths, tabbed, closing]),
      make("div", { class: "preview-page" }),
    ],
  )
  region.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close()
  })
  form.append(region)
  choose("phone")
}

const open = () => {
  if (!region) build()
  region.hidden = false
  root.classList.add("previewing")
  button.setAttribute("aria-expanded", "true")
  draft.now().then((answer) => answer ?? refresh())
}

const isSeen = () => (region && !region.hidden) || (inTab && !inTab.closed)

const start = () => {
  button.type = "button"
  button.setAttribute("aria-expanded", "false")
  button.setAttribute("aria-controls", "preview")
  // On a phone the bar has no room for it.
  const small = make("button", { type: "button", class: "preview-small" }, [say("preview")])
  document.querySelector(".foot-last")?.prepend(small)
  for (const one of [button, small]) one.addEventListener("click", () => (region && !region.hidden ? close() : open()))
  document.addEventListener("writing:typed", () => {
    clearTimeout(waiting)
    if (isSeen()) waiting = setTimeout(draft.now, PAUSE)
  })
  for (const event of ["kept", "saved"]) document.addEventListener(`writing:${event}`, () => isSeen() && refresh())
}

if (button && draft && addresses.preview) start()
