/* Before a form is sent again, give it the token of the login that has begun since; without this, it asks twice. */

const form = document.querySelector("#send-again")

const freshToken = async () => {
  const answer = await fetch(form.dataset.fresh, { headers: { Accept: "text/html" } })
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  return page.querySelector("input[name=csrfmiddlewaretoken]")?.value
}

let sending = false

form?.addEventListener("submit", async (event) => {
  event.preventDefault()
  if (sending) return
  sending = true
  const token = await freshToken().catch(() => "")
  if (token) form.querySelector("input[name=csrfmiddlewaretoken]").value = token
  // A field may be called "submit" and hide the form's own.
  HTMLFormElement.prototype.submit.call(form)
})

window.addEventListener("beforeunload", (event) => {
  if (form && !sending) event.preventDefault()
})
