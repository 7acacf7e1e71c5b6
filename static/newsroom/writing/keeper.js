/* Keeps what is typed: on the server soon after a pause, and in the browser when the server cannot have it. */

import { addresses, data, LoggedOut, post, Refused, setToken, tab, tell } from "./form.js"
import { drop, hold } from "./held.js"
import { pastesDone } from "./pastes.js"

const PAUSE = 2000
const LONGEST = 10_000
const AGAIN = 5000

let last = Promise.resolve()
let turns = 0

/** Do one thing after the other: keeping never runs into saving. */
export const inTurn = (job) => {
  turns += 1
  const turn = last.then(job).finally(() => {
    turns -= 1
  })
  last = turn.catch(() => {})
  return turn
}

let order = 0
/** Return a number that grows with each thing sent, also after the page was loaded anew. */
export const nextOrder = () => (order = Math.max(Date.now(), order + 1))

/** Return what says whose words these are: this account's, in this tab, of this page. */
export const asked = (more = {}) => {
  const query = { tab, account: data.account, ...more }
  if (data.new) query.new = data.new
  return query
}

/** Send words; where the login is a later one than the page's, with its token. */
export const send = async (address, query, body) => {
  const url = `${address}?${new URLSearchParams(query)}`
  try {
    return await post(url, body)
  } catch (error) {
    if (!(error instanceof Refused) || !error.json.token) throw error
    setToken(error.json.token)
    return post(url, body)
  }
}

/** Ask whether somebody is logged in again; returns the account, with its token in the form if it is the same. */
export const whoIsThere = async () => {
  const url = `${addresses.keep}?${new URLSearchParams(asked())}`
  const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual" })
  if (!answer.ok) return null
  const found = await answer.json()
  if (found.account === data.account) setToken(found.token)
  return found
}

const soon = (job) => (window.requestIdleCallback ? requestIdleCallback(job, { timeout: 1000 }) : setTimeout(job))

/**
 * Return what keeps the words of one form.
 *
 * `read` returns them as URLSearchParams, `told` is called with what became of them: a kind ("kept",
 * "offline", "loggedOut", "other", "refused", "nowhere") and the answer or the error.
 */
export const keeper = ({ purpose = "draft", read, told }) => {
  let safe = read().toString()
  let since = 0
  let timer = 0
  let taken = data.taken ?? ""
  let isWanted = "taken" in data
  const name = `${purpose}:${addresses.keep}:${tab}`
  const query = () => asked(purpose === "draft" ? {} : { form: purpose })

  const holdHere = (body) =>
    hold(data.account, name, { address: addresses.keep, query: query(), body, order: nextOrder(), at: Date.now() })

  const failed = (error) => {
    // Somebody may have written on since it was sent.
    const isHeld = holdHere(read().toString())
    if (!isHeld) return told("nowhere", error)
    if (error instanceof LoggedOut) return told("loggedOut", error)
    if (error instanceof Refused) return told(error.json.other_account ? "other" : "refused", error)
    timer = setTimeout(again, AGAIN)
    return told("offline", error)
  }

  const sendNow = async () => {
    clearTimeout(timer)
    since = 0
    const body = read().toString()
    if (body === safe && !isWanted) {
      drop(data.account, name, nextOrder())
      return null
    }
    const sentAt = nextOrder()
    try {
      const more = taken ? { order: sentAt, taken } : { order: sentAt }
      const answer = await send(addresses.keep, { ...query(), ...more }, new URLSearchParams(body))
      isWanted = false
      taken = ""
      safe = body
      // What was typed while the server had these is newer, and stays in the browser until the next turn.
      drop(data.account, name, sentAt)
      told("kept", answer)
      tell("kept", answer)
      return answer
    } catch (error) {
      failed(error)
      return null
    }
  }

  const again = () => pastesDone().then(() => inTurn(sendNow))

  const due = () => {
    // A server that takes its time with what went before is no reason to have the words nowhere.
    if (turns && read().toString() !== safe) holdHere(read().toString())
    again()
  }

  return {
    /** Say that something was typed. */
    typed() {
      clearTimeout(timer)
      since ||= Date.now()
      timer = setTimeout(() => soon(due), Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())))
    },
    /** Keep at once what is not kept; the promise is kept when it is, or cannot be. */
    now: again,
    /** Wait for nothing any more: a save takes the words with it. */
    pause: () => clearTimeout(timer),
    /** Say that these words are saved. */
    saved(body) {
      safe = body
      isWanted = false
      taken = ""
      if (read().toString() === body) drop(data.account, name, nextOrder())
    },
    /** Begin anew: what stands in the form now is what is saved. */
    settle() {
      if (!isWanted) safe = read().toString()
    },
    failed,
    /** Tell whether something stands in the form that is kept nowhere yet. */
    isLoose: () => read().toString() !== safe,
    /** Keep what is loose in the browser; tells whether that was possible. */
    holdLoose: () => read().toString() === safe || holdHere(read().toString()),
  }
}
