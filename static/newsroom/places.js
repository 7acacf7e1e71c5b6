/* Places where two texts differ, each with a choice between them and other words. */

/** Let whoever writes other words at a place mean them. */
export const watchPlaces = (part) => {
  for (const place of part.querySelectorAll(".place")) {
    const chosen = place.querySelector('input[type="radio"][value="words"]')
    place.querySelector(".place-words")?.addEventListener("input", ({ target }) => {
      if (target.value !== target.defaultValue && (navigator.userActivation?.hasBeenActive ?? true)) chosen.checked = true
    })
  }
}
