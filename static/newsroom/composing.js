/* Keys that belong to an input method: what writes Japanese, or an accent, out of several keys. */

const ITS_OWN = 229

/** Tell whether a key is an input method's; the Enter that ends a word Safari tells apart by its number alone. */
export const isComposing = (event) => event.isComposing || event.keyCode === ITS_OWN
