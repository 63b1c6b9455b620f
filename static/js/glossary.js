/** Wires the glossary: all it needs a script for is the button that switches the theme. */

import { find } from './dom.js';
import { followTheme } from './theme.js';

followTheme(find('#theme'), () => {});
