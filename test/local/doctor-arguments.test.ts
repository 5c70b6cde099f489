import { doctorHelp, readDoctorArguments } from '../../local/doctor-arguments';

const read = (line: string) => readDoctorArguments(line === '' ? [] : line.split(' '));

describe('what the doctor was asked', () => {
  it('needs nothing but an address', () => {
    expect(read('--issuer door.acme.example')).toMatchObject({
      kind: 'diagnose',
      arguments: {
        issuer: 'door.acme.example',
        plugin: null,
        product: 'jira',
        from: 'local',
        secret: null,
        json: false,
      },
    });
  });

  it('takes a plugin file in place of an address', () => {
    expect(read('--plugin-file export.json')).toMatchObject({ kind: 'diagnose', arguments: { issuer: '' } });
  });

  it.each([
    ['', '--issuer'],
    ['--issuer', '--issuer'],
    ['--issuer=', '--issuer'],
    ['--issuer a --target keycloak', '--target'],
    ['--issuer a --product bitbucket', '--product'],
    ['--issuer a --from mars', '--from'],
    ['--issuer a --wrong', '--wrong'],
    ['--issuer a --secret-env A --secret-stdin', '--secret-stdin'],
    ['door.acme.example', 'door.acme.example'],
    ['--issuer a --json=yes', '--json'],
    ['--issuer a --sign-in --wait 0', '--wait'],
    ['--issuer a --sign-in --wait 901', '--wait'],
    ['--issuer a --sign-in --wait 1e2', '--wait'],
    ['--issuer a --sign-in --wait=-5', '--wait'],
    ['--issuer a --wait 60', '--sign-in'],
    ['--issuer a --sign-in --from cloud', '--from cloud'],
  ])('refuses "%s" and names %s', (line, named) => {
    const asked = read(line);
    expect(asked).toMatchObject({ kind: 'refused' });
    expect(asked.kind === 'refused' && asked.problem).toContain(named);
  });

  it.each(['--secret hunter2hunter2', '--secret=hunter2hunter2', '--client-secret hunter2hunter2'])(
    'refuses a secret as an argument, without repeating it: %s',
    (line) => {
      const asked = read(`--issuer a ${line}`);
      expect(asked).toMatchObject({ kind: 'refused' });
      expect(JSON.stringify(asked)).not.toContain('hunter2');
    },
  );

  it('tells every option in its help', () => {
    for (const option of ['--issuer', '--client-id', '--secret-env', '--secret-stdin', '--redirect-uri', '--scope'])
      expect(doctorHelp).toContain(option);
    for (const option of ['--mapping', '--plugin-file', '--symptom', '--target', '--product', '--from', '--ca'])
      expect(doctorHelp).toContain(option);
    for (const option of ['--insecure-http', '--only', '--list', '--json', '--data', '--help', '--sign-in', '--wait'])
      expect(doctorHelp).toContain(option);
  });

  it.each([
    ['--issuer a', null],
    ['--issuer a --sign-in', { waitSeconds: 300 }],
    ['--issuer a --sign-in --wait 1', { waitSeconds: 1 }],
    ['--issuer a --sign-in --wait 900', { waitSeconds: 900 }],
  ])('"%s" asks for the sign-in %j', (line, signIn) => {
    expect(read(line)).toMatchObject({ kind: 'diagnose', arguments: { signIn } });
  });

  it('reads a list of checks', () => {
    expect(read('--issuer a --only issuer-mismatch,keys-empty,')).toMatchObject({
      arguments: { only: ['issuer-mismatch', 'keys-empty'] },
    });
  });
});
