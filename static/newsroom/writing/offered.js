/* Words that were not saved are offered: shown beside what is saved, taken with one key, or let go. */

import { data, form, LoggedOut, say } from "./form.js"
import { asked, send, whoIsThere } from "./keeper.js"
import { draft } from "./keeping.js"
import { placeOverPanel } from "./panel.js"
import { hideStrip, showStrip } from "./strips.js"

let offers = data.offered ?? []

const take = async (address) => {
  // What stands on the screen now is kept first, and is offered in its turn.
  if (draft.isLoose()) await draft.now()
  draft.holdLoose()
  location.assign(address)
}

const letGo = async (offer) => {
  try {
    await send(offer.show, asked(), new URLSearchParams())
  } catch (error) {
    // They are still there, and so is the offer.
    show(say(error instanceof LoggedOut ? "loggedOutLead" : "offlineLead"))
    return
  }
  offers = offers.filter(({ key }) => key !== offer.key)
  show()
}

const withParts = (chosen, submitter) => {
  const query = new URLSearchParams(new FormData(chosen, submitter))
  query.set("onto", `tab.${asked().tab}`)
  return `${chosen.getAttribute("action")}?${query}`
}

const behave = (dialog, offer) => {
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-take-all]")
    if (!link) return
    event.preventDefault()
    take(link.href)
  })
  dialog.addEventListener("submit", async (event) => {
    const sent = event.target
    if (sent.method === "dialog") return
    event.preventDefault()
    if (sent.matches(".take")) {
      if (sent.querySelector("[name=part]:checked")) take(withParts(sent, event.submitter))
      return
    }
    await letGo(offer)
    dialog.close()
  })
  dialog.addEventListener("close", () => dialog.remove())
}

const open = async (offer) => {
  const answer = await fetch(offer.show)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const words = page.getElementById("unsaved")
  // Without an answer to look at, the page itself says what there is to say.
  if (!words) {
    await take(offer.show)
    return
  }
  const dialog = Object.assign(document.createElement("dialog"), { className: "unsaved-words" })
  const heading = Object.assign(document.createElement("h2"), { textContent: say("unsavedTitle"), id: "unsaved-title" })
  const closing = Object.assign(document.createElement("form"), { method: "dialog" })
  closing.append(Object.assign(document.createElement("button"), { className: "button", textContent: say("close") }))
  dialog.setAttribute("aria-labelledby", heading.id)
  dialog.append(heading, document.adoptNode(words), closing)
  behave(dialog, offer)
  placeOverPanel(dialog)
}

const show = (problem = "") => {
  const [offer] = offers
  if (!offer) {
    hideStrip("unsaved")
    return
  }
  showStrip({
    id: "unsaved",
    rank: 30,
    kind: "warn",
    lead: offer.lead,
    text: problem || offer.text,
    acts: [
      { label: say("show"), act: () => open(offer) },
      { label: say("take"), act: () => take(offer.take), title: say("takeTitle"), keys: "Control+Shift+Enter" },
      { label: say("letGo"), act: () => letGo(offer) },
    ],
  })
}

const start = () => {
  if (offers.length) show()
  // What a browser had kept has just reached the server.
  document.addEventListener("writing:sent", async () => {
    offers = (await whoIsThere().catch(() => null))?.offered ?? offers
    show()
  })
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.key !== "Enter" || event.repeat || !offers.length) return
    event.preventDefault()
    event.stopPropagation()
    take(offers[0].take)
  }, { capture: true })
}

if (draft && form) start()
