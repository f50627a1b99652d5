/**
 * Cells copied in a spreadsheet come as lines with tabs between them: they become a file like any
 * other, so that they go the same way, with the same checks.
 */
export function pastedFile(text: string, name: string): File | undefined {
  const table = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  const lines = table.split(/\r?\n/);
  // One cell, or a heading alone, is no table; it was not meant to be one.
  if (lines.length < 2 || !table.includes('\t')) return undefined;
  return new File([`\uFEFF${lines.join('\n')}\n`], name, { type: 'text/tab-separated-values' });
}
