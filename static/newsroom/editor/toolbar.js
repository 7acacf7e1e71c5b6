/* The tools of the text, in words, in one row: one stop for the Tab key, arrows go from tool to tool. */

import { crel, Extension, getExtensionField, pm } from "django-prose-editor/editor"
import { BlockMenu, putBlock } from "./block-menu.js"
import { followLanguage } from "./language.js"
import { wordsOf } from "./lookup.js"

const { undoDepth, redoDepth } = pm.history
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

const toggles = (command, name, attrs) => ({
  command: (editor) => editor.chain().focus()[command](attrs).run(),
  active: (editor) => editor.isActive(name, attrs),
})

const OWN = {
  heading2: { ...toggles("toggleHeading", "heading", { level: 2 }), label: "H2" },
  heading3: { ...toggles("toggleHeading", "heading", { level: 3 }), label: "H3" },
  bold: { ...toggles("toggleBold", "bold"), label: "B", tag: "b" },
  italic: { ...toggles("toggleItalic", "italic"), label: "I", tag: "i" },
  superscript: { ...toggles("toggleSuperscript", "superscript"), label: "x²" },
  subscript: { ...toggles("toggleSubscript", "subscript"), label: "x₂" },
  undo: { command: (editor) => editor.commands.undo(), enabled: ({ state }) => undoDepth(state) > 0, label: "↶" },
  redo: { command: (editor) => editor.commands.redo(), enabled: ({ state }) => redoDepth(state) > 0, label: "↷" },
}

/* null is a gap. */
const ROW = [
  ...["heading2", "heading3", null, "bold", "italic", "superscript", "subscript", null],
  ...["link", "mention", "citation", "inlineQuotation", "figure", "note", null, "more", null, "undo", "redo"],
]

const tools = new WeakMap()

/** Return what can be done to the text, by name. */
export const toolsOf = (editor) => tools.get(editor) ?? {}

/* Nodes and marks say by themselves what they offer. */
const collect = (editor) => {
  const found = { ...OWN }
  const menu = { defineItem: (item) => (found[item.name] = item) }
  for (const extension of editor.extensionManager.extensions) {
    const { name, options, storage } = extension
    const offer = getExtensionField(extension, "addMenuItems", { name, options, storage, editor })
    offer?.({ menu, buttons: {}, editor })
  }
  return found
}

/** Return a tool's name with its keys, as they are on this machine. */
const titleOf = (words, name) => {
  const title = words[`${name}Title`] ?? words[name]
  const keys = words[`${name}Keys`]
  if (!keys) return title
  return `${title} (${isMac ? keys.replaceAll("Ctrl", "⌘").replaceAll("Alt", "⌥").replaceAll("Shift", "⇧") : keys})`
}

const makeButton = (words, name, tool) => {
  const text = tool.label ?? words[name]
  const button = crel("button", { type: "button", className: "prose-menubar__button", title: titleOf(words, name), "data-name": name }, [
    tool.tag ? crel(tool.tag, { textContent: text }) : text,
  ])
  if (tool.label) button.setAttribute("aria-label", words[name])
  if (tool.active) button.setAttribute("aria-pressed", "false")
  return button
}

/* One stop for the Tab key; arrows, Home and End go from button to button. */
const moveByArrows = (bar) => {
  const buttons = [...bar.querySelectorAll("button")]
  const stop = (button) => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1
  }
  stop(buttons[0])
  bar.addEventListener("focusin", ({ target }) => target.closest("button") && stop(target.closest("button")))
  bar.addEventListener("keydown", (event) => {
    const place = buttons.indexOf(document.activeElement)
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    buttons[(next + buttons.length) % buttons.length].focus()
  })
}

const set = (button, name, value) => {
  if (button.getAttribute(name) !== value) button.setAttribute(name, value)
}

const showState = (editor, buttons) => {
  for (const [button, tool] of buttons) {
    if (tool.active) {
      const isActive = Boolean(tool.active(editor))
      set(button, "aria-pressed", String(isActive))
      button.classList.toggle("active", isActive)
    }
    if (tool.enabled) set(button, "aria-disabled", String(!tool.enabled(editor)))
  }
}

/* At most once a frame: nobody sees more, and a key is not to wait for it. */
const followState = (editor, buttons) => {
  let isDue = false
  editor.on("transaction", () => {
    if (isDue) return
    isDue = true
    requestAnimationFrame(() => {
      isDue = false
      if (!editor.isDestroyed) showState(editor, buttons)
    })
  })
  showState(editor, buttons)
}

/* The button's own list has the focus while it is open, and gives it back to the text. */
const openMore = (editor, button) => {
  const menu = new BlockMenu(editor, (block) => {
    close()
    editor.view.focus()
    putBlock(editor, block)
  })
  const { list } = menu
  const say = () => list.setAttribute("aria-activedescendant", menu.activeId)
  const close = () => {
    button.setAttribute("aria-expanded", "false")
    list.removeEventListener("blur", close)
    menu.remove()
  }
  list.tabIndex = 0
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      close()
      button.focus()
    } else if (!menu.key(event)) return
    event.preventDefault()
    say()
  })
  button.setAttribute("aria-expanded", "true")
  menu.show("", button.getBoundingClientRect())
  say()
  list.focus()
  list.addEventListener("blur", close)
}

const build = (editor) => {
  const words = wordsOf(editor)
  const all = { ...collect(editor), more: { label: words.more } }
  const bar = crel("div", { className: "prose-menubar", role: "toolbar", "aria-label": words.toolbar })
  const buttons = new Map()
  for (const name of ROW) {
    if (name === null) bar.append(crel("span", { className: "prose-menubar__gap" }))
    else if (all[name]) {
      const button = makeButton(words, name, all[name])
      buttons.set(button, all[name])
      bar.append(button)
    }
  }
  const more = bar.querySelector("[data-name=more]")
  more.setAttribute("aria-haspopup", "listbox")
  more.setAttribute("aria-expanded", "false")
  // The caret stays in the text when a tool is pressed by hand.
  bar.addEventListener("mousedown", (event) => event.preventDefault())
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button")
    if (button === more) openMore(editor, more)
    else if (button && button.getAttribute("aria-disabled") !== "true") {
      editor.view.focus()
      buttons.get(button).command(editor)
    }
  })
  tools.set(editor, all)
  moveByArrows(bar)
  followState(editor, buttons)
  return bar
}

/** Puts the tools before the text; a page may move them. */
export const Toolbar = Extension.create({
  name: "menu",
  addStorage: () => ({ dom: null }),
  onCreate() {
    this.storage.dom = build(this.editor)
    this.editor.view.dom.before(this.storage.dom)
  },
  onDestroy() {
    this.storage.dom?.remove()
  },
})

const nameText = (editor, textarea) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  if (!label) return
  label.id ||= `${textarea.id}-label`
  editor.setOptions({
    editorProps: {
      ...editor.options.editorProps,
      attributes: { role: "textbox", "aria-labelledby": label.id, "aria-multiline": "true" },
    },
  })
  label.addEventListener("click", () => editor.commands.focus())
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  nameText(editor, textarea)
  editor.view.dom.dir = "auto"
  if (textarea.lang) editor.view.dom.lang = textarea.lang
  followLanguage(editor)
})
