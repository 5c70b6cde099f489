import { readStartOptions, startHelp } from '../../../local/options';

const options = (...argv: string[]) => {
  const read = readStartOptions(argv);
  return read.kind === 'start' ? read.options : read;
};

test('without options the panel of Jira starts with its demo, where the system keeps data', () => {
  expect(options()).toEqual({
    port: null,
    data: null,
    keyFile: null,
    hasDemo: true,
    opens: null,
    product: 'jira',
    ca: null,
  });
});

test('each option is read, with and without an equals sign', () => {
  expect(
    options(
      '--port',
      '8080',
      '--data=dir',
      '--key-file',
      'k',
      '--product',
      'confluence',
      '--ca',
      'ca.pem',
      '--no-demo',
      '--no-open',
    ),
  ).toEqual({
    port: 8080,
    data: 'dir',
    keyFile: 'k',
    hasDemo: false,
    opens: false,
    product: 'confluence',
    ca: 'ca.pem',
  });
});

test.each<[string[], string]>([
  [['--prot', '8080'], 'There is no option --prot.'],
  [['-p', '8080'], 'There is no option -p.'],
  [['8080'], '"8080" is no option.'],
  [['--port'], '--port needs a value.'],
  [['--port', '--no-open'], '--port needs a value.'],
  [['--data='], '--data needs a value.'],
  [['--port', '0'], '--port is "0"; a port is a number from 1 to 65535.'],
  [['--port', '65536'], '--port is "65536"'],
  [['--port', '80x'], '--port is "80x"'],
  [['--product', 'bitbucket'], '--product is "bitbucket"; it can be jira or confluence.'],
  [['--no-demo=1'], '--no-demo takes no value.'],
])('%j is refused and named', (argv, problem) => {
  const read = readStartOptions(argv);
  expect(read).toEqual({ kind: 'refused', problem: expect.stringContaining(problem) as string });
});

test('the help names every option', () => {
  expect(readStartOptions(['--help'])).toEqual({ kind: 'help' });
  for (const name of ['port', 'data', 'key-file', 'product', 'ca', 'no-demo', 'no-open', 'help'])
    expect(startHelp).toContain(`--${name}`);
});
