/**
 * Vue for the voter page: its reactivity, and a renderer for what this page's templates compile to.
 *
 * The general runtime is twice as large as everything else on the page, and a whole hall loads it
 * over one access point. Left out is what the page does not use: slots, attributes passed on to
 * the root, directives, plugins, transitions, teleports, keep-alive, async components, server
 * rendering. Lists are matched by position, so a key decides only whether a node is kept.
 * The voter build and the page's tests put this module in the place of `vue`. ADR 0017.
 */
import {
  EffectScope,
  isRef,
  proxyRefs,
  ReactiveEffect,
  shallowReactive,
  type Ref,
} from '@vue/reactivity';

export { computed, reactive, ref, shallowRef, triggerRef, unref } from '@vue/reactivity';

// ---- The scheduler: what changed is brought up to date once, before the browser paints -----------

interface Job {
  /** Watchers (0) run first, then components from the outermost inwards, then mounted hooks. */
  readonly order: number;
  run(): unknown;
}

const jobs = new Set<Job>();
let flushing: Promise<void> | undefined;

function queue(job: Job): void {
  jobs.add(job);
  flushing ??= Promise.resolve().then(flush);
}

function flush(): void {
  try {
    while (jobs.size > 0) {
      const job = [...jobs].reduce((first, one) => (one.order < first.order ? one : first));
      jobs.delete(job);
      job.run();
    }
  } finally {
    // A job that threw is reported by the browser; the others still run.
    flushing = jobs.size > 0 ? Promise.resolve().then(flush) : undefined;
  }
}

/** Resolves when the page shows what was changed. */
export const nextTick = (): Promise<void> => flushing ?? Promise.resolve();

/** Calls back with each new value of a source. */
export function watch<T>(
  source: Ref<T> | (() => T),
  callback: (value: T) => unknown,
  { immediate = false } = {},
): void {
  const effect = new ReactiveEffect(() => (isRef(source) ? source.value : source()));
  let last = effect.run();
  const job: Job = {
    order: 0,
    run() {
      if (!effect.dirty) return;
      const value = effect.run();
      if (!Object.is(value, last)) callback((last = value));
    },
  };
  effect.scheduler = () => queue(job);
  if (immediate) callback(last);
}

/** Runs at once, and again when anything it read has changed. */
export function watchEffect(run: () => void): void {
  const effect = new ReactiveEffect(run);
  const job: Job = { order: 0, run: () => effect.dirty && effect.run() };
  effect.scheduler = () => queue(job);
  effect.run();
}

// ---- Nodes: what compiled templates are made of ---------------------------------------------------

type Properties = Record<string, unknown>;
type Cache = Record<number, unknown>;
type Render = (context: unknown, cache: Cache, props?: unknown, state?: unknown) => VirtualNode;

interface Component {
  readonly props?: object;
  setup(
    props: Properties,
    context: { emit: (event: string) => void; expose: () => void },
  ): Render | object;
  /** Beside `setup` during development only. */
  readonly render?: Render;
}

interface VirtualNode {
  readonly type: string | symbol | Component;
  readonly props: Properties | null;
  readonly children: string | VirtualNode[] | null;
  /** What stands in the document; for a fragment the mark before it. */
  node: Node | null;
  /** For a fragment, the mark behind it. */
  end: Node | null;
  instance: Instance | null;
}

interface Instance {
  readonly props: Properties;
  readonly scope: EffectScope;
  readonly leaving: (() => void)[];
  /** As its parent last wrote it. */
  self: VirtualNode;
  tree: VirtualNode;
}

const TEXT = Symbol();
const COMMENT = Symbol();
export const Fragment = Symbol();

export function createVNode(
  type: VirtualNode['type'],
  props: Properties | null = null,
  children: VirtualNode['children'] = null,
): VirtualNode {
  if (import.meta.env.DEV && typeof props?.['ref'] === 'string') {
    const [state, name] = [rendering!, props['ref']];
    props = {
      ...props,
      ref: {
        set value(element: unknown) {
          state[name] = element;
        },
      },
    };
  }
  return { type, props, children, node: null, end: null, instance: null };
}
/** During development templates name their references in the state of their component. */
let rendering: Properties | undefined;
export {
  createVNode as createBlock,
  createVNode as createElementBlock,
  createVNode as createElementVNode,
};
export const createTextVNode = (text: string): VirtualNode => createVNode(TEXT, null, text);
export const createCommentVNode = (): VirtualNode => createVNode(COMMENT);

const same = <T>(value: T): T => value;
export { same as defineComponent, same as normalizeStyle, same as resolveDynamicComponent };
export const openBlock = (): void => {};

/** A text as interpolated; nothing for null and undefined. */
export const toDisplayString = (value: unknown): string =>
  value === null || value === undefined ? '' : String(value as string | number);

export function normalizeClass(value: unknown): string {
  if (Array.isArray(value)) return value.map(normalizeClass).filter(Boolean).join(' ');
  if (typeof value !== 'object' || value === null) return (value ?? '') as string;
  return Object.keys(value)
    .filter((name) => (value as Properties)[name])
    .join(' ');
}

export function renderList<T>(
  source: number | readonly T[],
  render: (item: T, index: number) => VirtualNode,
): VirtualNode[] {
  const items =
    typeof source === 'number' ? Array.from({ length: source }, (_, i) => (i + 1) as T) : source;
  return items.map((item, i) => render(item, i));
}

// ---- Components -----------------------------------------------------------------------------------

let current: Instance | undefined;
let created = 0;

/** Runs once the component stands in the document. */
export function onMounted(run: () => void): void {
  const { scope } = current!;
  queue({ order: Infinity, run: () => scope.active && run() });
}
/** Runs when the component is taken out. */
export const onUnmounted = (run: () => void): void => void current!.leaving.push(run);

function mountComponent(self: VirtualNode, parent: Node, anchor: Node | null): void {
  const { props: declared = {}, setup, render: compiled } = self.type as Component;
  const props = shallowReactive<Properties>({}) as Properties;
  const instance = { props, scope: new EffectScope(true), leaving: [], self } as object as Instance;
  self.instance = instance;
  passDown(instance, self, declared);
  const emit = (event: string): void =>
    (instance.self.props?.[`on${event[0]!.toUpperCase()}${event.slice(1)}`] as () => void)?.();
  const context = { $emit: emit };
  const cache: Cache = {};
  instance.scope.run(() => {
    const outer = current;
    current = instance;
    const result = setup(props, { emit, expose: openBlock });
    current = outer;
    let render = () => (result as Render)(context, cache);
    if (import.meta.env.DEV && compiled) {
      const state = proxyRefs(result as Properties);
      render = () => compiled(context, cache, props, (rendering = state));
    }
    const effect = new ReactiveEffect(render);
    const job: Job = {
      order: ++created,
      run() {
        if (!effect.dirty || !instance.scope.active) return;
        const tree = effect.run();
        instance.tree = replace(instance.tree, tree, lastNode(instance.tree).parentNode!);
      },
    };
    effect.scheduler = () => queue(job);
    instance.tree = effect.run();
  });
  mount(instance.tree, parent, anchor);
}

function passDown(instance: Instance, self: VirtualNode, declared: object): void {
  for (const name of Object.keys(declared)) instance.props[name] = self.props?.[name];
}

// ---- The document ---------------------------------------------------------------------------------

const NAMESPACE = 'http://www.w3.org/2000/svg';

function mount(one: VirtualNode, parent: Node, anchor: Node | null): void {
  const { type, props, children } = one;
  if (typeof type === 'object') {
    mountComponent(one, parent, anchor);
    return;
  }
  if (type === Fragment) {
    one.node = parent.insertBefore(document.createTextNode(''), anchor);
    one.end = parent.insertBefore(document.createTextNode(''), anchor);
    mountAll(children as VirtualNode[], parent, one.end);
    return;
  }
  if (typeof type === 'string') {
    const element =
      type === 'svg' || (parent as Element).namespaceURI === NAMESPACE
        ? document.createElementNS(NAMESPACE, type)
        : document.createElement(type);
    if (typeof children === 'string') element.textContent = children;
    else if (children) mountAll(children, element, null);
    for (const name of Object.keys(props ?? {})) setProperty(element, name, props![name]);
    one.node = element;
  } else {
    one.node =
      type === TEXT ? document.createTextNode(children as string) : document.createComment('');
  }
  parent.insertBefore(one.node, anchor);
}

function mountAll(children: VirtualNode[], parent: Node, anchor: Node | null): void {
  children.forEach((_, i) => mount(fresh(children, i), parent, anchor));
}

/** Templates keep their unchanging parts and hand out the same object again: then it is copied. */
function fresh(children: VirtualNode[], i: number): VirtualNode {
  const one = children[i]!;
  return one.node ? (children[i] = { ...one, node: null, end: null }) : one;
}

const lastNode = (one: VirtualNode): Node =>
  one.instance ? lastNode(one.instance.tree) : (one.end ?? one.node)!;

function unmount(one: VirtualNode, removes = true): void {
  const { instance, props, children, type } = one;
  if (instance) {
    instance.scope.stop();
    for (const run of instance.leaving) run();
    unmount(instance.tree, removes);
    return;
  }
  if (props?.['ref']) setReference(props, null);
  if (Array.isArray(children))
    for (const child of children) unmount(child, removes && type === Fragment);
  if (!removes) return;
  for (const node of [one.node, one.end]) node?.parentNode?.removeChild(node);
}

/** Makes what stands in the document into `next`; returns it. */
function replace(before: VirtualNode, next: VirtualNode, parent: Node): VirtualNode {
  if (before === next) return next;
  if (before.type === next.type && before.props?.['key'] === next.props?.['key']) {
    update(before, next, parent);
  } else {
    const anchor = lastNode(before).nextSibling;
    unmount(before);
    mount(next, parent, anchor);
  }
  return next;
}

function update(before: VirtualNode, next: VirtualNode, parent: Node): void {
  const { type, props } = next;
  next.node = before.node;
  next.end = before.end;
  if (typeof type === 'object') {
    next.instance = before.instance!;
    next.instance.self = next;
    passDown(next.instance, next, type.props ?? {});
  } else if (type === TEXT) {
    if (before.children !== next.children) next.node!.nodeValue = next.children as string;
  } else if (type === Fragment) {
    updateChildren(before, next, parent, next.end);
  } else if (type !== COMMENT) {
    const element = next.node as Element;
    for (const name of Object.keys({ ...before.props, ...props })) {
      const value = props?.[name];
      // What is typed changes a field without the template knowing.
      if (value !== before.props?.[name] || name === 'value') setProperty(element, name, value);
    }
    updateChildren(before, next, element, null);
  }
}

function updateChildren(
  { children: before }: VirtualNode,
  { children: next }: VirtualNode,
  parent: Node,
  anchor: Node | null,
): void {
  if (before === next) return;
  const old = Array.isArray(before) ? before : [];
  if (typeof next === 'string' || typeof before === 'string') {
    for (const one of old) unmount(one);
    parent.textContent = typeof next === 'string' ? next : '';
    if (Array.isArray(next)) mountAll(next, parent, anchor);
    return;
  }
  const list = next ?? [];
  list.forEach((one, i) => {
    if (i >= old.length) mount(fresh(list, i), parent, anchor);
    else if (one !== old[i]) replace(old[i]!, fresh(list, i), parent);
  });
  for (const one of old.slice(list.length)) unmount(one);
}

// ---- Properties of elements -----------------------------------------------------------------------

type Listener = (event: Event) => void;
interface Listening {
  listeners?: Record<string, Listener & { current: Listener | undefined }>;
}

function listen(element: Element & Listening, name: string, listener?: Listener): void {
  const listeners = (element.listeners ??= {});
  const known = listeners[name];
  if (known) {
    // Registered once; what it calls is exchanged when the component renders anew.
    known.current = listener;
    return;
  }
  const invoker = Object.assign((event: Event) => invoker.current?.(event), {
    current: listener,
  });
  listeners[name] = invoker;
  element.addEventListener(name, invoker);
}

function setReference({ ref }: Properties, element: Element | null): void {
  (ref as { value: Element | null }).value = element;
}

function setProperty(element: Element, name: string, value: unknown): void {
  if (name === 'key' || name === 'ref_key') return;
  if (name === 'ref') {
    setReference({ ref: value }, element);
  } else if (/^on[A-Z]/.test(name)) {
    listen(element, name.slice(2).toLowerCase(), value as Listener | undefined);
  } else if (name === 'style') {
    Object.assign((element as HTMLElement).style, value);
  } else if (name === 'value') {
    const field = element as HTMLInputElement;
    // Writing the same text again would move the caret.
    if (field.value !== value) field.value = value as string;
  } else if (
    value === null ||
    value === undefined ||
    (value === false && !name.startsWith('aria'))
  ) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true && !name.startsWith('aria') ? '' : String(value));
  }
}

/** Creates the page in place of whatever the element held before. */
export function createApp(root: object, props: Properties) {
  const self = createVNode(root as Component, props);
  return {
    mount(container: Element | string): void {
      const place = typeof container === 'string' ? document.querySelector(container)! : container;
      place.textContent = '';
      mount(self, place, null);
    },
    unmount: () => unmount(self),
  };
}
