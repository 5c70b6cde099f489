import type { AnswerOf, PanelCall } from '../../src/contract/panel-calls';

type ValueOf<Name extends PanelCall> = Extract<AnswerOf<Name>, { ok: true }>['value'];

/** The panel as a browser opens it, as far as its calls need. */
export const openPanel = async ({ address, origin }: { address: string; origin: string }, search = '') => {
  const entered = await fetch(address, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = await (await fetch(`${origin}/${search}`, { headers: { cookie } })).text();
  const { key, product } = JSON.parse((/content="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&quot;', '"')) as {
    key: string;
    product: string;
  };
  const call = async <Name extends PanelCall>(functionKey: Name, payload: object): Promise<AnswerOf<Name>> => {
    const response = await fetch(`${origin}/call`, {
      method: 'POST',
      headers: {
        cookie,
        origin,
        'sec-fetch-site': 'same-origin',
        'x-companion-call': key,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ functionKey, payload, product }),
    });
    return ((await response.json()) as { value: AnswerOf<Name> }).value;
  };
  /** The value of an answer that has to be one. */
  const get = async <Name extends PanelCall>(name: Name, payload: object): Promise<ValueOf<Name>> => {
    const answer = (await call(name, payload)) as AnswerOf<PanelCall>;
    if (answer.ok) return answer.value as ValueOf<Name>;
    throw new Error(`${name}: ${answer.error.message}`);
  };
  return { call, get };
};
export type OpenPanel = Awaited<ReturnType<typeof openPanel>>;
