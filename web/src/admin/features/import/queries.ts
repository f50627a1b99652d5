import { onScopeDispose, watch } from 'vue';
import { useResource, type Register, type Resource } from '@/shared/api';
import { apiLang } from '@/shared/i18n';
import { call, query } from '../../register-api';

type ImportTable = Register.ImportTable;
export type ImportView = Register.ImportView;

/** The tables that come as files, in the order in which a county fills them. */
export const TABLES: readonly ImportTable[] = [
  'units',
  'people',
  'events',
  'projects',
  'funding',
  'milestones',
];

/** Whose members the differences of a table speak of. */
export const NOUN_OF: Readonly<Record<ImportTable, Register.Noun>> = {
  units: 'unit',
  people: 'person',
  events: 'person',
  projects: 'project',
  funding: 'project',
  milestones: 'project',
};

const at = (id: string, step = ''): string => `/api/imports/${encodeURIComponent(id)}${step}`;
const POLL_MS = 500;

/** Earlier imports, the newest first. */
export const useImports = () =>
  useResource(
    () => 'imports',
    () => call<Register.ImportRow[]>('GET', '/api/imports'),
  );

/** One import, asked for again and again while the server reads its file; none before there is one. */
export function useImport(id: () => string | undefined): Resource<ImportView> {
  const load = (): Promise<ImportView> => {
    const now = id();
    return now ? loadImport(now) : new Promise(() => undefined);
  };
  const view = useResource(id, load, { live: false });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = (): void => {
    clearTimeout(timer);
    if (view.data.value?.state !== 'reading') return;
    timer = setTimeout(() => void view.refresh().then(follow), POLL_MS);
  };
  watch(view.data, follow, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return view;
}

export const loadImport = (id: string) => call<ImportView>('GET', at(id));

/** Hands a file in; it is read on the server, nothing is written. */
export const upload = (table: ImportTable, file: File) =>
  call<ImportView>('POST', `/api/imports/${table}${query({ file: file.name })}`, file);

/** Says which column each heading stands for; the file is read again and the choice remembered. */
export const chooseColumns = (id: string, headings: ImportView['headings']) =>
  done(call('PUT', at(id, '/columns'), { headings }));

/** Writes what the difference showed; faulty rows stop it unless they are left out. */
export const applyImport = (id: string, skipFaulty: boolean) =>
  done(call('POST', at(id, '/apply'), { skip_faulty: skipFaulty }));

/** Takes a whole import back. */
export const undoImport = (id: string) => done(call('POST', at(id, '/undo')));

/** A step whose outcome is asked for afterwards. */
const done = (step: Promise<unknown>): Promise<true> => step.then(() => true);

/** Files come in the language shown: their headings, and what is written beside a wrong row. */
const inLanguage = (path: string, more: Record<string, string | undefined> = {}): string =>
  path + query({ ...more, lang: apiLang.value });
export const wrongRows = (id: string): string => inLanguage(at(id, '/wrong-rows.xlsx'));
export const template = (table: ImportTable, kind: 'xlsx' | 'csv'): string =>
  inLanguage(`/api/templates/${table}.${kind}`);
export const exported = (table: ImportTable, kind: 'xlsx' | 'csv', phones = false): string =>
  inLanguage(`/api/exports/${table}.${kind}`, { phones: phones ? 'true' : undefined });
