/* The desk of whoever may read a text and not change it: no editor, and nothing that needs one. */

import "./form.js"
import "./panel.js"
import "./strips.js"
import "./keys.js"
import "./opening.js"
import "./noting.js"
