import { randomBytes, randomUUID } from 'node:crypto';
import { plain, type Report } from '../contract/report';
import type { SignInNote, SignInResult, SignInState } from '../contract/sign-in';
import type { Place } from '../store/place';
import { Refusal } from '../store/refusal';
import { type ClaimedOrder, claimsIn, type Taken } from './order-claim';
import { besideNew, listOf } from './order-list';
import { hashOf, type OrderRecord, recordsIn } from './order-records';
import { type OrderRemoval, removalIn } from './order-removal';
import { type Closed, closedBy, type OrderStatus, statusOf } from './order-status';
import { viewsIn } from './order-view';
import type { Proof } from './proof';
import type { SignInQuestion } from './question';
import { type Seen, seenIn } from './seen-claims';

/** What stands behind a link. */
type LinkLook =
  | { kind: 'open'; target: string; who: string; expiresAt: string; question: SignInQuestion }
  /** Somebody went on to Casdoor and nothing has come back: what Casdoor's page said can be passed on. */
  | { kind: 'pressed' }
  | { kind: Closed };

export type Orders = {
  /**
   * Makes a one-time link for a question; one that was open for this target is cancelled.
   *
   * @throws Refusal `busy` where somebody else started at the same moment.
   */
  start: (target: string, question: SignInQuestion) => Promise<void>;
  /** Uses nothing up. A look at an open link is noted once. */
  look: (linkToken: string) => Promise<LinkLook>;
  /** Goes on to Casdoor, once: of two presses at the same moment one is told that the link was used. */
  press: (
    linkToken: string,
    newProof: () => Promise<Proof>,
  ) => Promise<{ kind: 'pressed'; proof: Proof } | { kind: Closed }>;
  /** Takes the answer of Casdoor for itself. An unknown state costs one read and nothing else. */
  answer: (state: string) => Promise<Taken>;
  /** Ends the wait with what Casdoor's page said. By its link, or by its maker. */
  tellByLink: (linkToken: string) => Promise<Taken<Closed | 'not-pressed'>>;
  tell: (target: string, id: string) => Promise<Taken<Closed | 'not-pressed'>>;
  /** Takes the ending of the target's newest order where its time is over and nothing came; null where that is not so. */
  expire: (target: string) => Promise<ClaimedOrder | null>;
  /** Stores what came, and strikes out whatever made the answer possible. For whoever won the ending. */
  finish: (order: ClaimedOrder, result: SignInResult) => Promise<void>;
  /** Whoever administers the product may. Does nothing where it has ended, or is being judged. */
  cancel: (target: string, id: string) => Promise<void>;
  /**
   * Cancels the target's newest order where this product is at another address by now, such as a local panel that was
   * started at another port: Casdoor would send the person to where nobody listens.
   */
  cancelElsewhere: (target: string, callbackUri: string) => Promise<void>;
  /** `changedAt`: when something that a sign-in depends on was saved last, ISO 8601. */
  view: (target: string, now: { callbackUri: string; changedAt: string }) => Promise<SignInState>;
  /** The maker alone. Where it was the person meant and all held, its claims count for other steps from now on. */
  confirm: (target: string, id: string, isMeant: boolean, changedAt: string) => Promise<void>;
  /** Deletes what came, at once. */
  delete: (target: string, id: string) => Promise<void>;
  seen: Seen['get'];
} & Pick<OrderRemoval, 'forget' | 'sweep' | 'makers' | 'forgetMakers'>;

/** Test sign-ins of one product: links, endings, results, history. Holds nothing itself; every process sees the same. */
export const ordersIn = (place: Place): Orders => {
  const records = recordsIn(place);
  const seen = seenIn(place);
  const list = (target: string) => listOf(place, target);
  const removal = removalIn(place, { records, seen, list });
  const claims = claimsIn(place, { records, removal });
  const views = viewsIn(place, { records, removal });
  const stamp = () => ({ at: place.now().toISOString() });
  const readStatus = (id: string) => statusOf(place, records, id);

  const byLink = async (token: string): Promise<OrderStatus | null> => {
    const found = await records.byLink(hashOf(token)).get();
    return found && (await readStatus(found.id));
  };

  const cancel = async (status: OrderStatus) => {
    if (status.claim || !(await records.claim(status.order.id).claim({ by: 'cancel', ...stamp() }))) return;
    await records.end(status.order.id).set({ ...stamp(), outcome: null, verdict: null, cause: null, resultChunks: 0 });
    await removal.strikeOut(status.order);
  };

  /** @throws Refusal where there is no such order of this target. */
  const required = async (target: string, id: string): Promise<OrderStatus> => {
    const status = await readStatus(id);
    if (status?.order.target === target) return status;
    throw new Refusal('not-found', 'There is no such test sign-in, or it is too old to be kept.', { field: 'id' });
  };

  /** @throws Refusal where somebody else asks than the maker. */
  const requiredOwn = async (target: string, id: string): Promise<OrderStatus> => {
    const status = await required(target, id);
    if (status.isMine) return status;
    throw new Refusal('refused', `This is for ${status.order.who}, who made the link.`, { field: 'id' });
  };

  return {
    start: async (target, question) => {
      const newest = await list(target).latest();
      const before = newest?.value ?? [];
      const id = randomUUID();
      const token = randomBytes(32).toString('base64url');
      const order: OrderRecord = {
        id,
        target,
        who: place.who,
        account: place.account,
        startedAt: place.now().toISOString(),
        readAt: question.given.now,
        link: hashOf(token),
        redirectUri: question.redirectUri,
        questionChunks: await records.writeQuestion(id, question),
      };
      await Promise.all([
        records.link(id).set(token),
        records.byLink(order.link).set({ id }),
        records.order(id).set(order),
      ]);
      const { kept, fallen } = await besideNew(place, records, before);
      const entry = { id, who: order.who, at: order.startedAt };
      const saved = await list(target).save(newest?.version ?? 0, [entry, ...kept]);
      if (saved.kind === 'conflict') {
        await removal.remove(id);
        const who = saved.theirs.value[0]?.who ?? 'Somebody else';
        throw new Refusal('busy', `${who} has started a test sign-in at this very moment.`, {
          remedy: 'Wait for it to end, or start again: that cancels it.',
        });
      }
      const last = before[0] && (await readStatus(before[0].id));
      if (last) await cancel(last);
      for (const one of fallen) await removal.remove(one);
    },
    look: async (token) => {
      const status = await byLink(token);
      if (!status) return { kind: 'unknown' };
      const closed = closedBy(place, status);
      if (closed) return { kind: closed };
      if (status.pressed) return { kind: 'pressed' };
      const { order, opened, expiresAt } = status;
      const question = await records.readQuestion(order.id, order.questionChunks);
      if (!question) return { kind: 'expired' };
      if (!opened) await records.opened(order.id).claim(stamp());
      return { kind: 'open', target: order.target, who: order.who, expiresAt, question };
    },
    press: async (token, newProof) => {
      const status = await byLink(token);
      if (!status) return { kind: 'unknown' };
      const closed = closedBy(place, status);
      if (closed || status.pressed) return { kind: closed ?? 'used' };
      const { id } = status.order;
      const proof = await newProof();
      const state = hashOf(proof.state.expose());
      if (!(await records.pressed(id).claim({ ...stamp(), state }))) return { kind: 'used' };
      await Promise.all([
        records.proof(id).set({ nonce: proof.nonce.expose(), verifier: proof.verifier.expose() }),
        records.byState(state).set({ id }),
        records.link(id).delete(),
      ]);
      return { kind: 'pressed', proof };
    },
    answer: async (state) => {
      const found = await records.byState(hashOf(state)).get();
      return claims.answer(found && (await readStatus(found.id)));
    },
    tellByLink: async (token) => claims.told(await byLink(token)),
    tell: async (target, id) => claims.told(await requiredOwn(target, id)),
    expire: async (target) => {
      const [entry] = (await list(target).latest())?.value ?? [];
      const status = entry && (await readStatus(entry.id));
      return status ? claims.expiry(status) : null;
    },
    finish: async ({ id }, result) => {
      const order = await records.order(id).get();
      // Forgotten meanwhile: nothing of it may come back.
      if (!order) return;
      const resultChunks = await records.writeResult(id, result);
      // After its result, so that nobody meets an end without it.
      await records.end(id).set({
        ...stamp(),
        outcome: result.outcome,
        verdict: result.report.verdict,
        cause: causeIn(result.report),
        resultChunks,
      });
      await removal.strikeOut(order);
    },
    cancel: async (target, id) => cancel(await required(target, id)),
    cancelElsewhere: async (target, callbackUri) => {
      const [entry] = (await list(target).latest())?.value ?? [];
      const status = entry && (await readStatus(entry.id));
      if (status && !status.claim && !status.isOver && status.order.redirectUri !== callbackUri) await cancel(status);
    },
    view: async (target, now) => {
      const entries = (await list(target).latest())?.value ?? [];
      const [status, history] = await Promise.all([
        entries[0] ? readStatus(entries[0].id) : null,
        views.notes(entries),
      ]);
      return { callbackUri: now.callbackUri, current: status && (await views.view(status, now)), history };
    },
    confirm: async (target, id, isMeant, changedAt) => {
      const status = await requiredOwn(target, id);
      if (!status.end)
        throw new Refusal('refused', 'Nothing has come of this test sign-in that could be confirmed.', { field: 'id' });
      const result = await views.result(status);
      if (!result)
        throw new Refusal('expired', 'What came of this sign-in is not kept any more.', {
          field: 'id',
          remedy: 'Sign in once more.',
        });
      await records.meant(id).set({ isMeant });
      const { readAt, who } = status.order;
      if (!isMeant) await seen.takeBack(target, id);
      else if (result.isVerified && changedAt <= readAt) await seen.save(target, { id, who, readAt, result });
    },
    delete: async (target, id) => {
      const { end } = await required(target, id);
      if (end) await removal.deleteResult(id, end.resultChunks);
    },
    seen: seen.get,
    forget: removal.forget,
    sweep: removal.sweep,
    makers: removal.makers,
    forgetMakers: removal.forgetMakers,
  };
};

/** What is wrong rather than what was looked at; headings of these checks name nobody. */
const causeIn = ({ rootCause, findings, verdict }: Report): SignInNote['cause'] => {
  // Where neither the settings nor the person are the reason, such as a wrong password, no root cause is named.
  const cause =
    findings.find(({ id }) => id === rootCause) ??
    (verdict === 'ready' ? undefined : findings.find(({ outcome }) => outcome === 'fail'));
  return cause === undefined ? null : { check: cause.id, title: cause.heading ? plain(cause.heading) : cause.title };
};
