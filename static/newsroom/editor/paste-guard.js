import { Extension, Plugin } from "django-prose-editor/editor"
import { knowsNote } from "./notes.js"

/*
 * Pasted HTML can say in data-pm-slice which nodes to build around it, with attributes nobody
 * checks. Its nesting numbers are kept, the nodes are not.
 */
export const PasteGuard = Extension.create({
  name: "pasteGuard",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: asContract } })],
})

/* Under another name the policy does not complain of a style, and its words can still be read. */
const withoutStyles = (html) => html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(\s*=)/gi, " data-style$1"))

const asContract = (html) => {
  const pasted = new DOMParser().parseFromString(withoutStyles(html), "text/html")
  withoutContext(pasted)
  fromStyles(pasted)
  spansInBounds(pasted)
  linesApart(pasted)
  for (const noted of pasted.querySelectorAll("[data-note]")) {
    // A note of another text says nothing here.
    if (!knowsNote(noted.getAttribute("data-note"))) noted.removeAttribute("data-note")
  }
  return pasted.body.innerHTML
}

const withoutContext = (pasted) => {
  for (const element of pasted.querySelectorAll("[data-pm-slice]")) {
    const [open, close] = element.getAttribute("data-pm-slice").split(" ")
    if (/^\d{1,3}$/.test(open) && /^\d{1,3}$/.test(close)) element.setAttribute("data-pm-slice", `${open} ${close} []`)
    else element.removeAttribute("data-pm-slice")
  }
}

// As many columns or rows as the server lets one cell reach over.
const LARGEST_SPAN = 50

/* A cell that reaches over millions of others is drawn for as long. */
const spansInBounds = (pasted) => {
  for (const cell of pasted.querySelectorAll("td, th")) {
    for (const name of ["colspan", "rowspan", "data-colwidth", "colwidth"]) {
      const given = cell.getAttribute(name)
      if (given !== null && !(/span$/.test(name) && /^\d{1,2}$/.test(given) && Number(given) > 0 && Number(given) <= LARGEST_SPAN)) cell.removeAttribute(name)
    }
  }
}

const STYLED = [
  [/(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)/i, "strong"],
  [/(?:^|;)\s*font-style\s*:\s*italic/i, "em"],
  [/(?:^|;)\s*vertical-align\s*:\s*super/i, "sup"],
  [/(?:^|;)\s*vertical-align\s*:\s*sub\b/i, "sub"],
]
const NOT_BOLD = /(?:^|;)\s*font-weight\s*:\s*(?:normal|[1-4]00)/i

/* What a style says of letters becomes a mark; Google Docs wraps everything in a <b> that is none. */
const fromStyles = (pasted) => {
  for (const element of pasted.querySelectorAll("[data-style]")) {
    const style = element.getAttribute("data-style")
    element.removeAttribute("data-style")
    if (/^(B|STRONG)$/.test(element.tagName) && NOT_BOLD.test(style)) element.replaceWith(...element.childNodes)
    else if (element.tagName === "SPAN") wrapInside(element, STYLED.filter(([pattern]) => pattern.test(style)).map(([, tag]) => tag))
  }
}

const wrapInside = (element, tags) => {
  for (const tag of tags) {
    const wrapped = element.ownerDocument.createElement(tag)
    wrapped.append(...element.childNodes)
    element.append(wrapped)
  }
}

/* A line break within a paragraph begins another one, as it does when the text is stored. */
const linesApart = (pasted) => {
  for (const line of pasted.querySelectorAll("br")) {
    const paragraph = line.closest("p, div")
    if (!paragraph || line.parentElement !== paragraph) {
      line.replaceWith(" ")
      continue
    }
    const rest = paragraph.cloneNode(false)
    while (line.nextSibling) rest.append(line.nextSibling)
    line.remove()
    paragraph.after(rest)
  }
}
