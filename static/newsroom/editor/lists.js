/* What is typed at the start of a line and means a block: "1. " and "---". The package has the others. */

import {
  HorizontalRule as PackageRule,
  InputRule,
  OrderedList as PackageOrderedList,
  wrappingInputRule,
} from "django-prose-editor/editor"

export const OrderedList = PackageOrderedList.extend({
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d{1,4})[.)]\s$/,
        type: this.type,
        getAttributes: (match) => ({ start: Number(match[1]) }),
        joinPredicate: (match, node) => node.childCount + node.attrs.start === Number(match[1]),
      }),
    ]
  },
})

export const HorizontalRule = PackageRule.extend({
  addInputRules() {
    return [
      new InputRule({
        // The first two hyphens have become a dash by then.
        find: /^(?:---|–-|—-)$/,
        handler: ({ state, range, chain }) => {
          if (state.selection.$from.depth !== 1) return null
          chain().deleteRange(range).setHorizontalRule().run()
          return undefined
        },
      }),
    ]
  },
})
