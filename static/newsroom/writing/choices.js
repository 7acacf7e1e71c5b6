/* What goes with a text, in the panel: tags, byline, main picture, sources of the whole, drawn as lists. */

import { Combobox, make } from "../combobox.js"
import { pick } from "../picking/dialog.js"
import { addButton, PickedList } from "../picking/list.js"
import { choose, chosenIn, PlainRows } from "../picking/plain-rows.js"
import { version } from "./form.js"
import { find, LoggedOut, send, settings } from "../picking/settings.js"

const { kinds, words } = settings()

/* What the fields say, and once it has come, what the server says of the same rows. */
const told = { citation: new Map(), mention: new Map(), figure: new Map(), tag: new Map() }
const detailed = (kind, item) => (item ? { ...item, ...told[kind].get(String(item.id)) } : item)
const keep = (kind, row) => told[kind].set(String(row.id), row)

const learn = async (kind, items, list) => {
  const ids = items.map(({ id }) => id).filter((id) => id && !told[kind].has(String(id)))
  if (!ids.length) return
  for (const row of await find(kinds[kind], { ids: ids.join(",") }).catch(() => [])) keep(kind, row)
  list.draw()
}

const start = (kind, list) => {
  list.draw()
  learn(kind, list.items.filter(({ id }) => id), list)
}

const tell = (field) => field.dispatchEvent(new Event("change", { bubbles: true }))

/* Sources of the whole text. */

const drawSources = (group) => {
  const rows = new PlainRows(group)
  const list = new PickedList({
    label: group.querySelector("h2").textContent,
    words,
    read: () => rows.places().map((place) => detailed("citation", chosenIn(rows.field(place, "reference")))).filter(Boolean),
    write: (items) => rows.write(items, (place, item) => choose(rows.field(place, "reference"), item)),
  })
  const add = addButton(words["add-source"], async () => {
    const answer = await pick(null, { kind: "citation", sentence: "", submitWords: words.add })
    if (!answer?.row) return
    keep("citation", answer.row)
    list.add(answer.row)
  })
  rows.replaceBy(list.element, add)
  start("citation", list)
}

/* Bylines: somebody with a profile, or a name as plain text. */

const creditOf = (rows, place) => {
  const [person, name, role, agency] = ["person", "name", "role", "is_agency"].map((field) => rows.field(place, field))
  const chosen = detailed("mention", chosenIn(person))
  const more = { role: role.value, isAgency: agency.checked }
  if (chosen) return { ...chosen, ...more }
  return name.value.trim() ? { label: name.value.trim(), isPlain: true, ...more } : null
}

const fillCredit = (rows, place, item) => {
  choose(rows.field(place, "person"), item?.isPlain ? null : item)
  rows.field(place, "name").value = item?.isPlain ? item.label : ""
  rows.field(place, "role").value = item?.role ?? ""
  rows.field(place, "is_agency").checked = Boolean(item?.isPlain && item.isAgency)
}

const creditFields = (item, changed) => {
  const role = make("input", { type: "text", value: item.role ?? "", maxLength: 60, dir: "auto", placeholder: words["role-example"] })
  role.setAttribute("aria-label", `${words.role}: ${item.label}`)
  role.addEventListener("input", () => {
    item.role = role.value
    changed()
  })
  if (!item.isPlain) return [role]
  const agency = make("input", { type: "checkbox", checked: Boolean(item.isAgency) })
  agency.addEventListener("change", () => {
    item.isAgency = agency.checked
    changed()
  })
  return [role, make("label", { className: "picked-check" }, [agency, words.agency])]
}

const drawCredits = (group) => {
  const rows = new PlainRows(group)
  const list = new PickedList({
    label: group.querySelector("h2").textContent,
    words,
    read: () => rows.places().map((place) => creditOf(rows, place)).filter(Boolean),
    write: (items) => rows.write(items, (place, item) => fillCredit(rows, place, item)),
    more: (item, changed) => creditFields(item, changed),
  })
  const add = addButton(words["add-byline"], async () => {
    const answer = await pick(null, { kind: "mention", title: words["byline-title"], plain: words["plain-name"], submitWords: words.add })
    if (!answer) return
    if (answer.row) keep("mention", answer.row)
    list.add(answer.row ?? { label: answer.values.plain, isPlain: true })
  })
  rows.replaceBy(list.element, add)
  start("mention", list)
  followPastes(list)
}

/* What an article that was pasted says of its writers; whose page it was opened for is a guess, and gives way. */
const followPastes = (list) => {
  const namesIn = (items) => JSON.stringify(items.map(({ id, label, role }) => [id ?? label, role ?? ""]))
  const asOpened = version() ? "" : namesIn(list.items)
  document.addEventListener("writing:byline", ({ detail }) => {
    const before = list.items
    detail.isFree = !before.length || namesIn(before) === asOpened
    if (!detail.items) return
    detail.before = before
    list.items = detail.items
    list.change()
    learn("mention", list.items.filter(({ id }) => id), list)
  })
}

/* Tags: written one after the other; the first is the section. */

const makeTag = async (name) => {
  try {
    return await send(kinds.tag.make, { name })
  } catch (error) {
    return { said: error instanceof LoggedOut ? words["logged-out"] : words["not-made"] }
  }
}

const tagField = (list) => {
  const input = make("input", { type: "text", id: "add-tag", dir: "auto", autocomplete: "off", maxLength: 100, placeholder: words["add-tag"] })
  const status = make("p", { className: "quiet", role: "status" })
  const options = make("ul", { id: "add-tag-list", className: "picker-list", tabIndex: -1, hidden: true })
  const take = (row) => {
    box.close()
    input.value = ""
    keep("tag", row)
    list.add(row)
    input.focus()
  }
  const box = new Combobox({
    input,
    list: options,
    status,
    words,
    label: words["title-tag"],
    eager: true,
    search: async (typed, signal) => {
      if (!typed.trim()) return []
      const rows = await find(kinds.tag, { q: typed }, signal)
      const isThere = rows.some(({ label }) => label.toLowerCase() === typed.trim().toLowerCase())
      return isThere || !kinds.tag.make ? rows : [...rows, { isNew: true, label: words["new-tag"].replace("{name}", typed.trim()) }]
    },
    say: (rows) => (!input.value.trim() ? "" : rows.length ? words["enter-takes"] : words.nothing),
    choose: async (row) => {
      if (!row.isNew) {
        take(row)
        return
      }
      const answer = await makeTag(input.value.trim())
      if (answer.row ?? answer.known?.[0]) take(answer.row ?? answer.known[0])
      status.textContent = answer.said ?? ""
    },
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
    if (event.key === "Escape" && box.rows.length) {
      event.stopPropagation()
      box.close()
    }
    if (event.key === "Backspace" && !input.value && list.items.length) {
      list.items.pop()
      list.change()
    }
  })
  input.addEventListener("blur", () => box.close())
  // What is typed here is no part of the form until it is a tag.
  input.addEventListener("input", (event) => event.stopPropagation())
  const label = make("label", { htmlFor: input.id, className: "visually-hidden", textContent: words["add-tag"] })
  return make("div", { className: "picked-typing picker" }, [label, input, options, status])
}

const drawTags = (select) => {
  const list = new PickedList({
    label: words.tags,
    words,
    first: words.section,
    read: () => [...select.selectedOptions].map(({ value, textContent }) => ({ ...detailed("tag", { id: value, choice: textContent }), label: told.tag.get(value)?.label ?? textContent, detail: "" })),
    write: (items) => {
      select.replaceChildren(...items.map((item) => new Option(item.choice ?? item.label, item.id, true, true)))
      tell(select)
    },
  })
  list.list.classList.add("chips")
  const wrapper = select.closest(".related-widget-wrapper") ?? select
  const plain = wrapper === select ? [select, select.nextElementSibling] : [wrapper]
  plain[0].before(list.element, tagField(list))
  for (const element of plain) if (element) element.hidden = true
  const label = select.labels?.[0]
  if (label) label.htmlFor = "add-tag"
  start("tag", list)
}

/* The main picture, or a portrait. */

const drawPicture = (select) => {
  const list = new PickedList({
    label: select.labels?.[0]?.textContent ?? words["title-figure"],
    words,
    read: () => [detailed("figure", chosenIn(select))].filter(Boolean),
    write: ([item]) => {
      choose(select, item ?? null)
      tell(select)
    },
  })
  const add = addButton("", async () => {
    const answer = await pick(null, { kind: "figure", submitWords: words.add })
    if (!answer?.row) return
    keep("figure", answer.row)
    list.items = []
    list.add(answer.row)
    name()
    add.focus()
  })
  const name = () => {
    add.textContent = list.items?.length ? words["another-picture"] : words["choose-picture"]
  }
  const wrapper = select.closest(".related-widget-wrapper") ?? select
  wrapper.before(list.element, add)
  wrapper.hidden = true
  add.id = `${select.id}-choose`
  const label = select.labels?.[0]
  if (label) label.htmlFor = add.id
  start("figure", list)
  name()
  list.list.addEventListener("click", () => name())
}

const inPanel = (selector) => document.querySelector(`form.desk .side ${selector}`)
const begin = (element, kind, draw) => element && kinds[kind]?.lookup && draw(element)
begin(inPanel("[id$='_sources-group']"), "citation", drawSources)
begin(inPanel("[id$='_credits-group']"), "mention", drawCredits)
begin(inPanel("select#id_tags"), "tag", drawTags)
for (const id of ["id_main_image", "id_portrait"]) begin(inPanel(`select#${id}`), "figure", drawPicture)
