/** Why a call did not do what was asked. `message` is a whole sentence for people; it never holds a secret. */
export type Failure = {
  code:
    | 'not-an-administrator'
    | 'payload-unreadable'
    | 'not-found'
    | 'conflict'
    | 'expired'
    | 'busy'
    | 'egress-not-granted'
    | 'not-here'
    | 'refused'
    | 'unexpected';
  message: string;
  /** The field of the payload that is meant, where one is. */
  field?: string;
  /** The one thing to do about it. */
  remedy?: string;
};

/** What every call from the panel answers: a value, or a reason. Nothing is thrown across the bridge. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export const succeeded = <T>(value: T): Result<T> => ({ ok: true, value });

export const failed = (code: Failure['code'], message: string, more: Partial<Failure> = {}): Result<never> => ({
  ok: false,
  error: { code, message, ...more },
});
