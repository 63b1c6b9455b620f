/** The list of keys. */

export function createKeysHelp(dialog) {
  return { open() { dialog.showModal(); }, enabled: () => true, destroy() {} };
}
