/* The tools of the text stand above the paper, in line with it. */

import { editor } from "./form.js"

editor().then(({ options }) => {
  // The package looks for its bar beside the text only while it makes it.
  requestAnimationFrame(() => {
    const bar = options.element.querySelector(".prose-menubar")
    if (bar) document.getElementById("tools-of-text").append(bar)
  })
})
