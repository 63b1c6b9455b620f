"""A heat map of two colours as a page draws it: whether it holds any third, on the screen and in its download."""

import base64
from collections.abc import Mapping

from playwright.sync_api import Page

# A checkerboard of 12 × 8 cells that fills its figure, drawn by the page's own Plotly under the page's own policy.
DRAW = """async () => {
  const place = document.createElement('div');
  place.id = 'checkerboard';
  Object.assign(place.style, { position: 'fixed', top: '0', left: '0', zIndex: '9999' });  // above all else
  document.body.append(place);
  const z = Array.from({ length: 8 }, (_, row) => Array.from({ length: 12 }, (_, column) => (row + column) % 2));
  const axis = { visible: false, fixedrange: true };
  const layout = { width: 487, height: 321, margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: axis, yaxis: axis };
  const map = { type: 'heatmap', z, colorscale: [[0, '#ff0000'], [1, '#0000ff']], showscale: false };
  await Plotly.newPlot(place, [map], layout, { displayModeBar: false });
}"""
DOWNLOAD = "(scale) => Plotly.toImage('checkerboard', { format: 'png', scale }).then((url) => url.split(',')[1])"
# The share of pixels of a picture that are neither red nor blue, in percent.
MIXED = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let mixed = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = data.slice(at, at + 3);
    mixed += Number(green !== 0 || !((red === 255 && blue === 0) || (red === 0 && blue === 255)));
  }
  return 100 * mixed / (data.length / 4);
}"""


def mixed_pixels(page: Page) -> Mapping[str, float]:
    """Percent of mixed pixels by where they are seen."""
    page.evaluate(DRAW)
    screen = base64.b64encode(page.locator("#checkerboard .plotly").screenshot()).decode("ascii")
    pictures = {"on the screen": screen} | {f"in a PNG × {scale}": page.evaluate(DOWNLOAD, scale) for scale in (1, 2)}
    return {where: float(page.evaluate(MIXED, picture)) for where, picture in pictures.items()}
