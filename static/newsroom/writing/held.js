/* Words kept in the browser while the server cannot have them: by account, so that nobody else is offered them. */

const PREFIX = "newsroom-words"
const LONGEST = 30 * 24 * 60 * 60 * 1000

const nameOf = (account, name) => `${PREFIX}:${account}:${name}`

const entryAt = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

const keys = (prefix) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  } catch {
    return []
  }
}

const write = (key, entry) => {
  try {
    localStorage.setItem(key, JSON.stringify(entry))
    return true
  } catch {
    return false
  }
}

/** Keep words of an account under a name; tells whether the browser has room for them. */
export const hold = (account, name, entry) => {
  const key = nameOf(account, name)
  return write(key, entry) || (forgetOld() && write(key, entry))
}

/** Forget words, unless newer ones are kept under that name by now. */
export const drop = (account, name, order = Infinity) => {
  const key = nameOf(account, name)
  if ((entryAt(key)?.order ?? 0) > order) return
  try {
    localStorage.removeItem(key)
  } catch {
    // There is no such place in this browser, so nothing is in it.
  }
}

/* What stands there may be of an older page of ours, or of nobody's: it is sent to this site or not at all. */
const isWhole = (entry) => {
  if (typeof entry?.body !== "string" || !entry.body || typeof entry.query !== "object" || !entry.query) return false
  return typeof entry.address === "string" && /^\/(?!\/)/.test(entry.address)
}

/** Return all that is kept of an account: pairs of name and words. */
export const held = (account) =>
  keys(nameOf(account, ""))
    .map((key) => [key.slice(nameOf(account, "").length), entryAt(key)])
    .filter(([, entry]) => isWhole(entry))

/** Forget all that is kept of an account. */
export const dropAll = (account) => {
  for (const key of keys(nameOf(account, ""))) localStorage.removeItem(key)
}

/** Forget what nobody has asked for in its time, whoever it belongs to; tells whether that made room. */
export const forgetOld = () => {
  const gone = keys(`${PREFIX}:`).filter((key) => Date.now() - (entryAt(key)?.at ?? 0) > LONGEST)
  for (const key of gone) localStorage.removeItem(key)
  return gone.length > 0
}
