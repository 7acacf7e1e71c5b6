/* Go to where something was found: a field of the form, or words in the text. */

import { editor, form } from "./form.js"
import { closePanel, openPanel } from "./panel.js"

const isSheet = () => document.documentElement.classList.contains("sheet")

/* Where words stand in the text, the one of several that is meant. */
const placeOf = (doc, { words, block, nth }) => {
  let seen = 0
  let found = null
  doc.forEach((node, offset, index) => {
    if (found || (block !== undefined && index !== Number(block))) return
    if (!words) {
      found ??= { from: offset + 1, to: offset + 1 }
      return
    }
    node.descendants((inner, position) => {
      if (found || !inner.isText) return
      for (let at = inner.text.indexOf(words); at >= 0 && !found; at = inner.text.indexOf(words, at + 1)) {
        if (seen === Number(nth ?? 0)) found = { from: offset + 1 + position + at, to: offset + 1 + position + at + words.length }
        seen += 1
      }
    })
  })
  return found
}

const goToText = async (place) => {
  const { view, commands, state } = await editor()
  const found = placeOf(state.doc, place) ?? placeOf(state.doc, { ...place, block: undefined }) ?? { from: 1, to: 1 }
  view.focus()
  commands.setTextSelection(found)
  commands.scrollIntoView()
}

/** Put the focus on a place the checks found; on a phone the panel gives way to it. */
export const goTo = ({ goesTo, ...place }) => {
  const field = document.getElementById(`id_${goesTo}`)
  if (goesTo === "body") {
    if (isSheet()) closePanel()
    goToText(place)
    return
  }
  const tab = field?.closest(".side > section")?.id
  if (tab) openPanel(tab)
  else if (isSheet()) closePanel()
  ;(field ?? form.querySelector(`[name="${CSS.escape(goesTo ?? "")}"]`))?.focus()
}
