/* On every page: what a browser kept while the server was away goes there, and nothing stays after logging out. */

import { drop, dropAll, forgetOld, held } from "./held.js"

const { account, leaving } = document.getElementById("sending")?.dataset ?? {}
const form = document.querySelector("form.desk")
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""

const sendOne = async ([name, { address, query, body, order }]) => {
  const headers = { Accept: "application/json", "X-CSRFToken": token() }
  const asked = new URLSearchParams({ ...query, order, late: 1 })
  const answer = await fetch(`${address}?${asked}`, { method: "POST", headers, body: new URLSearchParams(body) })
  // The page of a login is an answer too, and has kept nothing.
  const isKept = answer.ok && Boolean(answer.headers.get("Content-Type")?.startsWith("application/json"))
  if (isKept) drop(account, name, order)
  return isKept
}

const sendAll = async () => {
  // What this page itself has typed it sends itself.
  const waiting = held(account).filter(([, entry]) => entry.query.tab !== form?.dataset.keeps)
  let sent = 0
  for (const entry of waiting) if (await sendOne(entry).catch(() => false)) sent += 1
  if (sent) document.dispatchEvent(new CustomEvent("writing:sent"))
}

if (account) {
  forgetOld()
  sendAll()
  document.getElementById("logout-form")?.addEventListener("submit", (event) => {
    if (held(account).length && !confirm(leaving)) event.preventDefault()
    else dropAll(account)
  })
}
