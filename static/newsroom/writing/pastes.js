/* What is being read of a clipboard: saving, keeping, publishing and leaving the page wait for it. */

const pending = new Set()

/** Let everything that sends the words wait for a promise. */
export const waitFor = (promise) => {
  const one = Promise.resolve(promise).catch(() => {}).finally(() => pending.delete(one))
  pending.add(one)
}

/** Tell whether something is still being read. */
const isPasting = () => pending.size > 0

/** Return a promise that is kept once everything pasted stands in the text. */
export const pastesDone = async () => {
  while (pending.size) await Promise.all(pending)
}

window.addEventListener("beforeunload", (event) => isPasting() && event.preventDefault())

/* A button that leads on sends the form by itself. */
document.addEventListener(
  "submit",
  async (event) => {
    const { target, submitter } = event
    if (!isPasting() || !target.matches("form.desk")) return
    event.preventDefault()
    event.stopImmediatePropagation()
    await pastesDone()
    target.requestSubmit(submitter)
  },
  true,
)
