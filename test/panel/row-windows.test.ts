import { failed, type Result, succeeded } from '../../src/contract/result';
import { makeRowWindows, type RowPage, windowSize } from '../../static/panel/steps/directory/row-windows';

const pages = (total: number) => {
  const asked: number[] = [];
  let underWay = 0;
  let most = 0;
  let refusals = 0;
  const fetchPage = async (from: number, count: number): Promise<Result<RowPage<number>>> => {
    asked.push(from);
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, 5));
    underWay -= 1;
    if (refusals > 0) {
      refusals -= 1;
      return failed('unexpected', 'No answer.');
    }
    const rows = Array.from({ length: Math.min(count, total - from) }, (_, at) => from + at);
    return succeeded({ total, rows });
  };
  return { asked, fetchPage, most: () => most, refuse: (times: number) => (refusals = times) };
};

const until = async (isSo: () => boolean) => {
  const end = Date.now() + 5_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

test('what is looked at comes, once', async () => {
  const { asked, fetchPage } = pages(1_000);
  const windows = makeRowWindows<number>({ fetchPage, onChange: () => {} });
  expect(windows.total()).toBeNull();
  windows.want(0, 20);
  windows.want(0, 30);
  await until(() => windows.at(30) === 30);
  windows.want(10, 40);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(asked).toEqual([0]);
  expect(windows.total()).toBe(1_000);
  windows.stop();
});

test('who drags the scroll bar through everything asks for where it stops', async () => {
  const { asked, fetchPage, most } = pages(100_000);
  const windows = makeRowWindows<number>({ fetchPage, onChange: () => {} });
  windows.want(0, 20);
  await until(() => windows.at(0) === 0);
  for (let at = 0; at < 90_000; at += 1_000) windows.want(at, at + 20);
  windows.want(90_090, 90_110);
  await until(() => windows.at(90_090) !== undefined && windows.at(90_110) !== undefined);
  expect(asked).toEqual([0, 90_000, 90_100]);
  expect(most()).toBeLessThanOrEqual(2);
  windows.stop();
});

test('a failure is told and asked again only when somebody says so', async () => {
  const { asked, fetchPage, refuse } = pages(10);
  refuse(1);
  const windows = makeRowWindows<number>({ fetchPage, onChange: () => {} });
  windows.want(0, 9);
  await until(() => windows.failure() !== null);
  windows.want(0, 9);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(asked).toEqual([0]);
  windows.retry();
  await until(() => windows.at(9) === 9);
  expect(windows.failure()).toBeNull();
  windows.stop();
});

test('of a list of a million only what was looked at last is kept', async () => {
  const { fetchPage } = pages(1_000_000);
  const windows = makeRowWindows<number>({ fetchPage, onChange: () => {} });
  for (let page = 0; page < 70; page += 1) {
    windows.want(page * windowSize, page * windowSize);
    await until(() => windows.at(page * windowSize) !== undefined);
  }
  expect(windows.at(0)).toBeUndefined();
  expect(windows.at(69 * windowSize)).toBe(69 * windowSize);
  windows.stop();
});

test('whoever has left hears nothing more', async () => {
  let changes = 0;
  const { fetchPage } = pages(10);
  const windows = makeRowWindows<number>({ fetchPage, onChange: () => (changes += 1) });
  windows.want(0, 9);
  await new Promise((resolve) => setTimeout(resolve, 2));
  windows.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(changes).toBe(0);
});
