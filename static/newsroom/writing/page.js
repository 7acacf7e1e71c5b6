/* The writing desk: each module is one capability of it. */

import "./form.js"
import "./panel.js"
import "./strips.js"
import "./lines.js"
import "./tools.js"
import "./keeping.js"
import "./saving.js"
import "./offered.js"
