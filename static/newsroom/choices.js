/* Boxes to search and choose in: give them the names their fields have, and what else select2 leaves out. */

let number = 0

function label(select) {
  const found = select.labels?.[0]
  if (found && !found.id) found.id = `label-${++number}`
  return found
}

function set(element, name, value) {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value)
}

function nameBox(select) {
  const named = label(select)
  const box = select.nextElementSibling
  if (!named || !box?.matches(".select2")) return
  const chosen = box.querySelector(".select2-selection")
  const shown = box.querySelector(".select2-selection__rendered")
  set(chosen, "aria-labelledby", shown?.id ? `${named.id} ${shown.id}` : named.id)
  if (shown?.id) set(shown, "aria-labelledby", named.id)
  // What a box opens, it controls.
  if (chosen.hasAttribute("aria-owns")) set(chosen, "aria-controls", chosen.getAttribute("aria-owns"))
  set(box.querySelector(".select2-search__field"), "aria-labelledby", named.id)
  // A list that holds a search field, and a button that is not in a list item, is no list.
  for (const part of box.querySelectorAll("ul, li")) set(part, "role", "presentation")
}

function nameDropdown(select) {
  const named = label(select)
  const open = document.querySelector(".select2-container--open .select2-dropdown")
  if (!named || !open) return
  set(open.querySelector(".select2-search__field"), "aria-labelledby", named.id)
  set(open.querySelector(".select2-results__options"), "aria-labelledby", named.id)
}

// Of pictures, the picture itself tells which is meant.
function withPicture(choice) {
  const address = choice.thumbnail ?? choice.element?.dataset.thumbnail
  if (!address) return choice.text
  const line = document.createElement("span")
  const picture = document.createElement("img")
  Object.assign(picture, { src: address, alt: "", className: "thumbnail" })
  line.className = "choice-with-picture"
  line.append(picture, choice.text)
  return line
}

const selects = () => document.querySelectorAll("select.admin-autocomplete")
let due = false
function mend() {
  due = false
  for (const select of selects()) nameBox(select)
  const open = document.querySelector(".select2-container--open")?.previousElementSibling
  if (open?.matches("select")) nameDropdown(open)
}

if (selects().length) {
  const defaults = window.django?.jQuery?.fn.select2?.defaults
  for (const place of ["templateResult", "templateSelection"]) defaults?.set(place, withPicture)
  // select2 reads this when it starts, which is later: its lists then open inside the page's main part.
  for (const select of selects()) select.dataset.dropdownParent = "#content-start"
  mend()
  new MutationObserver(() => {
    if (!due) requestAnimationFrame(mend)
    due = true
  }).observe(document.body, { childList: true, subtree: true })
}
