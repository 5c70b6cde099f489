import api, { route } from '@forge/api';
import * as v from 'valibot';
import { type Product, products } from '../contract/target';
import { Refusal } from '../store/refusal';

/** Who asks, and in which product's context. */
export type Administrator = { product: Product; accountId: string; displayName: string };

/** The parts of a resolver's context that say where a call was made. The platform fills them in, not the caller. */
const contextShape = v.object({
  accountId: v.pipe(v.string(), v.minLength(1)),
  installContext: v.string(),
  extension: v.object({ type: v.string() }),
  /** Every product that the installation is in, where the platform tells. */
  installation: v.optional(v.object({ contexts: v.optional(v.array(v.unknown()), []) })),
});

const permissions = v.object({ permissions: v.object({ ADMINISTER: v.object({ havePermission: v.boolean() }) }) });
const myself = v.object({ displayName: v.string() });
const currentUser = v.object({
  displayName: v.optional(v.string()),
  operations: v.array(v.object({ operation: v.string(), targetType: v.string() })),
});

/**
 * Asks the product whether the caller administers it. Display conditions run in the browser, so each call asks again.
 *
 * @throws Refusal `not-an-administrator` for everybody else and on any doubt: no account, a context that contradicts
 * itself, an answer that cannot be read, no answer at all.
 */
export const requireAdministrator = async (context: unknown): Promise<Administrator> => {
  const read = v.safeParse(contextShape, context);
  const product = read.success ? productOf(read.output) : null;
  if (!read.success || !product) throw refused('Nobody is signed in, or it could not be told in which product.');
  const { accountId } = read.output;
  const displayName = await (product === 'jira' ? jiraAdministrator() : confluenceAdministrator()).catch(() => null);
  if (displayName === null) throw refused(`Only administrators of ${names[product]} can use this.`);
  return { product, accountId, displayName };
};

const names: Record<Product, string> = { jira: 'Jira', confluence: 'Confluence' };

/** The module's type names the product that shows the panel; the app must be installed in that product. */
const productOf = ({ installContext, installation, extension }: v.InferOutput<typeof contextShape>): Product | null => {
  const contexts = [installContext, ...(installation?.contexts ?? [])].map(String);
  return (
    products.find(
      (product) =>
        extension.type.startsWith(`${product}:`) &&
        contexts.some((context) => context.startsWith(`ari:cloud:${product}::site/`)),
    ) ?? null
  );
};

/** Display name, or null where the caller is no administrator. Jira Cloud REST v3, "Get my permissions". */
const jiraAdministrator = async (): Promise<string | null> => {
  const jira = api.asUser();
  const [allowed, me] = await Promise.all([
    jira.requestJira(route`/rest/api/3/mypermissions?permissions=ADMINISTER`).then(json),
    jira.requestJira(route`/rest/api/3/myself`).then(json),
  ]);
  if (!v.parse(permissions, allowed).permissions.ADMINISTER.havePermission) return null;
  return v.parse(myself, me).displayName;
};

/** Confluence Cloud REST v1, "Get current user" with its operations. */
const confluenceAdministrator = async (): Promise<string | null> => {
  const answer = await api.asUser().requestConfluence(route`/wiki/rest/api/user/current?expand=operations`).then(json);
  const user = v.parse(currentUser, answer);
  const administers = user.operations.some(
    ({ operation, targetType }) => operation === 'administer' && targetType === 'application',
  );
  return administers ? (user.displayName ?? 'An administrator') : null;
};

const json = async (response: { ok: boolean; json: () => Promise<unknown> }): Promise<unknown> => {
  if (!response.ok) throw new Error('The product did not answer.');
  return response.json();
};

const refused = (message: string) =>
  new Refusal('not-an-administrator', message, { remedy: 'Ask an administrator to open the panel.' });
