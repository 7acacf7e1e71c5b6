/* Pictures brought into the picker: dropped, pasted or chosen, several at once, each with what becomes of it. */

import { make } from "../combobox.js"
import { ACCEPTED, filesIn, Upload } from "../writing/uploading.js"

const isUnderWay = ({ state }) => ["waiting", "sending", "taking"].includes(state)

export class Uploads {
  /** `taken` is called with the rows once everything that was brought is in the library, or has failed. */
  constructor({ words, taken }) {
    Object.assign(this, { words, taken, all: [] })
    this.chooser = make("input", { type: "file", multiple: true, accept: ACCEPTED })
    this.place = make("label", { className: "picker-drop" }, [words["drop-pictures"], this.chooser])
    this.list = make("div", { className: "picker-uploads" })
    this.element = make("div", {}, [this.place, this.list])
    this.chooser.addEventListener("change", () => {
      this.bring([...this.chooser.files])
      this.chooser.value = ""
    })
  }

  /** Take what is dropped on a dialog or pasted in it. */
  listen(dialog) {
    dialog.addEventListener("dragover", (event) => {
      event.preventDefault()
      this.place.classList.add("over")
    })
    dialog.addEventListener("dragleave", () => this.place.classList.remove("over"))
    for (const [name, data] of [["drop", "dataTransfer"], ["paste", "clipboardData"]]) {
      dialog.addEventListener(name, (event) => {
        this.place.classList.remove("over")
        const files = filesIn(event[data]).filter(({ type }) => type.startsWith("image/"))
        if (!files.length && name === "paste") return
        event.preventDefault()
        this.bring(files)
      })
    }
  }

  bring(files) {
    const uploads = files.map((file) => {
      const row = make("div", { role: "group" })
      row.setAttribute("aria-label", file.name)
      this.list.append(row)
      return new Upload(file, (upload) => this.show(row, upload))
    })
    this.all.push(...uploads)
    for (const upload of uploads) upload.start()
  }

  show(row, upload) {
    const { words } = this
    const button = (textContent, act) => {
      const made = make("button", { type: "button", textContent })
      made.addEventListener("click", act)
      return made
    }
    row.hidden = upload.state === "gone"
    const bar = make("progress", { max: 1, value: upload.share })
    bar.setAttribute("aria-label", upload.says)
    row.replaceChildren(
      make("p", { className: "picker-quiet", textContent: upload.says }),
      ...(isUnderWay(upload) ? [bar] : []),
      ...(upload.problem ? [make("p", { className: "picker-quiet problem", role: "alert", textContent: upload.problem })] : []),
      ...(upload.sentence ? [make("p", { className: "picker-quiet", textContent: upload.sentence })] : []),
      ...(upload.state === "failed" ? [make("div", { className: "picker-buttons" }, [button(words["send-again"], () => upload.retry()), button(words["let-go"], () => upload.cancel())])] : []),
    )
    if (this.all.some(isUnderWay)) return
    const rows = this.all.filter(({ state }) => state === "done").map((done) => done.row)
    this.all = this.all.filter(({ state }) => state === "failed")
    if (rows.length) this.taken(rows)
  }
}
