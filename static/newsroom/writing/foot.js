/* How long it is, in the foot: the one number a commission asks for. */

import { onContents } from "./contents.js"
import { data, say } from "./form.js"

const counts = document.getElementById("counts")
const language = document.documentElement.lang || undefined
const number = new Intl.NumberFormat(language)
const plural = new Intl.PluralRules(language)

const counted = (name, value) => {
  const forms = data.plurals?.[name] ?? {}
  return (forms[plural.select(value)] ?? forms.other ?? "").replace("{count}", number.format(value))
}

onContents(({ words, minutes, sources }) => {
  const said = [counted("words", words)]
  if (words) said.push(say("minutes", { count: number.format(minutes) }))
  if (sources.size) said.push(counted("sources", sources.size))
  counts.textContent = said.join(" · ")
})
