/* What crops keep of a picture: a mark on it, moved by pointer or arrow keys, and the crops it makes. */

import { make } from "./combobox.js"

const SVG = "http://www.w3.org/2000/svg"
const SHAPES = [[16, 9], [3, 2], [1, 1]]
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

let serial = 0

const drawn = (name, attributes = {}, children = []) => {
  const made = document.createElementNS(SVG, name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children)
  return made
}

const within = (value, least, most) => Math.min(Math.max(value, least), most)

/* As images/renditions.py cuts it. */
const boxOf = ({ width, height }, [wide, high], x, y) => {
  const scale = Math.min(width / wide, height / high)
  const [across, down] = [wide * scale, high * scale]
  const left = within((width * x) / 100 - across / 2, 0, width - across)
  const top = within((height * y) / 100 - down / 2, 0, height - down)
  return [left, top, across, down].join(" ")
}

const cropsOf = ({ picture, width, height }, words) =>
  SHAPES.map((shape) => {
    const name = words.focusCrop.replace("{shape}", shape.join(":"))
    const image = drawn("image", { href: picture, width, height })
    const dom = drawn("svg", { role: "img", "aria-label": name, class: `focus-crop focus-crop-${shape.join("-")}` }, [image])
    return { shape, dom }
  })

/**
 * Show a picture with the mark on it and the crops below; returns the element, whose `put(x, y)` moves the
 * mark. `row` has the picture's address and size; `onMove` is told where the mark is, in percent.
 */
export const focalPoint = ({ row, x, y, words, onMove = () => {} }) => {
  const id = `focus-${++serial}`
  const ring = drawn("circle", { r: 14, class: "focus-ring" })
  const dot = drawn("circle", { r: 3, class: "focus-dot" })
  const mark = drawn("svg", { class: "focus-mark", tabindex: 0, role: "application", "aria-describedby": `${id}-help ${id}-at` }, [ring, dot])
  const said = make("p", { id: `${id}-at`, className: "focus-at" })
  const crops = cropsOf(row, words)
  const picture = make("div", { className: "focus-picture" }, [make("img", { src: row.picture, alt: "", width: row.width, height: row.height }), mark])
  const dom = make("div", { className: "focus" }, [
    make("p", { id: `${id}-help`, className: "help", textContent: words.focusHelp }),
    picture,
    said,
    make("div", { className: "focus-crops" }, crops.map((crop) => crop.dom)),
  ])
  said.setAttribute("role", "status")
  mark.setAttribute("aria-label", words.focusMark)
  let at = [x, y]
  const show = () => {
    for (const circle of [ring, dot]) {
      circle.setAttribute("cx", `${at[0]}%`)
      circle.setAttribute("cy", `${at[1]}%`)
    }
    for (const { shape, dom: crop } of crops) crop.setAttribute("viewBox", boxOf(row, shape, ...at))
    said.textContent = words.focusAt.replace("{x}", at[0]).replace("{y}", at[1])
  }
  const move = (across, down) => {
    at = [across, down].map((value) => Math.round(within(value, 0, 100)))
    show()
    onMove(...at)
  }
  const point = (event) => {
    const { left, top, width, height } = mark.getBoundingClientRect()
    move(((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100)
  }
  mark.addEventListener("pointerdown", (event) => {
    mark.setPointerCapture(event.pointerId)
    point(event)
  })
  mark.addEventListener("pointermove", (event) => event.buttons && point(event))
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const far = event.shiftKey ? 10 : 1
    move(at[0] + step[0] * far, at[1] + step[1] * far)
  })
  dom.put = (across, down) => {
    at = [across, down]
    show()
  }
  show()
  return dom
}
