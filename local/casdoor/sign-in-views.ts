import type { ApplicationDocument, UserDocument } from './documents';
import type { Reply } from './exchange';
import { escaped } from './html';
import type { PersonToPick } from './people-to-pick';
import { htmlPage } from './sign-in-look';

/** What every step of one sign-in carries on: the request, as hidden fields, and where it leads in the end. */
export type Visit = {
  application: ApplicationDocument;
  organization: string;
  request: ReadonlyMap<string, string>;
  formTargets: readonly string[];
};

const madeUp = 'This is the embedded Casdoor of the demo. Its people are made up.';

/** A form of one step. Each has its own fields, so that a button says all there is to say. */
const form = (visit: Visit, step: string, content: string): string =>
  `<form method="post" action="/login/oauth/authorize">
${[...visit.request].map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`).join('\n')}
<input type="hidden" name="step" value="${step}">
${content}
</form>`;

const alert = (text: string | null): string => (text === null ? '' : `<p role="alert">${escaped(text)}</p>`);

/** What a newcomer wonders about next. */
const silence =
  '<p class="demo">For the demo: Casdoor says this here and to nobody else. To pass its words on, open the link of the test sign-in once more.</p>';

const nameOf = (user: { name: string; displayName: string }): string =>
  user.displayName === ''
    ? `<bdi>${escaped(user.name)}</bdi>`
    : `<bdi>${escaped(user.name)}</bdi> (<bdi>${escaped(user.displayName)}</bdi>)`;

export type SigninForm = {
  complaint: string | null;
  username: string;
  /** Of a person who was picked. */
  password: string;
  signedIn: UserDocument | undefined;
  offersPassword: boolean;
  otherMethods: readonly string[];
  closed: string | null;
  people: readonly PersonToPick[];
  others: number;
};

/** Who signs in: whoever is signed in to Casdoor already, or by name and password. */
export const signinForm = (visit: Visit, view: SigninForm): Reply => {
  const { signedIn, username, password } = view;
  const focus = (isHere: boolean) => (isHere ? ' autofocus' : '');
  const isPicked = username !== '' && password !== '';
  const open =
    signedIn === undefined
      ? ''
      : `<h2>Continue with :</h2>
${form(visit, 'continue', `<button>${nameOf(signedIn)}</button>`)}
${form(visit, 'sign-out', `<button class="second">Sign out of Casdoor</button>`)}
<h2>Or sign in with another account :</h2>`;
  const byPassword = form(
    visit,
    'password',
    `<label for="username">User name, e-mail or phone</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required${focus(username === '')} value="${escaped(username)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${focus(username !== '' && !isPicked)} value="${escaped(password)}">
<button${focus(isPicked)}>Sign in</button>`,
  );
  const others =
    view.otherMethods.length === 0
      ? ''
      : `<p class="quiet">${escaped(visit.application.name)} also offers ${escaped(view.otherMethods.join(', '))}, which the demo does not have.</p>`;
  return htmlPage(
    `Sign in to ${visit.organization}`,
    `<h1>Sign in to ${escaped(visit.organization)}</h1>
<p class="quiet">Application: ${escaped(visit.application.name)}. ${madeUp}</p>
${alert(view.complaint)}
${view.complaint === null ? '' : silence}
${open}
${view.offersPassword ? byPassword : `<p>${escaped(visit.application.name)} does not offer the password.</p>`}
${others}
${picks(visit, view)}`,
    visit.formTargets,
  );
};

/** A link fills the form in, as an authorization request with `login_hint` does. */
const picks = (visit: Visit, { people, others, closed, username }: SigninForm): string => {
  if (people.length === 0) return `<p class="quiet">Nobody belongs to ${escaped(visit.organization)}.</p>`;
  const list = (title: string, some: readonly PersonToPick[]) =>
    some.length === 0 ? '' : `<h3>${title}</h3>\n<ul class="people">\n${some.map(pick).join('\n')}\n</ul>`;
  const pick = (person: PersonToPick) => {
    const query = new URLSearchParams([...visit.request, ['login_hint', person.name]]);
    const current = person.name === username ? ' aria-current="true"' : '';
    return `<li><a href="?${escaped(query.toString())}"${current}>${nameOf(person)}</a> <span class="quiet">${escaped(person.fate)}</span></li>`;
  };
  return `<h2>People to try</h2>
<p class="quiet">Choosing one fills in the name and the password, which is <code>Pass-123</code> for everybody.</p>
${closed === null ? '' : `<p class="demo">${escaped(closed)}</p>`}
${list(
  'They do not get in',
  people.filter((person) => !person.getsIn),
)}
${list(
  'They get in',
  people.filter((person) => person.getsIn),
)}
${others === 0 ? '' : `<p class="quiet">${others.toLocaleString('en-US')} more people belong to ${escaped(visit.organization)}.</p>`}`;
};

export type SecondFactorForm = {
  complaint: string | null;
  hours: number;
  passcode: string;
  recoveryCode: string | null;
};

export const secondFactorForm = (visit: Visit, view: SecondFactorForm): Reply =>
  htmlPage(
    'Multi-factor authentication',
    `<h1>Multi-factor authentication</h1>
<p>You have enabled Multi-Factor Authentication, please enter the TOTP code</p>
${alert(view.complaint)}
${form(
  visit,
  'second-factor',
  `<label for="passcode">Code</label>
<input id="passcode" name="passcode" inputmode="numeric" autocomplete="one-time-code" maxlength="6" required autofocus>
<label class="beside"><input type="checkbox" name="remember" value="on">Remember this account for ${view.hours} hours</label>
<button>Next Step</button>`,
)}
<p class="demo">For the demo: the authenticator app of this made-up person shows <code>${view.passcode}</code> now.</p>
<h2>Have problems? Use a recovery code</h2>
${form(
  visit,
  'second-factor',
  `<label for="recovery">Recovery code</label>
<input id="recovery" name="recovery" autocomplete="off" spellcheck="false" required>
<button class="second">Use it</button>`,
)}
<p class="demo">For the demo: ${view.recoveryCode === null ? 'no recovery code is left.' : `one that is left is <code>${escaped(view.recoveryCode)}</code>.`}</p>`,
    visit.formTargets,
  );

export const consentForm = (
  visit: Visit,
  scopes: readonly { title: string; text: string }[],
  complaint: string | null,
): Reply =>
  htmlPage(
    'Authorization Request',
    `<h1>Authorization Request</h1>
<p><strong>${escaped(visit.application.displayName || visit.application.name)}</strong> wants to access your account</p>
${alert(complaint)}
<h2>This application is requesting</h2>
<ul>
${scopes.map(({ title, text }) => `<li><strong>${escaped(title)}</strong><br><span class="quiet">${escaped(text)}</span></li>`).join('\n')}
</ul>
${form(visit, 'allow', '<button autofocus>Allow</button>')}
${form(visit, 'deny', '<button class="second">Deny</button>')}
<p class="quiet">By clicking Allow, you allow this app to use your information</p>`,
    visit.formTargets,
  );

/** Casdoor moves the person to a page of its own, where this embedded one has nothing; nobody is sent back. */
export const unmetPage = (visit: Visit, unmet: 'second-factor' | 'password'): Reply => {
  const { title, text, next } = unmetTexts[unmet];
  return htmlPage(
    title,
    `<h1>${title}</h1>
<p role="alert">${text}</p>
<p>${next} The embedded one has no such page: sign in as somebody else.</p>
${silence}
${form(visit, 'sign-out', '<button>Sign out of Casdoor</button>')}`,
    visit.formTargets,
  );
};

const unmetTexts = {
  'second-factor': {
    title: 'Enable multi-factor authentication',
    text: 'To ensure the security of your account, it is required to enable multi-factor authentication',
    next: 'A real Casdoor shows its page “Multi-factor authentication” now and goes on after it was set up.',
  },
  password: {
    title: 'My Account',
    text: 'You need to update your password',
    next: 'A real Casdoor shows its page “My Account” now and says nothing; whoever changes the password there can sign in again.',
  },
};

/** What keeps Casdoor from showing a form. Casdoor's own heading, its two full stops included. */
export const troublePage = (text: string): Reply => {
  const title = 'There was a problem signing you in..';
  return htmlPage(title, `<h1>${title}</h1>\n<p role="alert">${escaped(text)}</p>\n${silence}`, []);
};
