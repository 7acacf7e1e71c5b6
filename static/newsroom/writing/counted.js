/* Sentences with a number in them, in the form the number takes in the colleague's language. */

import { data } from "./form.js"

const language = document.documentElement.lang || undefined
const number = new Intl.NumberFormat(language)
const plural = new Intl.PluralRules(language)

/** Return a counted sentence of the page. */
export const counted = (name, count) => {
  const forms = data.plurals?.[name] ?? {}
  return (forms[plural.select(count)] ?? forms.other ?? "").replace("{count}", number.format(count))
}
