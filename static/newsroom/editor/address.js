/* What was typed or pasted as an address, as it will be stored; what cannot be is said at once. */

import { settingOf, wordsOf } from "./lookup.js"

const LONGEST = 2000
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]+(?::\d{1,5})?(?:[/?#]|$)/u
const MAIL = /^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/
const escaped = (text) => text.replace(/[ "<>\\^`{|}]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const isWeb = (address) => {
  try {
    const { protocol, hostname } = new URL(address)
    return /^https?:$/.test(protocol) && Boolean(hostname)
  } catch {
    return false
  }
}

const complete = (editor, typed) => {
  if (/^\/(?!\/)/.test(typed)) return settingOf(editor, "site") + typed
  if (typed.startsWith("//")) return `https:${typed}`
  if (MAIL.test(typed)) return `mailto:${typed}`
  return HOST.test(typed) ? `https://${typed}` : typed
}

/** Return {href}, or {problem} as a sentence for the field. */
export const addressFrom = (editor, written) => {
  const words = wordsOf(editor)
  const typed = written.replace(/[\t\n\r\u200b\ufeff]/g, "").trim()
  if (!typed) return { problem: words.addressEmpty }
  const href = escaped(complete(editor, typed))
  if (href.length > LONGEST) return { problem: words.addressLong }
  if (/^mailto:/i.test(href)) return href.includes("@") ? { href } : { problem: words.addressMail }
  if (isWeb(href)) return { href }
  return { problem: /^[a-z][a-z\d+.-]*:/i.test(href) ? words.addressKind : words.addressUnclear }
}

/** Tell whether some text is one address and nothing else. */
export const isAddress = (text) => /^(?:https?:\/\/|www\.|mailto:)[^\s<>"]+$/i.test(text.trim())

/** Return the name of the service an embed's address belongs to, as publishing/richtext/embeds.py knows them. */
export const providerOf = (editor, address) => {
  try {
    const { protocol, hostname } = new URL(address)
    const providers = JSON.parse(settingOf(editor, "embeds") || "{}")
    return protocol === "https:" ? (providers[hostname.split(".").slice(-2).join(".")] ?? "") : ""
  } catch {
    return ""
  }
}
