import { useCallback, useMemo, useRef, useState } from 'react';
import type { TargetSettings } from '../../../../src/contract/panel-calls';
import type { Finding } from '../../../../src/contract/report';
import { type Failure, succeeded } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { dropDraft, useDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { isAbout } from '../../parts/failure-banner';
import type { FieldFault } from '../../parts/labelled-field';
import { meaningOf } from '../../parts/verdict-words';
import { emptyTarget, newTargetDraft } from './target-draft';
import { useSecret } from './use-secret';

export type ClientField = 'clientId' | 'secret' | 'scopes' | 'baseUrl' | 'callbackUrl';

/** The Client step's form: settings with a draft, the secret without one, both saved by one press, then checked. */
export const useClientForm = () => {
  const { state, target, choose, reload, check, report } = usePanel();
  const id = target?.id ?? null;
  const empty = useMemo(() => emptyTarget(state), [state]);
  const made = useRef<string | null>(null);
  const send = useCallback(
    async (base: number, settings: TargetSettings) => {
      const answer = await call('saveTarget', { id, base, settings });
      if (!answer.ok) return answer;
      made.current = answer.value.id;
      return succeeded(answer.value.saved);
    },
    [id],
  );
  const draft = useDraft({
    key: id === null ? newTargetDraft : `target:${id}`,
    saved: target?.settings ?? null,
    empty,
    send,
  });
  const secret = useSecret(target);
  const [secretFailure, setSecretFailure] = useState<Failure | null>(null);
  const hasSecret = secret.text.trim() !== '';

  const submit = async () => {
    setSecretFailure(null);
    let version = target?.settings.version ?? 0;
    if (draft.isDirty || id === null) {
      const saved = await draft.save();
      if (saved === null) return;
      version = saved.version;
    }
    const used = id ?? made.current;
    if (used === null) return;
    if (hasSecret) {
      const failure = await secret.save(used, version);
      setSecretFailure(failure);
      // The target is there by now; what was typed for it stays in the field.
      if (failure && id !== null) return reload();
    }
    if (id === null) dropDraft(newTargetDraft);
    await reload();
    choose(used);
    await check.start({ target: used });
  };

  const faultOf = (field: ClientField): FieldFault | null => {
    const failure = field === 'secret' ? secretFailure : draft.failure;
    if (failure && isAbout(failure, field)) return { of: 'blocker', text: failure.message };
    // What was typed since has not been judged yet.
    if (check.running || draft.isDirty || (field === 'secret' && hasSecret)) return null;
    const finding = report?.findings.find((each) => each.outcome === 'fail' && fieldOf(each) === field);
    const meaning = finding && meaningOf(finding);
    return finding && meaning ? { of: meaning, text: finding.title, finding: finding.id } : null;
  };
  const failure = secretFailure ?? draft.failure;
  const isShownAtField = failure !== null && fields.some((field) => isAbout(failure, field));
  return {
    draft,
    secret,
    submit,
    faultOf,
    failure: isShownAtField ? null : failure,
    isDirty: draft.isDirty || hasSecret || id === null,
    isSaving: draft.isSaving,
    discard: () => {
      draft.discard();
      secret.keepOld();
      setSecretFailure(null);
    },
  };
};

const fields: readonly ClientField[] = ['clientId', 'secret', 'scopes', 'baseUrl', 'callbackUrl'];

const fieldsOfChecks: Record<string, ClientField> = {
  'client-unknown': 'clientId',
  'client-built-in': 'clientId',
  'client-secret-wrong': 'secret',
  'client-secret-padded': 'secret',
  'client-swapped': 'secret',
  'redirect-uri-base-url': 'baseUrl',
};

/** Which field a finding is about: by its id, else by its area. */
const fieldOf = ({ area, id }: Finding): ClientField | null => {
  const own = fieldsOfChecks[id];
  if (own) return own;
  if (area === 'redirect-uri') return 'callbackUrl';
  return area === 'scopes' ? 'scopes' : null;
};
