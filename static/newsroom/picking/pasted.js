/* What somebody pastes into the picker's field: an address, the source text of a page, a link with its words. */

const PAGE = /^\s*(<!doctype\s+html|<\?xml|<html[\s>]|<head[\s>]|<meta\s)/i
const ADDRESS = /^(https?:\/\/|\/\/|www\.)\S+$|^[a-z0-9-]+(\.[a-z0-9-]+)+\/\S*$/i
const DOI = /^(doi:\s*)?10\.\d{4,9}(\.\d+)*\/\S+$/i

/** Tell whether words are an address or a DOI. */
export const isAddress = (words) => ADDRESS.test(words.trim()) || DOI.test(words.trim())

/** Tell whether words are the source text of a page. */
export const isPage = (words) => PAGE.test(words)

/** Return {address, title} of a link that was copied with its words, or null. */
export const copiedLink = (html) => {
  if (!html) return null
  const { body } = new DOMParser().parseFromString(html, "text/html")
  const links = [...body.querySelectorAll("a[href]")]
  const words = body.textContent.trim()
  const [link] = links
  if (links.length !== 1 || !/^https?:\/\//.test(link.getAttribute("href")) || link.textContent.trim() !== words) return null
  return { address: link.getAttribute("href"), title: isAddress(words) ? "" : words }
}
