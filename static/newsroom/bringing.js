/* Sending what is brought in: files and folders dropped or chosen, form by form; a clipboard with its formatting. */

const form = document.getElementById("bring-in")
const { files: most, bytes, sending, lost, large, go, formatted, words, folder } = form.dataset
const input = document.getElementById("files")
const plain = document.getElementById("plain")
const html = document.getElementById("html")
const told = document.getElementById("plain-help")
const drop = document.getElementById("drop")
const chosen = drop.querySelector(".chosen")
const progress = form.querySelector(".progress")
const problems = form.querySelector(".problems")

const MOST_SENTENCES = 10

let brought = []
let isSending = false

/* What programs leave in folders nobody means to bring in. */
const isMeant = ({ name }) => !name.startsWith(".") && !name.startsWith("~$")

const show = () => {
  const names = brought.slice(0, 5).map(({ name }) => name)
  chosen.textContent = brought.length > 5 ? `${names.join(", ")} … (${brought.length})` : names.join(", ")
}

const bring = (files) => {
  brought.push(...[...files].filter(isMeant))
  show()
}

const entriesOf = async (reader) => {
  const read = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
  return read.length ? [...read, ...(await entriesOf(reader))] : []
}

const filesOf = async (entry) => {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))]
  if (entry.name.startsWith(".")) return []
  const found = []
  for (const inside of await entriesOf(entry.createReader())) found.push(...(await filesOf(inside)))
  return found
}

const place = document.createElement("div")
place.className = "drop-place"
place.append(...drop.querySelectorAll(".only-script, #files"))
drop.insertBefore(place, chosen)
drop.classList.add("ready")
drop.querySelector(".only-script").hidden = false

const whole = document.createElement("input")
Object.assign(whole, { type: "file", webkitdirectory: true, hidden: true })
const opener = document.createElement("button")
Object.assign(opener, { type: "button", className: "button", textContent: folder })
opener.addEventListener("click", () => whole.click())
place.append(whole, opener)
whole.addEventListener("change", () => bring(whole.files))
input.addEventListener("change", () => {
  brought = []
  bring(input.files)
})

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return
  event.preventDefault()
  place.classList.add("over")
})
document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || place.classList.remove("over"))
document.addEventListener("drop", async (event) => {
  if (!event.dataTransfer.types.includes("Files")) return
  event.preventDefault()
  place.classList.remove("over")
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean)
  const loose = [...event.dataTransfer.files]
  if (!entries.length) return bring(loose)
  for (const entry of entries) bring(await filesOf(entry))
})

let pasted = ""
plain.addEventListener("paste", ({ clipboardData }) => {
  const files = [...clipboardData.files]
  const rich = clipboardData.getData("text/html")
  // A whole text that was copied has both; a part pasted into words that stand there is words.
  if (!rich && files.length) bring(files)
  if (!rich || plain.value.trim()) return
  setTimeout(() => {
    html.value = rich
    pasted = plain.value
    told.textContent = formatted
  })
})
plain.addEventListener("input", () => {
  if (!html.value || plain.value === pasted) return
  html.value = ""
  told.textContent = words
})

/* As many files as one form takes, and no more of them than it takes bytes. */
const next = (files) => {
  let size = 0
  const count = files.findIndex((file, number) => number >= Number(most) || (size += file.size) > Number(bytes))
  return files.splice(0, count < 0 ? files.length : Math.max(count, 1))
}

const send = async (address, body) => {
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" })
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(answer.statusText)
  return answer.json()
}

/* A busy server is asked again. */
const sendPatiently = async (address, body, tries = 3) => {
  try {
    return await send(address, body)
  } catch (problem) {
    if (tries < 2) throw problem
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return sendPatiently(address, body, tries - 1)
  }
}

const complain = (sentences) => {
  const shown = sentences.length > MOST_SENTENCES ? [...sentences.slice(0, MOST_SENTENCES), "…"] : sentences
  problems.replaceChildren(
    ...shown.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })),
  )
  problems.hidden = !sentences.length
}

const sendAll = async () => {
  const tooLarge = brought.filter(({ size }) => size > Number(bytes))
  const refused = tooLarge.map(({ name }) => large.replace("{name}", name))
  brought = brought.filter((file) => !tooLarge.includes(file))
  const of = brought.length
  if (!of && tooLarge.length) return complain(refused)
  let address = form.dataset.address ?? ""
  do {
    const some = next(brought)
    const body = new FormData()
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    body.set("language", form.elements.language.value)
    if (!address) for (const name of ["key", "plain", "html"]) body.set(name, form.elements[name].value)
    for (const file of some) body.append("files", file, file.name)
    progress.querySelector("span").textContent = sending.replace("{done}", of - brought.length).replace("{of}", of)
    progress.querySelector("progress").value = of ? (of - brought.length - some.length) / of : 0
    try {
      const answer = await sendPatiently(address || form.action, body)
      address = answer.address ?? address
      form.dataset.address = address
      refused.push(...(answer.refused ?? []))
    } catch {
      brought.unshift(...some)
      show()
      complain([...refused, lost])
      return
    }
  } while (brought.length)
  complain(refused)
  // What was refused is to be read before the page goes on.
  if (!refused.length && address) location.assign(address)
  else if (address) problems.append(Object.assign(document.createElement("a"), { href: address, textContent: go }))
}

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  if (isSending) return
  isSending = true
  complain([])
  progress.hidden = false
  await sendAll()
  progress.hidden = true
  isSending = false
})
window.addEventListener("beforeunload", (event) => {
  if (isSending && brought.length) event.preventDefault()
})
