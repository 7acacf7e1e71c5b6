/* How far a delivery is: looked up again until all of it is read and made, without taking anybody's ticks away. */

const EVERY = 1000
const LONGEST = 8000

const isUnderWay = () => Number(document.getElementById("progress").dataset.underWay) > 0

/* Only what has changed is put in, so that focus and ticks stay where they are. */
const takeOver = (fresh) => {
  for (const row of fresh.querySelectorAll(".delivered > li")) {
    const old = document.getElementById(row.id)
    if (old && old.dataset.state !== row.dataset.state) old.replaceWith(document.adoptNode(row))
  }
  for (const id of ["progress", "acts"]) {
    const [old, next] = [document.getElementById(id), fresh.getElementById(id)]
    if (old.innerHTML === next.innerHTML && old.dataset.underWay === next.dataset.underWay) continue
    if (id === "acts" && old.contains(document.activeElement)) continue
    old.replaceWith(document.adoptNode(next))
  }
}

let pause = EVERY
const look = async () => {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
    if (answer.redirected && answer.ok) return location.assign(answer.url)
    if (!answer.ok) throw new Error(answer.statusText)
    takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"))
    pause = EVERY
  } catch {
    // The server is away for a moment: asked again, ever more patiently.
    pause = Math.min(pause * 2, LONGEST)
  }
  if (isUnderWay()) setTimeout(look, pause)
}
if (isUnderWay()) setTimeout(look, EVERY)
