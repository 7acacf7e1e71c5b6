/* The plain rows of an inline formset, read and written as a list of items: what the form sends is always these. */

/** Put a row's choice into a search box, whatever it has been told of before. */
export const choose = (select, item) => {
  const known = [...select.options].find(({ value }) => value === String(item?.id ?? ""))
  if (item && !known) select.append(new Option(item.choice ?? item.label, item.id))
  select.value = item ? String(item.id) : ""
}

/** Return what is chosen in a search box, as far as the box itself knows. */
export const chosenIn = (select) => {
  const [option] = select.selectedOptions
  return option?.value ? { id: option.value, choice: option.textContent.trim(), label: option.textContent.trim().split(" – ")[0] } : null
}

export class PlainRows {
  constructor(group) {
    this.group = group
    this.prefix = group.id.replace(/-group$/, "")
    this.total = group.querySelector(`[name="${this.prefix}-TOTAL_FORMS"]`)
  }

  get count() {
    return Number(this.total.value)
  }

  field(place, name) {
    return this.group.querySelector(`[name="${this.prefix}-${place}-${name}"]`)
  }

  /** Return the rows' places in the order in which they are meant. */
  places() {
    const order = (place) => Number(this.field(place, "position")?.value || 1000)
    return [...Array(this.count).keys()].filter((place) => this.field(place, "position")).sort((one, other) => order(one) - order(other) || one - other)
  }

  /** Write items into the rows by `fill(place, item)`; rows beyond them are emptied by `fill(place, null)`. */
  write(items, fill) {
    while (this.count < items.length) this.addRow()
    for (let place = 0; place < this.count; place += 1) {
      const position = this.field(place, "position")
      if (!position) continue
      position.value = place < items.length ? place + 1 : ""
      fill(place, items[place] ?? null)
    }
    this.total.dispatchEvent(new Event("change", { bubbles: true }))
  }

  addRow() {
    const empty = this.group.querySelector(`#${this.prefix}-empty`)
    const row = empty.cloneNode(true)
    const number = this.count
    row.classList.remove("empty-form")
    row.id = `${this.prefix}-${number}`
    for (const element of row.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__prefix__")) element.setAttribute(name, value.replace("__prefix__", number))
      }
    }
    empty.before(row)
    this.total.value = number + 1
  }

  /** Put a list in the place of the rows, with what was complained of in them above it. */
  replaceBy(...elements) {
    const table = this.group.querySelector("table")
    const complaints = [...table.querySelectorAll(".errorlist")].map((list) => list.cloneNode(true))
    table.before(...complaints, ...elements)
    table.hidden = true
  }
}
