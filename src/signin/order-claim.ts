import { Secret } from '../secrets/secret';
import type { Place } from '../store/place';
import { judgingLasts } from './order-lifetimes';
import type { Claimant, OrderRecords } from './order-records';
import type { OrderRemoval } from './order-removal';
import { ageOf, type Closed, closedBy, closings, type OrderStatus } from './order-status';
import type { SignInQuestion } from './question';

/** An order as whoever won its ending has it. */
export type ClaimedOrder = {
  id: string;
  target: string;
  question: SignInQuestion;
  /** ISO 8601 each. */
  startedAt: string;
  openedAt: string | null;
  pressedAt: string | null;
  /** Null where nobody went on to Casdoor. */
  proof: { nonce: Secret; verifier: Secret } | null;
};

/** What became of an attempt at an ending. */
export type Taken<Refused = Closed> = { kind: 'claimed'; order: ClaimedOrder } | { kind: Refused };

export type OrderClaims = {
  /** For an answer of Casdoor. */
  answer: (status: OrderStatus | null) => Promise<Taken>;
  /** For what Casdoor's page said to the person. */
  told: (status: OrderStatus | null) => Promise<Taken<Closed | 'not-pressed'>>;
  /** For its time being over; null where that is not so, or where somebody else ended it. */
  expiry: (status: OrderStatus) => Promise<ClaimedOrder | null>;
};

/** Every ending of a test sign-in competes for one claim, so that exactly one counts. */
export const claimsIn = (
  place: Place,
  { records, removal }: { records: OrderRecords; removal: Pick<OrderRemoval, 'endUnjudged'> },
): OrderClaims => {
  /** Reads all that the winner needs before anybody can win: a claim that leads nowhere would be a lost sign-in. */
  const claim = async ({ order, opened, pressed }: OrderStatus, by: Exclude<Claimant, 'cancel'>): Promise<Taken> => {
    const [question, proof] = await Promise.all([
      records.readQuestion(order.id, order.questionChunks),
      records.proof(order.id).get(),
    ]);
    if (!question || (by === 'answer' && !proof)) return { kind: 'expired' };
    if (!(await records.claim(order.id).claim({ by, at: place.now().toISOString() })))
      return { kind: await closerOf(order.id) };
    return {
      kind: 'claimed',
      order: {
        id: order.id,
        target: order.target,
        question,
        startedAt: order.startedAt,
        openedAt: opened?.at ?? null,
        pressedAt: pressed?.at ?? null,
        proof: proof && { nonce: new Secret(proof.nonce), verifier: new Secret(proof.verifier) },
      },
    };
  };

  const closerOf = async (id: string): Promise<Closed> => {
    const winner = await records.claim(id).get();
    return winner ? closings[winner.by] : 'unknown';
  };

  return {
    answer: async (status) => {
      if (!status) return { kind: 'unknown' };
      const closed = closedBy(place, status);
      return closed ? { kind: closed } : claim(status, 'answer');
    },
    told: async (status) => {
      if (!status) return { kind: 'unknown' };
      const closed = closedBy(place, status);
      if (closed) return { kind: closed };
      return status.pressed ? claim(status, 'told') : { kind: 'not-pressed' };
    },
    expiry: async (status) => {
      const { order, end, isOver, claim: claimed } = status;
      if (end || !isOver) return null;
      if (claimed && (claimed.by !== 'expiry' || ageOf(place, claimed.at) <= judgingLasts)) return null;
      // Somebody met the expiry and died: the claim is taken over, since nothing but time is judged.
      if (claimed) await records.claim(order.id).delete();
      const taken = await claim(status, 'expiry');
      if (taken.kind === 'claimed') return taken.order;
      await removal.endUnjudged(order.id);
      return null;
    },
  };
};
