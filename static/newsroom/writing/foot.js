/* How long it is, in the foot: the one number a commission asks for. */

import { onContents } from "./contents.js"
import { data } from "./form.js"

const counts = document.getElementById("counts")
const language = document.documentElement.lang || undefined
const number = new Intl.NumberFormat(language)
const plural = new Intl.PluralRules(language)

const bold = (words) => Object.assign(document.createElement("b"), { textContent: words })

const counted = (name, value) => {
  const forms = data.plurals?.[name] ?? {}
  const sentence = forms[plural.select(value)] ?? forms.other ?? ""
  const [before, after = ""] = sentence.split("{count}")
  return [before, name === "words" ? bold(number.format(value)) : number.format(value), after]
}

onContents(({ words, minutes, sources }) => {
  const said = [...counted("words", words)]
  if (words) said.push(" · ", ...counted("minutes", minutes))
  if (sources.size) said.push(" · ", ...counted("sources", sources.size))
  counts.replaceChildren(...said)
})
