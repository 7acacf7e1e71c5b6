/** Make a key of so many letters and digits; keys are random, never counters. */
export const randomKey = (length) =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 36).toString(36)).join("")
