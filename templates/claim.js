/** Draws the figures of a claim card from the values in it. Nothing is fetched; the page's policy would refuse it. */

const PAPER = 680; // px: as wide as a printed page
const CONFIG = { displaylogo: false, showSendToCloud: false, plotlyServerURL: '', typesetMath: false, responsive: true, showTips: false,
  displayModeBar: 'hover', toImageButtonOptions: { format: 'svg', filename: 'gatescope' } };

const read = (id) => document.getElementById(id).textContent;
const { trace } = JSON.parse(read('claim'));
const { words, figures } = JSON.parse(read('drawing'));
const dark = matchMedia('(prefers-color-scheme: dark)');
const blank = words.map(() => '');
const escaped = words.map((word) => word.replace(/[&<>]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[letter])); // Plotly reads markup

const Plotly = await library();
drawAll();
dark.addEventListener('change', () => drawAll());
addEventListener('beforeprint', () => drawAll('light', { width: PAPER }));
addEventListener('afterprint', () => drawAll());
for (const details of document.querySelectorAll('details')) details.addEventListener('toggle', () => showTable(details));

/** The library out of its compressed text. The policy knows the hash of what comes out. */
async function library() {
  const { textContent, dataset } = document.getElementById('plotly');
  const packed = Uint8Array.from(atob(textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.id = dataset.id;
  script.text = await new Response(stream).text();
  document.head.append(script);
  return globalThis.Plotly;
}

function drawAll(theme = dark.matches ? 'dark' : 'light', size = {}) {
  for (const figure of document.querySelectorAll('figure')) {
    const { data: [look], layout } = figures[theme][figure.dataset.signal];
    const rows = look.y.length;
    const map = { ...look, z: rowsOf(figure), customdata: look.y.map(() => escaped), hovertext: look.y.map(() => blank) };
    Plotly.react(figure.querySelector('.plot'), [map], { ...layout, autosize: true, height: heightOf(rows), ...size }, CONFIG);
  }
}

/** A row of values for each unit. @param {HTMLElement} figure */
function rowsOf({ dataset }) {
  const { layer, signal } = dataset;
  const values = trace.layers[layer].signals[signal];
  return values[0].map((_, column) => values.map((row) => row[column]));
}

function heightOf(rows) {
  return 140 + rows * (rows <= 40 ? 13 : rows <= 80 ? 8 : 4);
}

/** A table is made only while it is open. */
function showTable(details) {
  const place = details.querySelector('.scroll');
  const figure = details.closest('figure');
  const { units } = trace.layers[figure.dataset.layer];
  place.replaceChildren(...(details.open ? [tableOf(units, rowsOf(figure))] : []));
}

function tableOf(units, rows) {
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  ['unit', ...words].forEach((word) => head.append(heading('col', word)));
  const body = table.createTBody();
  rows.forEach((values, n) => {
    const row = body.insertRow();
    row.append(heading('row', units[n]));
    for (const value of values) row.insertCell().textContent = String(value);
  });
  return table;
}

function heading(scope, text) {
  const cell = document.createElement('th');
  cell.scope = scope;
  cell.textContent = String(text);
  return cell;
}
