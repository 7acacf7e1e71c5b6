/* What was picked last in this browser, by this colleague: keys alone, which say nothing to anybody else. */

const MOST = 12
const account = () => document.querySelector("[data-account]")?.dataset.account ?? ""
const place = (kind) => `newsroom-picked-${account()}-${kind}`

/** Return the keys of what was picked last. */
export const picked = (kind) => {
  try {
    const kept = JSON.parse(localStorage.getItem(place(kind)) || "[]")
    return Array.isArray(kept) ? kept.filter((key) => /^[a-z0-9]{12}$/.test(key)).slice(0, MOST) : []
  } catch {
    return []
  }
}

/** Remember what was picked. */
export const remember = (kind, key) => {
  if (!account()) return
  try {
    localStorage.setItem(place(kind), JSON.stringify([key, ...picked(kind).filter((one) => one !== key)].slice(0, MOST)))
  } catch {
    // Not remembered: the server still knows what they worked on.
  }
}

const HELD = { citation: ["reference"], mention: ["person"], figure: ["image"] }

/** Return the keys of a kind that the text holds, the nearest before the caret first. */
export const inText = (editor, kind) => {
  const names = HELD[kind]
  if (!editor || !names) return []
  const before = []
  const after = []
  const caret = editor.state.selection.from
  editor.state.doc.descendants((node, at) => {
    const held = [node.attrs, ...node.marks.map(({ attrs }) => attrs)].flatMap((attrs) => names.map((name) => attrs[name]))
    for (const key of held.filter(Boolean)) (at < caret ? before : after).push(key)
  })
  return [...new Set([...before.reverse(), ...after])].slice(0, MOST)
}
