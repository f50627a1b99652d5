/**
 * Prints the sheets teleported to the end of the page and nothing else of it.
 *
 * Resolves when the browser is done with them: phones go on without waiting for their printer.
 */
export function printSheets(): Promise<void> {
  const root = document.documentElement;
  root.dataset['printing'] = '';
  return new Promise((resolve) => {
    addEventListener(
      'afterprint',
      () => {
        delete root.dataset['printing'];
        resolve();
      },
      { once: true },
    );
    print();
  });
}
