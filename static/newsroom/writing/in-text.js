/* Who and what the text names, in the panel: people with the state of their page, and the sources cited. */

import { make } from "../combobox.js"
import { find, settings } from "../picking/settings.js"
import { editor as ready } from "./form.js"

const PAUSE = 400
const { kinds, words } = settings()
const known = { mention: new Map(), citation: new Map() }

/* In the order in which readers meet them, each with its first place and how often. */
const namedIn = (doc) => {
  const found = { mention: new Map(), citation: new Map() }
  const meet = (kind, key, at) => {
    if (!key) return
    const one = found[kind].get(key) ?? { at, count: 0 }
    found[kind].set(key, { ...one, count: one.count + 1 })
  }
  doc.descendants((node, at) => {
    for (const { attrs } of [node, ...node.marks]) {
      meet("mention", attrs.person, at)
      meet("citation", attrs.reference, at)
    }
  })
  return found
}

const learn = async (kind, keys) => {
  const missing = keys.filter((key) => !known[kind].has(key))
  if (!missing.length || !kinds[kind]) return
  for (const row of await find(kinds[kind], { keys: missing.join(",") }).catch(() => [])) known[kind].set(row.key, row)
}

const entry = (editor, kind, key, { at, count }) => {
  const row = known[kind].get(key)
  const go = make("button", { type: "button", className: "plain", textContent: words["go-there"] })
  go.setAttribute("aria-label", `${words["go-there"]}: ${row?.label ?? key}`)
  go.addEventListener("click", () => editor.chain().setTextSelection(at).scrollIntoView().focus().run())
  const name = row
    ? make("a", { href: row.address, target: "_blank", rel: "noopener", textContent: row.label })
    : make("strong", { textContent: words.gone })
  const details = [row?.detail, row?.state, count > 1 ? words.times.replace("{count}", count) : ""]
  const detail = [...new Set(details.join(" · ").split(" · "))].filter(Boolean).join(" · ")
  return make("li", {}, [
    make("div", { className: "picked-what", dir: "auto" }, [name, make("span", { className: "quiet", textContent: detail })]),
    make("div", { className: "picked-acts" }, [go]),
  ])
}

const show = async (editor) => {
  const found = namedIn(editor.state.doc)
  for (const [kind, id] of [["mention", "people"], ["citation", "sources"]]) {
    const list = document.getElementById(`${id}-in-text`)
    if (!list) continue
    await learn(kind, [...found[kind].keys()])
    list.classList.add("picked")
    list.replaceChildren(...[...found[kind]].map(([key, place]) => entry(editor, kind, key, place)))
    const empty = document.querySelector(`[data-empty="${id}"]`)
    if (empty) empty.hidden = found[kind].size > 0
  }
}

ready().then((editor) => {
  let timer
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => show(editor), PAUSE)
  }
  document.addEventListener("writing:typed", later)
  show(editor)
})
