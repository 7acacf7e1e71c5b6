/* Put into every page that is measured: when what was pressed was drawn, when a frame came, what blocked. */

window.measured = { keys: [], blocked: [], frames: [], saved: 0, pressed: 0, opened: 0 }

{
  const { port1, port2 } = new MessageChannel()
  const waiting = []
  port1.onmessage = () => measured.keys.push(performance.now() - waiting.shift())

  // A key is answered when the frame with its letter is drawn.
  window.addEventListener("keydown", ({ timeStamp }) => {
    measured.pressed = timeStamp
    waiting.push(timeStamp)
    requestAnimationFrame(() => port2.postMessage(null))
  }, { capture: true })

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) measured.blocked.push(duration)
  }).observe({ type: "longtask", buffered: true })

  document.addEventListener("load", ({ target }) => {
    if (target.tagName === "IFRAME") measured.frames.push(performance.now())
  }, { capture: true })

  document.addEventListener("writing:saved", () => {
    measured.saved = performance.now()
  })

  document.addEventListener("beforeinput", () => {
    if (!measured.opened) requestAnimationFrame(() => (measured.opened = performance.now()))
  }, { capture: true })
}
