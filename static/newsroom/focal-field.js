/* On a picture's own page: the mark beside the two numbers that say where it is. */

import { focalPoint } from "./focal-point.js"

const across = document.querySelector("input[data-focal-point]")
const down = document.getElementById(across?.dataset.focalOther)

if (across && down) {
  const { row, words } = JSON.parse(across.dataset.focalPoint)
  const at = () => [across, down].map((input) => Math.min(Math.max(Number(input.value) || 0, 0), 100))
  const tell = (input) => input.dispatchEvent(new Event("change", { bubbles: true }))
  const [x, y] = at()
  const point = focalPoint({
    row,
    x,
    y,
    words,
    onMove: (left, top) => {
      across.value = left
      down.value = top
      for (const input of [across, down]) tell(input)
    },
  })
  across.closest(".form-row").before(point)
  for (const input of [across, down]) input.addEventListener("input", () => point.put(...at()))
}
