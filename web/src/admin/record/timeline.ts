/** What a line of a timeline says, in the language shown. */
import type { Register } from '@/shared/api';
import { capital, inParens } from '@/shared/i18n';
import { t as codes } from '../codes.messages';
import { t } from './timeline.messages';

type Kind = Register.Happening['kind'];
const isEvent = (kind: Kind): kind is Register.EventKind => kind in codes.value.events;

/** What a line is, above its sentence. */
export const timelineKind = (kind: Kind): string =>
  isEvent(kind) ? capital(codes.value.events[kind]) : t.value.kinds[kind];

/** The parts that say something, one after the other. */
const joined = (...parts: (string | null)[]): string => parts.filter(Boolean).join(t.value.join);
/** A sentence with the reason behind it, where one was given. */
const because = (sentence: string, reason: string): string =>
  reason ? sentence + inParens(reason) : sentence;

/** The sentence of a line. */
export function timelineText(line: Register.TimelineLine): string {
  const say = t.value;
  // The page of a person names villages, the page of a village names people.
  const ofPerson = line.noun === 'unit';
  switch (line.kind) {
    case 'term_begun':
      return (ofPerson ? say.begunIn : say.begunBy)(line.name, codes.value.posts[line.post]);
    case 'term_ended':
      return because(
        (ofPerson ? say.endedIn : say.endedBy)(line.name, codes.value.posts[line.post]),
        line.reason,
      );
    case 'admitted':
      return say.admitted(line.name);
    case 'suspended':
      return because(say.suspended, line.reason);
    case 'exited':
      return because(say.exited, line.reason);
    case 'renamed': {
      const { names, parents, reason } = line;
      const named = names && say.renamed(names.from, names.to);
      const moved =
        parents && (parents.from || parents.to) ? say.moved(parents.from, parents.to) : null;
      return because(capital(joined(named, moved)) || say.kinds.renamed, reason);
    }
    case 'ended':
      return because(
        line.successor === null ? say.dissolved : say.merged(line.successor),
        line.reason,
      );
    case 'result':
      return joined(
        line.title,
        say.place(line.group, line.place),
        line.score && say.score(line.score),
        line.award && say.award(line.award),
      );
    case 'started':
      return say.started(line.name);
    case 'accepted':
      return say.accepted(line.name, line.result);
    case 'found':
      return joined(say.found(line.problem), line.owner && say.owner(line.owner));
    case 'closed':
      return line.problem
        ? joined(line.problem, say.closed(line.result))
        : capital(say.closed(line.result));
    case 'training':
    case 'award':
    case 'discipline':
    case 'other':
      return line.text;
  }
}
