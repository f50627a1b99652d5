// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createApp,
  createBlock,
  createCommentVNode,
  createElementBlock,
  createTextVNode,
  createVNode,
  Fragment,
  nextTick,
  normalizeClass,
  onMounted,
  onUnmounted,
  reactive,
  ref,
  renderList,
  shallowRef,
  toDisplayString,
  watch,
  watchEffect,
} from './vue.ts';

type Tree = ReturnType<typeof createVNode>;
type Keep = Record<number, unknown>;

let place: HTMLElement;
let app: ReturnType<typeof createApp> | undefined;

/** A component as the compiler writes it: its state beside what it renders. */
const component = (setup: (props: never, context: never) => object, props: object = {}) => ({
  props,
  setup,
});

function show(render: (context: unknown, keep: Keep) => Tree): void {
  app = createApp(
    component(() => render),
    {},
  );
  app.mount(place);
}

const html = (): string => place.innerHTML.replace(/<!---->/g, '');

beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'));
  place.textContent = 'before';
});

afterEach(() => {
  if (app) {
    app.unmount();
    expect(place.childNodes).toHaveLength(0);
  }
  app = undefined;
  place.remove();
});

describe('what stands in the document', () => {
  it('follows a list that grows, shrinks and changes its kind', async () => {
    const names = ref(['甲', '乙']);
    show(() =>
      createElementBlock('ul', null, [
        createElementBlock(
          Fragment,
          null,
          renderList(names.value, (name: string, i: number) =>
            createElementBlock('li', { key: i }, name),
          ),
        ),
        names.value.length > 2 ? createElementBlock('p', { key: 0 }, '满') : createCommentVNode(),
      ]),
    );
    expect(html()).toBe('<ul><li>甲</li><li>乙</li></ul>');
    const first = place.querySelector('li');
    for (const next of [['丙', '乙', '丁'], [], ['甲'], ['甲', '乙', '丙', '丁']]) {
      names.value = next;
      await nextTick();
      const items = next.map((name) => `<li>${name}</li>`).join('');
      expect(html()).toBe(`<ul>${items}${next.length > 2 ? '<p>满</p>' : ''}</ul>`);
      if (next[0] === '丙') expect(place.querySelector('li')).toBe(first);
    }
  });

  it('changes between text and elements, and back', async () => {
    const words = ref(true);
    show(() => createElementBlock('p', null, words.value ? '字' : [createVNode('b', null, '粗')]));
    for (const [value, expected] of [
      [false, '<p><b>粗</b></p>'],
      [true, '<p>字</p>'],
      [false, '<p><b>粗</b></p>'],
    ] as const) {
      words.value = value;
      await nextTick();
      expect(html()).toBe(expected);
    }
  });

  it('repeats parts the template hands out again and again', async () => {
    const count = ref(2);
    show((_, keep) =>
      createElementBlock('div', null, [
        createElementBlock(
          Fragment,
          null,
          renderList(count.value, (n: number) =>
            createElementBlock('p', { key: n }, [
              (keep[0] ??= createVNode('i', null, '⚠')) as Tree,
              createTextVNode(String(n)),
            ]),
          ),
        ),
      ]),
    );
    for (const next of [3, 1, 2]) {
      count.value = next;
      await nextTick();
      const all = Array.from({ length: next }, (_, i) => `<p><i>⚠</i>${i + 1}</p>`).join('');
      expect(html()).toBe(`<div>${all}</div>`);
    }
  });

  it('is made anew when its key changes, and only then', async () => {
    const key = ref(0);
    const word = ref('一');
    show(() => createElementBlock('p', { key: key.value }, word.value));
    const first = place.firstChild;
    word.value = '二';
    await nextTick();
    expect(place.firstChild).toBe(first);
    key.value = 1;
    await nextTick();
    expect(place.firstChild).not.toBe(first);
    expect(html()).toBe('<p>二</p>');
  });

  it('carries attributes, classes, drawings and what is typed', async () => {
    const state = reactive({ off: true, text: 'a', label: null as string | null });
    show(() =>
      createElementBlock('form', { class: normalizeClass(['x', { y: state.off }, null]) }, [
        createVNode('button', { disabled: state.off, 'aria-pressed': false }),
        createVNode('input', { value: state.text, 'aria-label': state.label }),
        createVNode('svg', null, [createVNode('path', { d: 'M0 0' })]),
      ]),
    );
    const [button, input] = [place.querySelector('button')!, place.querySelector('input')!];
    expect(button.getAttribute('aria-pressed')).toBe('false');
    expect(button.disabled).toBe(true);
    expect(place.querySelector('path')!.namespaceURI).toContain('svg');
    input.value = 'typed';
    Object.assign(state, { off: false, label: '编码' });
    await nextTick();
    expect(place.querySelector('form')!.className).toBe('x');
    expect(button.hasAttribute('disabled')).toBe(false);
    expect(input.getAttribute('aria-label')).toBe('编码');
    expect(input.value).toBe('a');
  });

  it('calls the listener of the last rendering once', async () => {
    const seen: number[] = [];
    const n = ref(1);
    show(() => {
      const now = n.value;
      return createElementBlock('button', { onClick: () => seen.push(now) });
    });
    place.querySelector('button')!.click();
    n.value = 2;
    await nextTick();
    place.querySelector('button')!.click();
    expect(seen).toEqual([1, 2]);
  });
});

describe('a component', () => {
  const Child = component(
    ((props: { word: string }, { emit }: { emit: (event: string) => void }) =>
      () =>
        createElementBlock('b', { onClick: () => emit('tap') }, props.word)) as never,
    { word: {} },
  );

  it('shows what it is given, tells what happened, and is not touched without need', async () => {
    const word = ref('一');
    const other = ref(0);
    let taps = 0;
    show(() =>
      createElementBlock('div', { title: String(other.value) }, [
        createBlock(Child, { word: word.value, onTap: () => taps++ }),
      ]),
    );
    const bold = place.querySelector('b')!;
    bold.click();
    word.value = '二';
    other.value = 1;
    await nextTick();
    expect(place.querySelector('b')).toBe(bold);
    expect(html()).toBe('<div title="1"><b>二</b></div>');
    bold.click();
    expect(taps).toBe(2);
  });

  it('is started and stopped with its place, its reference too', async () => {
    const log: string[] = [];
    const on = ref(true);
    const element = shallowRef<Element | null>(null);
    const pulse = ref(0);
    const Timed = component(() => {
      onMounted(() => log.push(`mounted ${place.querySelector('i') !== null}`));
      onUnmounted(() => log.push('unmounted'));
      watch(pulse, (now) => log.push(`watched ${now}`));
      return () => createElementBlock('i', { ref: element }, String(pulse.value));
    });
    show(() =>
      createElementBlock('div', null, [on.value ? createBlock(Timed) : createCommentVNode()]),
    );
    await nextTick();
    expect(element.value).toBe(place.querySelector('i'));
    pulse.value = 1;
    await nextTick();
    expect(html()).toBe('<div><i>1</i></div>');
    on.value = false;
    pulse.value = 2;
    await nextTick();
    pulse.value = 3;
    await nextTick();
    expect(html()).toBe('<div></div>');
    expect(element.value).toBeNull();
    expect(log.filter((line) => !line.startsWith('watched'))).toEqual([
      'mounted true',
      'unmounted',
    ]);
    expect(log).not.toContain('watched 3');
  });

  it('does not render what its parent takes away in the same moment', async () => {
    const state = reactive<{ ballot: { title: string } | null }>({ ballot: { title: '轮次' } });
    const Title = component(() => () => createElementBlock('b', null, state.ballot!.title));
    show(() =>
      createElementBlock('div', null, [
        state.ballot ? createBlock(Title) : createTextVNode('没有'),
      ]),
    );
    state.ballot = null;
    await nextTick();
    expect(html()).toBe('<div>没有</div>');
  });
});

describe('watching', () => {
  it('calls back once a change, with the last value, and not for the same', async () => {
    const n = ref(0);
    const seen: number[] = [];
    watch(n, (now) => seen.push(now), { immediate: true });
    n.value = 1;
    n.value = 2;
    await nextTick();
    n.value = 3;
    n.value = 2;
    await nextTick();
    expect(seen).toEqual([0, 2]);
  });

  it('runs effects again for what they read', async () => {
    const n = ref(0);
    let read = -1;
    watchEffect(() => (read = n.value));
    expect(read).toBe(0);
    n.value = 5;
    await nextTick();
    expect(read).toBe(5);
  });

  it('goes on when one of the watchers throws', async () => {
    const n = ref(0);
    let seen = 0;
    const stop = (event: PromiseRejectionEvent | Event) => event.preventDefault();
    window.addEventListener('unhandledrejection', stop);
    watch(n, () => {
      throw new Error('on purpose');
    });
    watch(n, (now) => (seen = now));
    n.value = 1;
    await nextTick().catch(() => undefined);
    await nextTick();
    expect(seen).toBe(1);
    window.removeEventListener('unhandledrejection', stop);
  });
});

it('interpolates nothing for nothing', () => {
  expect([null, undefined, 0, false, '字'].map(toDisplayString)).toEqual([
    '',
    '',
    '0',
    'false',
    '字',
  ]);
});
