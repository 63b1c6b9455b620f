/*
 * Runs before anything is drawn. The one policy by which strings may become markup or scripts lets through what Plotly
 * needs, Plotly itself, and nothing else; the theme that the reader chose is set before the first paint.
 */
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: (text) => (/^(?:|&times;|&(?:\w+|#\d+|#x[\da-f]+);)$/i.test(text) ? text : null),
  createScriptURL: (url) => (url === document.querySelector('meta[name=plotly]')?.getAttribute('content') ? url : null),
});
document.documentElement.classList.add('scripted');
try {
  const theme = localStorage.getItem('gatescope-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // no storage: the system's theme it is
}
