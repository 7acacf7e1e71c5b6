/* The server reads what the browser cannot: lists and notes of word processors, what was deleted, Markdown. */

import { addresses, post, Refused } from "../writing/form.js"

// Milliseconds after which nobody waits for it any more.
const LONGEST = 5000

const late = () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error("late")), LONGEST))

/**
 * Return what the server makes of a clipboard: `isRead` with its markup, or not, and then `isRefused` with
 * a sentence where it would not be read otherwise either.
 */
export const readClipboard = async (html, plain) => {
  if (!addresses.paste) return { isRead: false }
  const body = new FormData()
  body.set("html", html)
  body.set("plain", plain)
  try {
    return { isRead: true, ...(await Promise.race([post(addresses.paste, body), late()])) }
  } catch (problem) {
    const said = problem instanceof Refused ? problem.json.said : ""
    return said ? { isRead: false, isRefused: true, said } : { isRead: false, isLate: true }
  }
}
