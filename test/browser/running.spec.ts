import { createServer, type Server } from 'node:net';
import { addressField, expect, startDemo, test, verdict } from './panel';

/** Takes connections and never says anything. */
const silentServer = () =>
  new Promise<{ server: Server; address: string; stop: () => void }>((resolve) => {
    const sockets = new Set<import('node:net').Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound ? bound.port : 0;
      resolve({
        server,
        address: `http://127.0.0.1:${port}`,
        stop: () => {
          for (const socket of sockets) socket.destroy();
          server.close();
        },
      });
    });
  });

test('a run says what it does, can be cancelled, and leaves the result from before', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await expect(verdict(panel)).toContainText('Ready');
  const silent = await silentServer();
  try {
    await addressField(panel).fill(silent.address);
    await panel.getByRole('button', { name: 'Save and check' }).click();
    const running = panel.getByRole('region', { name: 'Running check' });
    await expect(running).toContainText('Checking');
    await expect(panel.getByText(/^From \d\d:\d\d, while a new result is being made$/)).toBeVisible();
    await running.getByRole('button', { name: 'Cancel' }).click();
    await expect(panel.getByRole('region', { name: 'Cancelled check' })).toContainText('What follows is from');
    await expect(running).toBeHidden();
    await expect(verdict(panel)).toContainText('Ready');
  } finally {
    silent.stop();
  }
});

test('a press on "Cancel" counts, be it sooner than the backend knows of the run', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  const silent = await silentServer();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await panel.route('**/call', async (route) => {
    if (route.request().postData()?.includes('"functionKey":"check"')) await held;
    await route.continue();
  });
  try {
    await addressField(panel).fill(silent.address);
    await panel.getByRole('button', { name: 'Save and check' }).click();
    const running = panel.getByRole('region', { name: 'Running check' });
    const refused = panel.waitForResponse(
      (response) => response.request().postData()?.includes('"functionKey":"cancel"') === true,
    );
    await running.getByRole('button', { name: 'Cancel' }).click();
    await refused;
    await expect(running).toContainText('Cancelling');
    release();
    await expect(panel.getByRole('region', { name: 'Cancelled check' })).toContainText('What follows is from');
  } finally {
    release();
    silent.stop();
  }
});

test('a run goes on through a reload of the page', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  const silent = await silentServer();
  try {
    await addressField(panel).fill(silent.address);
    await panel.getByRole('button', { name: 'Save and check' }).click();
    await expect(panel.getByRole('region', { name: 'Running check' })).toBeVisible();
    await panel.waitForTimeout(1000);
    await panel.reload();
    await expect(panel.getByRole('region', { name: 'Running check' })).toBeVisible();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await expect(panel.getByRole('region', { name: 'Running check' })).toBeHidden();
  } finally {
    silent.stop();
  }
});

test('after "Check again" the focus stays on the button, and the verdict is announced', async ({ panel }) => {
  await startDemo(panel, /^Behind a proxy/);
  const again = panel
    .getByRole('article')
    .first()
    .getByRole('button', { name: /^Check again/ });
  await expect(panel.getByTestId('announcement')).toHaveText(/Broken\.$/);
  const answered = panel.waitForResponse(
    (response) => response.request().postData()?.includes('"functionKey":"check"') === true,
  );
  await again.focus();
  await panel.keyboard.press('Enter');
  await answered;
  await expect(panel.getByRole('region', { name: 'Running check' })).toBeHidden();
  await expect(again).toBeFocused();
  await expect(panel.getByTestId('announcement')).toHaveText(/Broken\.$/);
});
