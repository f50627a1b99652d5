/**
 * What was dropped: archives, the documents of a result package, and what is neither.
 */

/** A file with its path inside what was dropped. */
export interface Dropped {
  readonly path: string;
  readonly file: File;
}

/** Files sorted by what can be done with them. */
export interface Sorted {
  readonly archives: readonly Dropped[];
  readonly ruleCard: Dropped | null;
  readonly ranking: Dropped | null;
  /** Not checked, and why. */
  readonly ignored: readonly { path: string; why: 'not-an-archive' | 'empty' | 'too-large' }[];
}

/** Larger files are not read: 10,000 ballots of eight contests are 200 MB. */
export const LARGEST_FILE = 4 * 2 ** 30;
/** Rule cards and rankings are kilobytes. */
const LARGEST_DOCUMENT = 16 * 2 ** 20;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** An archive begins with the name of its first entry. */
async function isArchive({ path, file }: Dropped): Promise<boolean> {
  if (/\.bel$/i.test(path)) return true;
  const start = new Uint8Array(await file.slice(0, 9).arrayBuffer());
  return String.fromCharCode(...start) === 'BELENIOS\0';
}

/** Sorts what was dropped; archives in the order of their names. */
export async function sortFiles(dropped: readonly Dropped[]): Promise<Sorted> {
  const archives: Dropped[] = [];
  const ignored: { path: string; why: 'not-an-archive' | 'empty' | 'too-large' }[] = [];
  let ruleCard: Dropped | null = null;
  let ranking: Dropped | null = null;
  for (const one of dropped) {
    const { path, file } = one;
    const name = nameOf(path);
    // Hints spare `pingyi verify` work and are no evidence; this page needs none, nor itself.
    if (/^\.|\.bel\.hints$|^核验\.html$/.test(name)) continue;
    if (file.size === 0) ignored.push({ path, why: 'empty' });
    else if (name === 'rule-card.json' && file.size < LARGEST_DOCUMENT) ruleCard = one;
    else if (name === 'ranking.json' && file.size < LARGEST_DOCUMENT) ranking = one;
    else if (!(await isArchive(one))) ignored.push({ path, why: 'not-an-archive' });
    else if (file.size > LARGEST_FILE) ignored.push({ path, why: 'too-large' });
    else archives.push(one);
  }
  const order = new Intl.Collator('zh-CN', { numeric: true });
  archives.sort((a, b) => order.compare(a.path, b.path));
  return { archives, ruleCard, ranking, ignored };
}

/** The files of an input; a chosen folder keeps its paths. */
export function filesOfInput(list: FileList): Dropped[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files of a drop, folders opened. */
export async function filesOfDrop(transfer: DataTransfer): Promise<Dropped[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return filesOfInput(transfer.files);
  const found: Dropped[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: Dropped[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) =>
      (entry as FileSystemFileEntry).file(done, failed),
    );
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder is listed a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (some.length === 0) return;
    for (const inner of some) await collect(inner, found);
  }
}
