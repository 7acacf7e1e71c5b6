/* Two texts that collide: what is chosen stands in the result, what is written there is no choice any more. */

const texts = JSON.parse(document.getElementById("collision-texts").textContent)
const form = document.querySelector("form.collision")
const keyOf = (field) => field.name.slice(field.name.indexOf("-") + 1)
const radiosOf = (key) => [...form.querySelectorAll(`[name="take-${key}"]`)]
const fieldOf = (key) => form.querySelector(`textarea[name="words-${key}"], input[name="words-${key}"]`)
const editorOf = (field) => field.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor

/* Set while a choice is put into the result: that is nobody's writing. */
let isChoosing = false

const put = (key, text) => {
  const field = fieldOf(key)
  if (!field) return
  isChoosing = true
  const editor = editorOf(field)
  if (editor) editor.commands.setContent(text, { emitUpdate: true })
  else field.value = text
  isChoosing = false
}

const written = (key) => {
  if (isChoosing) return
  const field = fieldOf(key)
  const words = editorOf(field)?.getHTML() ?? field.value
  for (const radio of radiosOf(key)) radio.checked = words === texts[key][radio.value]
}

form.addEventListener("change", ({ target }) => {
  if (target.name?.startsWith("take-")) put(keyOf(target), texts[keyOf(target)]?.[target.value] ?? "")
})

form.addEventListener("input", ({ target }) => {
  const field = target.closest(".result")?.querySelector("[name^=words-]")
  if (field) written(keyOf(field))
})

form.addEventListener("prose-editor:ready", ({ target, detail }) => {
  if (target.name?.startsWith("words-")) detail.editor.on("update", () => written(keyOf(target)))
})

// Whoever comes here by a save that collided begins with what it is about.
document.getElementById("clash-heading").focus({ preventScroll: true })
