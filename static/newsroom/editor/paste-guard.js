import { Extension, Plugin } from "django-prose-editor/editor"

/*
 * Pasted HTML can say in data-pm-slice which nodes to build around it, with attributes nobody
 * checks. Its nesting numbers are kept, the nodes are not.
 */
export const PasteGuard = Extension.create({
  name: "pasteGuard",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: withoutContext } })],
})

const withoutContext = (html) => {
  const pasted = new DOMParser().parseFromString(html, "text/html")
  for (const element of pasted.querySelectorAll("[data-pm-slice]")) {
    const [open, close] = element.getAttribute("data-pm-slice").split(" ")
    if (/^\d{1,3}$/.test(open) && /^\d{1,3}$/.test(close)) element.setAttribute("data-pm-slice", `${open} ${close} []`)
    else element.removeAttribute("data-pm-slice")
  }
  return pasted.body.innerHTML
}
