/* The server reads what the browser cannot: lists and notes of word processors, what was deleted, Markdown. */

import { addresses, post, Refused } from "../writing/form.js"

// Milliseconds after which nobody waits for it any more.
const LONGEST = 5000
// A whole article is worth waiting for: the browser could not tell its headline.
const LONGEST_WHOLE = 10_000

const late = (most) => new Promise((_resolve, reject) => setTimeout(() => reject(new Error("late")), most))

/**
 * Return what the server makes of a clipboard: `isRead` with its markup, or not, and then `isRefused` with
 * a sentence where it would not be read otherwise either. `reading` is "article" where nothing stands yet,
 * "body" where the fields above the text hold something else.
 */
export const readClipboard = async (html, plain, reading = "") => {
  if (!addresses.paste) return { isRead: false }
  const body = new FormData()
  body.set("reading", reading)
  body.set("html", html)
  body.set("plain", plain)
  try {
    return { isRead: true, ...(await Promise.race([post(addresses.paste, body), late(reading ? LONGEST_WHOLE : LONGEST)])) }
  } catch (problem) {
    const said = problem instanceof Refused ? problem.json.said : ""
    return said ? { isRead: false, isRefused: true, said } : { isRead: false, isLate: true }
  }
}
