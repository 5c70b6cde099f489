/*
 * What @forge/bridge expects of the product around the panel. It reads `__bridge` while it is being imported, so this
 * runs before the panel's own script. The value that calls must carry stands in the page alone: a script can be loaded
 * from another origin, a page cannot be read from there.
 */
(() => {
  const page = JSON.parse(document.querySelector('meta[name="companion"]').content);
  const listeners = new Map();
  const flags = new Map();

  const post = async (path, body) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-companion-call': page.key },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({ error: 'The local host did not answer with JSON.' }));
    if (!response.ok) throw new Error(answer.error);
    return answer.value;
  };

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const applyTheme = () => {
    const { dataset } = document.documentElement;
    dataset.theme = 'dark:dark light:light motion:motion shape:shape spacing:spacing typography:typography';
    dataset.colorMode = dark.matches ? 'dark' : 'light';
  };

  const emit = (event, payload) => {
    for (const callback of [...(listeners.get(event) ?? [])]) callback(payload);
  };

  /** In the cloud the path stands in the product's address; here in the fragment, so that a reload keeps the step. */
  const createHistory = () => {
    const told = new Set();
    const read = () => ({
      pathname: location.hash.slice(1) || '/',
      search: '',
      hash: '',
      state: history.state,
      key: '',
    });
    const current = { action: 'POP', location: read() };
    const tell = (action) => {
      current.action = action;
      current.location = read();
      for (const callback of [...told]) callback(current.location, action);
    };
    addEventListener('popstate', () => tell('POP'));
    const pathOf = (to) => (typeof to === 'string' ? to : (to.pathname ?? '/'));
    return Object.assign(current, {
      push: (to, state) => {
        history.pushState(state ?? null, '', `#${pathOf(to)}`);
        tell('PUSH');
      },
      replace: (to, state) => {
        history.replaceState(state ?? null, '', `#${pathOf(to)}`);
        tell('REPLACE');
      },
      go: (steps) => history.go(steps),
      goBack: () => history.back(),
      goForward: () => history.forward(),
      createHref: (to) => `#${pathOf(to)}`,
      block: () => () => {},
      listen: (callback) => {
        told.add(callback);
        return () => told.delete(callback);
      },
    });
  };

  const calls = {
    invoke: async ({ functionKey, payload, metadata }) => {
      const body = await post('/call', { functionKey, payload, product: page.product });
      return metadata ? { body, metadata: {} } : body;
    },
    getContext: async () => ({
      ...(await post('/context', { product: page.product })),
      theme: { colorMode: dark.matches ? 'dark' : 'light' },
    }),
    enableTheming: () => {
      applyTheme();
      dark.addEventListener('change', applyTheme);
    },
    on: ({ event, callback }) => {
      const callbacks = listeners.get(event) ?? new Set();
      listeners.set(event, callbacks.add(callback));
      return { unsubscribe: () => callbacks.delete(callback) };
    },
    emit: ({ event, payload }) => emit(event, payload),
    navigate: ({ url, type }) => {
      if (type === 'new-tab') open(url, '_blank', 'noopener,noreferrer');
      else location.assign(url);
    },
    createHistory,
    reload: () => location.reload(),
    getUrl: () => location.href,
    changeWindowTitle: ({ title }) => {
      document.title = title;
    },
    showFlag: (flag) => {
      flags.set(flag.id, flag);
      emit('companion.flags', [...flags.values()]);
      return true;
    },
    closeFlag: ({ id }) => {
      flags.delete(id);
      emit('companion.flags', [...flags.values()]);
      return true;
    },
    // There is no product around the panel that could open a frame, close it or send what it holds.
    openModal: () => false,
    close: () => false,
    submit: () => false,
    refresh: () => false,
    // Requests leave from this machine: no consent is asked for, so there is nothing to give or withdraw.
    __permission__egressGet: () => [],
    __permission__remoteGet: () => [],
  };

  const callBridge = async (name, data) => {
    if (!Object.hasOwn(calls, name)) throw new Error(`The local host does not play "${name}".`);
    return calls[name](data ?? {});
  };
  Object.defineProperty(globalThis, '__bridge', { value: Object.freeze({ callBridge }), enumerable: true });
})();
