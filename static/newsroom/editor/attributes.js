/* How nodes and marks hold what is stored in their attributes. */

/** An attribute that is stored as data-… */
export const fromData = (attribute) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(attribute),
})

/** Only the attributes that say something. */
export const written = (pairs) => Object.fromEntries(Object.entries(pairs).filter(([, value]) => value))

/** A new id for a quotation. */
export const newId = () => `q${Math.random().toString(36).slice(2, 8)}`
