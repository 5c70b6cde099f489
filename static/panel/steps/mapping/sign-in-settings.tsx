import { isBlank } from '../../../../src/mapping/field-reading';
import type { JudgedPerson } from '../../../../src/mapping/judge-sample';
import type { Rules } from '../../../../src/mapping/rules-of';
import { Fold } from '../../parts/fold';
import { useMappingForm } from './mapping-form-context';
import { ruleLabels } from './plugin-labels';
import { NameListField, RuleSwitch } from './rule-fields';

/** The tab "Sign In Settings" of miniOrange, as far as it decides who gets in. */
export const SignInSettings = ({ rules }: { rules: Rules }) => {
  const { setRule, judged } = useMappingForm();
  return (
    <Fold look="quiet" summary={<span>Sign In Settings: {summaryOf(rules)}</span>}>
      <div className="stack fold-fields">
        <NameListField
          id="rule-allowedDomains"
          label={ruleLabels.allowedDomains}
          names={rules.allowedDomains}
          onChange={(names) => setRule('allowedDomains', names)}
          hint={domainsHint(rules.allowedDomains, judged?.people ?? [])}
        />
        <RuleSwitch
          rule="createUsers"
          label={ruleLabels.createUsers}
          isOn={rules.createUsers}
          onRule={setRule}
          {...(rules.createUsers ? {} : { note: 'Whoever has no account yet is refused.' })}
        />
      </div>
    </Fold>
  );
};

const summaryOf = ({ allowedDomains, createUsers }: Rules): string => {
  const domains =
    allowedDomains.length === 0
      ? 'any domain'
      : allowedDomains.length === 1
        ? '1 domain'
        : `${allowedDomains.length} domains`;
  return `${domains}, accounts are ${createUsers ? 'created' : 'not created'}`;
};

/** Domains are compared with their capitals and blanks, so near ones keep people out. */
const domainsHint = (domains: readonly string[], people: readonly JudgedPerson[]): string => {
  if (domains.length === 0) return 'Empty: any domain. Several are separated by ;';
  const emails = people.flatMap(({ read, verdict }) => {
    const { value } = read.email;
    return typeof value === 'string' && !isBlank(value) && verdict.outcome !== 'barred' ? [value] : [];
  });
  const kept = emails.filter((email) => !domains.includes(email.slice(email.lastIndexOf('@') + 1)));
  if (emails.length === 0) return 'Capitals and blanks count. Several are separated by ;';
  return kept.length === 0
    ? `All ${emails.length} e-mails have one of them. Capitals and blanks count.`
    : `${kept.length} of ${emails.length} e-mails have another domain, such as ${kept[0]}. Capitals and blanks count.`;
};
