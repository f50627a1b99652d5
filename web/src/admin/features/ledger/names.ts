/** Names of what the document of a project refers to, by id. */
import type { Register } from '@/shared/api';

export const namesOf = (file: Register.ProjectFile): Record<string, string> =>
  Object.fromEntries([file.town, ...file.villages].map(({ id, name }) => [id, name]));
