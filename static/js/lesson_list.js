/** Wires the list of chapters: which of them are done on this device, and forgetting that. */

import { find, findAll, setText } from './dom.js';
import { createProgress, deviceStorage } from './progress.js';
import { followTheme } from './theme.js';

const progress = createProgress(deviceStorage());
const chapters = findAll('[data-chapter]');
const [line, clear] = [find('.lesson-progress [role=status]'), find('.lesson-progress button')];

clear.addEventListener('click', () => {
  progress.clear();
  show();
});
addEventListener('pageshow', show); // also where the browser has kept the page as it was
followTheme(find('#theme'), () => {});
show();

function show() {
  for (const chapter of chapters) find('.lesson-done', chapter).hidden = !progress.isDone(chapter.dataset.chapter);
  const done = progress.among(chapters.map(({ dataset }) => dataset.chapter)).length;
  setText(line, done ? `${done} of ${chapters.length} chapters done.` : '');
  clear.hidden = !done;
}
