/* Pictures in pasted HTML: what comes with its data goes up, what is ours stays, of the rest a place is left. */

const MOST_ALT = 300
const EMOJI = /^[\p{Extended_Pictographic}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]+$/u
const OURS = /^\/images\/([a-z0-9]{1,40})\/[\w.-]+$/
const DATA = /^data:(image\/[\w.+-]+);base64,([a-z0-9+/=\s]+)$/i
const SMALL = 32
const TINY = 4

const waiting = new Map()
let serial = 0

/** Return the file that came with a place, once. */
export const fileOf = (id) => {
  const file = waiting.get(id) ?? null
  waiting.delete(id)
  return file
}

const fileFrom = (address, name) => {
  const [, type, data] = DATA.exec(address) ?? []
  if (!data) return null
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, "")), (letter) => letter.charCodeAt(0))
    return new File([bytes], name, { type })
  } catch {
    return null
  }
}

const altOf = (image) => {
  const said = image.getAttribute("alt") || image.getAttribute("title") || ""
  return said.replace(/\s+/g, " ").trim().slice(0, MOST_ALT)
}

const sides = (image) => ["width", "height"].map((name) => Number.parseInt(image.getAttribute(name), 10))

const isBox = (image) => image.getAttribute("aria-roledescription") === "checkbox"

/* Smileys are words, and what is as thin as a line shows nothing. */
const isSmiley = (image) => {
  if (isBox(image)) return false
  const [width, height] = sides(image)
  return EMOJI.test(altOf(image)) || (/emoji/i.test(image.className) && altOf(image)) || (altOf(image) && width <= SMALL && height <= SMALL)
}
const showsNothing = (image) => isBox(image) || sides(image).some((side) => side <= TINY)

const oursIn = (address) => {
  try {
    const { origin, pathname } = new URL(address, location.href)
    return origin === location.origin ? OURS.exec(pathname)?.[1] : undefined
  } catch {
    return undefined
  }
}

const figureFor = (image, number) => {
  const address = image.getAttribute("src") || ""
  const alt = altOf(image)
  const figure = image.ownerDocument.createElement("figure")
  if (alt) figure.setAttribute("data-alt", alt)
  const ours = oursIn(address)
  if (ours) {
    figure.setAttribute("data-image", ours)
    return figure
  }
  figure.setAttribute("data-gap", number)
  const file = fileFrom(address, alt)
  if (!file) return figure
  const id = String(++serial)
  waiting.set(id, file)
  figure.setAttribute("data-pasted", id)
  return figure
}

/* A picture stands between blocks, so it moves out of the one it is in, in front if it begins that. */
const lift = (image, figure, body) => {
  let block = image
  while (block.parentElement && block.parentElement !== body) block = block.parentElement
  if (block === image) {
    image.replaceWith(figure)
    return
  }
  const before = body.ownerDocument.createRange()
  before.setStart(block, 0)
  before.setEndBefore(image)
  const isFirst = !before.toString().trim()
  image.remove()
  if (!block.textContent.trim() && !block.querySelector("img, figure")) block.replaceWith(figure)
  else if (isFirst) block.before(figure)
  else block.after(figure)
}

const place = (image, figure, body) => {
  const around = image.closest("figure")
  const caption = around?.querySelector("figcaption")
  const isWhole = around && around.querySelectorAll("img").length === 1
  if (isWhole && caption && figure.hasAttribute("data-image")) {
    caption.querySelector(".credit")?.remove()
    figure.append(caption)
    around.replaceWith(figure)
    return
  }
  const anchor = image.ownerDocument.createElement("img")
  image.replaceWith(anchor)
  lift(anchor, figure, bodyOf(anchor, body))
}

/* What programs wrap a whole paste in is no block of it. */
const bodyOf = (image, body) => {
  let inner = body
  for (;;) {
    const child = [...inner.children].find((one) => one.contains(image))
    const isWrapper = child && inner.children.length === 1 && child !== image && child.querySelector("p, h1, h2, h3, ul, ol, table, div, figure")
    if (!isWrapper || /^(?:P|H\d|UL|OL|TABLE|FIGURE)$/.test(child.tagName)) return inner
    inner = child
  }
}

const highest = (doc) => {
  let found = 0
  doc.descendants((node) => {
    if (node.type.name === "missingPicture") found = Math.max(found, Number(node.attrs.gap))
    return false
  })
  return found
}

/** Return pasted HTML with a place for each of its pictures, numbered on from those in the text. */
export const withPlaces = (html, view) => {
  if (!/<img\b/i.test(html)) return html
  const pasted = new DOMParser().parseFromString(html, "text/html")
  let number = highest(view.state.doc)
  let behind = null
  for (const image of [...pasted.images]) {
    if (isSmiley(image)) image.replaceWith(altOf(image))
    else if (showsNothing(image)) image.remove()
    else {
      number += 1
      const figure = figureFor(image, number)
      place(image, figure, pasted.body)
      // Several that move out of one block keep their order.
      if (behind && figure.nextElementSibling === behind) behind.after(figure)
      behind = figure
    }
  }
  return pasted.body.innerHTML
}

/* The server reads words; where a picture stands in them it gets a name, and its data stays here. */
const NAMED = "https://pasted.invalid/"
const OPENING = /<[a-z][^>]*>/gi
const hidden = (html) => html.replace(OPENING, (tag) => tag.replace(/\sstyle(\s*=)/gi, " data-style$1"))
const whole = (address) => (URL.canParse(address, location.origin) ? new URL(address, location.origin).href : address)
const shown = (html) => html.replace(OPENING, (tag) => tag.replace(/\sdata-style(\s*=)/gi, " style$1"))

/** Return HTML as the server reads it: pictures without their data, with where each was from, and whole addresses. */
export const forServer = (html) => {
  const sources = new Map()
  if (!/<img\b|\shref\s*=\s*["']?\//i.test(html)) return { html, sources }
  const pasted = new DOMParser().parseFromString(hidden(html), "text/html")
  for (const link of pasted.querySelectorAll("a[href^='/']")) link.setAttribute("href", whole(link.getAttribute("href")))
  for (const image of [...pasted.images]) {
    if (isSmiley(image)) image.replaceWith(altOf(image))
    else if (showsNothing(image)) image.remove()
    else {
      const name = `${NAMED}${sources.size + 1}`
      sources.set(name, image.getAttribute("src") ?? "")
      image.setAttribute("src", name)
      image.removeAttribute("srcset")
    }
  }
  return { html: shown(pasted.documentElement.outerHTML), sources }
}

/** Return what the server read with its pictures in their places again. */
export const withPictures = (html, pictures, sources) => {
  if (!pictures?.length) return html
  const read = new DOMParser().parseFromString(html, "text/html")
  for (const place of read.querySelectorAll("figure[data-gap]")) {
    const { address, alt } = pictures[Number(place.getAttribute("data-gap")) - 1] ?? {}
    const image = read.createElement("img")
    image.setAttribute("src", sources.get(address) ?? address ?? "")
    image.setAttribute("alt", alt || place.getAttribute("data-alt") || "")
    place.replaceWith(image)
  }
  return read.body.innerHTML
}

const WORDS = /[\p{L}\p{N}]/u

/* What comes from a page or a table is pasted as text, though programs put a picture of it beside. */
/** Tell whether a clipboard is a picture and no words. */
export const isPictureAlone = (data, files) => {
  const html = data.getData("text/html")
  if (!html) return !WORDS.test(data.getData("text/plain")) || !data.getData("text/plain")
  const pasted = new DOMParser().parseFromString(html, "text/html")
  return !WORDS.test(pasted.body.textContent) && pasted.images.length <= files.length
}
