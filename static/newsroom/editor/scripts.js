/* x² and x₂: raised or lowered, never both. */

import { Subscript as PackageSubscript, Superscript as PackageSuperscript } from "django-prose-editor/editor"

/* The package's keys belong to the panel and to the browser. */
const only = { excludes: "superscript subscript", inclusive: true }

export const Superscript = PackageSuperscript.extend({
  ...only,
  addKeyboardShortcuts() {
    return { "Mod-Alt-.": () => this.editor.commands.toggleSuperscript() }
  },
})

export const Subscript = PackageSubscript.extend({
  ...only,
  addKeyboardShortcuts() {
    return { "Mod-Alt-,": () => this.editor.commands.toggleSubscript() }
  },
})
