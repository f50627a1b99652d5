/** A file's text could not be read in any encoding that Excel writes. */
export class EncodingError extends Error {}

/**
 * The text of a table file as UTF-8 without a byte order mark.
 *
 * Excel on Chinese Windows saves CSV as GB 18030; whatever is not valid UTF-8 is read as that.
 */
export function decodeTable(bytes: ArrayBuffer | Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may fit.
    }
  }
  throw new EncodingError();
}

/** Rows as CSV with a byte order mark, so that Excel shows Chinese. */
export function encodeTable(
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  const cell = (value: string | number | boolean | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Hands a text made in the page to the browser as a file. */
export function saveFile(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
