/* Copy a link with one press. Without this, it is marked and copied by hand. */

const say = (button, words) => {
  button.parentElement.querySelector("[role=status]").textContent = words
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy)
  button.hidden = false
  button.addEventListener("click", async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      say(button, button.dataset.done)
    } catch {
      // No clipboard over plain HTTP: the link is marked now.
      say(button, button.dataset.failed)
    }
  })
}
