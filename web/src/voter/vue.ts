/**
 * Vue for the voter page: the core with a renderer for the few things this page does to the
 * document. The general one also knows SVG groups, custom elements, transitions and the quirks of
 * every element; leaving it out saves a hall 2 kB a phone. The voter build puts this module in
 * the place of `vue`; tests of components run with the general renderer, the browser tests with
 * this one.
 */
import { createRenderer, type Component, type RendererNode } from '@vue/runtime-core';

export * from '@vue/runtime-core';

type Listener = (event: Event) => void;
interface Invoker extends Listener {
  current: Listener;
}
interface Listening {
  listeners?: Record<string, Invoker>;
}

function listen(element: Element & Listening, name: string, listener: Listener | null): void {
  const listeners = (element.listeners ??= {});
  const known = listeners[name];
  if (known && listener) {
    known.current = listener;
  } else if (listener) {
    // Registered once; what it calls is exchanged when the component renders anew.
    const invoker: Invoker = Object.assign((event: Event) => invoker.current(event), {
      current: listener,
    });
    listeners[name] = invoker;
    element.addEventListener(name, invoker);
  } else if (known) {
    element.removeEventListener(name, known);
    delete listeners[name];
  }
}

const NAMESPACE = 'http://www.w3.org/2000/svg';

const { createApp: create } = createRenderer<RendererNode, Element>({
  insert: (child: Node, parent, anchor: Node | null = null) => parent.insertBefore(child, anchor),
  remove: (child: Node) => child.parentNode?.removeChild(child),
  createElement: (tag, namespace) =>
    namespace === 'svg'
      ? document.createElementNS(NAMESPACE, tag)
      : (document.createElement(tag) as Element),
  createText: (text) => document.createTextNode(text),
  createComment: (text) => document.createComment(text),
  setText: (node: Node, text) => (node.nodeValue = text),
  setElementText: (element, text) => (element.textContent = text),
  parentNode: (node: Node) => node.parentNode as Element | null,
  nextSibling: (node: Node) => node.nextSibling,
  patchProp(element, key, _previous, next: unknown) {
    if (/^on[A-Z]/.test(key)) {
      listen(element, key.slice(2).toLowerCase(), next as Listener | null);
    } else if (key === 'style') {
      Object.assign((element as HTMLElement).style, next);
    } else if (key === 'value') {
      const field = element as HTMLInputElement;
      // Writing the same text again would move the caret.
      if (field.value !== next) field.value = (next ?? '') as string;
    } else if (next === null || next === undefined || (next === false && !key.startsWith('aria'))) {
      element.removeAttribute(key);
    } else {
      element.setAttribute(key, next === true && !key.startsWith('aria') ? '' : String(next));
    }
  },
});

/** Creates the page in place of whatever the element held before. */
export function createApp(root: Component, props: Record<string, unknown>) {
  const app = create(root, props);
  return {
    mount(selector: string): void {
      const container = document.querySelector(selector)!;
      container.textContent = '';
      app.mount(container);
    },
  };
}
