/* Who else is at this draft, what they saved, and what of it is new to whoever looks. */

import { addresses, data, editor, post, say, version } from "./form.js"
import { save } from "./saving.js"
import { hideStrip, showStrip } from "./strips.js"
import { goToTheirs, markTheirs } from "./theirs.js"

const shown = document.getElementById("others")
const spoken = document.getElementById("others-said")
const MOST_SHOWN = 3
let told = ""

const badge = ({ initial, said }) => {
  const mark = Object.assign(document.createElement("span"), { className: "initial", textContent: initial, title: said })
  mark.setAttribute("aria-hidden", "true")
  return mark
}

const showOthers = (others) => {
  const words = Object.assign(document.createElement("span"), { className: "others-words" })
  words.textContent = others.map(({ said }) => said).join(", ")
  shown.replaceChildren(...others.slice(0, MOST_SHOWN).map(badge), words)
  // How long ago changes all the time; what is read aloud changes with who is there.
  const heard = others.map((one) => one.spoken).join(", ")
  if (heard !== told) spoken.textContent = heard
  told = heard
}

const whose = (who) => say("whose", { who })

const seen = async (number) => {
  hideStrip("theirs")
  document.querySelector("[data-until-seen]")?.remove()
  markTheirs(await editor(), [], whose)
  const body = new FormData()
  body.set("seen", number)
  // Not heard now, it is told again when the page is opened next.
  await post(addresses.company, body).catch(() => null)
}

/* Say whose words came in, and mark them in the text until that was seen. */
const showTheirs = async ({ lead, text = "", marks, version: number }) => {
  const edited = await editor()
  markTheirs(edited, marks, whose)
  const show = { label: say("showThem"), act: () => goToTheirs(edited) }
  const done = { label: say("seen"), act: () => seen(number) }
  showStrip({ id: "theirs", rank: 40, lead, text, acts: marks.length ? [show, done] : [done] })
}

const showSaved = ({ saved, saved_version: number }) => {
  if (!saved || number <= version()) hideStrip("newer")
  else {
    const acts = [{ label: say("takeIn"), act: save }]
    showStrip({ id: "newer", rank: 41, lead: saved, text: say("savedMeanwhile"), acts })
  }
}

const show = (answer) => {
  if (!answer.others) return
  showOthers(answer.others)
  showSaved(answer)
}

const ask = async () => {
  if (document.hidden) return
  const address = `${addresses.company}?${new URLSearchParams({ version: version() })}`
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null)
  if (answer?.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) show(await answer.json())
}

const start = async () => {
  showOthers(data.others ?? [])
  setInterval(ask, data.every * 1000)
  document.addEventListener("visibilitychange", ask)
  document.addEventListener("writing:kept", ({ detail }) => show(detail))
  document.addEventListener("writing:saved", ({ detail: { others, merged, isInPlace } }) => {
    hideStrip("newer")
    if (others) showOthers(others)
    if (!merged || !isInPlace) return
    showTheirs({ ...merged, lead: merged.said, text: merged.marks.length ? say("sinceMarked") : "" })
  })
  if (data.unseen) {
    const { said, marks } = data.unseen
    await showTheirs({ lead: `${say("sinceLead")} ${said}.`, text: marks.length ? say("sinceMarked") : "", ...data.unseen })
  }
}

if (addresses.company) start()
