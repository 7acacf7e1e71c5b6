/* The language of the text being written, as the form says at the moment. */

const field = () => document.querySelector("select[name='language'], input[name='language']")

/** Return the language's code, such as "en" or "pt-br". */
export const languageOf = (editor) =>
  (field()?.value || editor.view.dom.lang || document.documentElement.lang || "en").toLowerCase()

/** Let browser and stylesheet know the language, whenever it is chosen anew. */
export const followLanguage = (editor) => {
  const own = editor.view.dom.lang
  const show = () => {
    editor.view.dom.lang = field()?.value || own
  }
  field()?.addEventListener("change", show)
  show()
}
