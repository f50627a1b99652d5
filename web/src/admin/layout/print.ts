/** Prints the sheets teleported to the end of the page and nothing else of it. */
export function printSheets(): void {
  const root = document.documentElement;
  root.dataset['printing'] = '';
  addEventListener('afterprint', () => delete root.dataset['printing'], { once: true });
  print();
}
