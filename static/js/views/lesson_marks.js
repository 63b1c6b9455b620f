/** Which chapters are done: a tick at each, and a box for this one, which an answered question ticks. */

import { find, findAll } from '../dom.js';

/** @param {HTMLElement} body @param {{slug: string, progress: ReturnType<typeof import('../progress.js').createProgress>}} needs */
export function createLessonMarks(body, { slug, progress }) {
  const box = find('[data-done]', body);
  let before = false; // whether the question was answered a moment ago

  box.addEventListener('change', () => {
    progress.mark(slug, box.checked);
    show();
  });
  show();

  function show() {
    box.checked = progress.isDone(slug);
    for (const link of findAll('[data-chapter]', body)) link.classList.toggle('done', progress.isDone(link.dataset.chapter));
  }

  /** The question has just been answered: that is what the chapter is for. */
  function update({ answered }) {
    if (answered && !before) progress.mark(slug);
    before = answered;
    show();
  }

  return { update };
}
