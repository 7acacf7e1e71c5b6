/* Warn before leaving a page with changes that are not saved. */

let dirty = false
let leaving = false

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector('#content-main form[method="post"]')
  if (!form) return
  // The editor changes its text once while it starts, before anybody has touched the page.
  const touched = (event) => {
    if (event.isTrusted || document.hasFocus()) dirty = true
  }
  setTimeout(() => {
    form.addEventListener("input", touched)
    form.addEventListener("change", touched)
  }, 500)
  form.addEventListener("submit", () => {
    leaving = true
  })
})

window.addEventListener("beforeunload", (event) => {
  if (dirty && !leaving) event.preventDefault()
})
