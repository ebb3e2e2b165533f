/* The one script of the public pages: tracker/static_files.py puts the others in it. */

import "./page.js";
import "./browse.js";
import "./completing.js";
import "./copying.js";
