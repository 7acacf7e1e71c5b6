/* The picker as the text's nodes call it. */

export { pick } from "../picking/dialog.js"
