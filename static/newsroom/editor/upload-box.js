import { crel } from "django-prose-editor/editor"

/** Show what becomes of an upload, with what can be done about it; returns a function that shows it anew. */
export const uploadBox = (dom, upload, words, { close }) => {
  const says = crel("span", { className: "upload-says", dir: "auto" })
  const bar = crel("progress", { max: 1, value: 0 })
  const problem = crel("span", { className: "upload-problem", dir: "auto" })
  const button = (name, run) => {
    const made = crel("button", { type: "button", textContent: words[name] })
    made.addEventListener("click", run)
    return made
  }
  const retry = button("uploadRetry", () => upload.retry())
  const cancel = button("uploadCancel", () => upload.cancel())
  const away = button("uploadRemove", () => upload.cancel())
  const done = button("uploadClose", close)
  dom.replaceChildren(says, bar, problem, retry, cancel, away, done)
  const show = () => {
    const { state } = upload
    says.textContent = upload.says
    bar.value = upload.share
    bar.setAttribute("aria-label", upload.says)
    bar.hidden = state === "failed" || state === "done"
    problem.textContent = state === "failed" ? upload.problem : upload.sentence
    retry.hidden = away.hidden = state !== "failed"
    cancel.hidden = state === "failed" || state === "done"
    done.hidden = state !== "done"
    dom.dataset.state = state
  }
  show()
  return show
}

let status = null

/** Say something to whoever hears the page. */
export const announce = (words) => {
  status ??= document.body.appendChild(crel("p", { role: "status", className: "visually-hidden" }))
  status.textContent = words
}
