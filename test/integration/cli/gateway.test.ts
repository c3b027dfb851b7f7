import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runMediaServer, type RunningServer } from '../../support/commandLine.ts';
import { readChart } from '../../support/readChart.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runMediaServer();
});
afterAll(async () => {
  await server.stop();
});

const gatewayArguments = () => {
  const { baseUrl, tokenUrl, apiKey } = server.gateway;
  return ['--dialect', 'xcaliber', '--base', baseUrl, '--api-key', apiKey, '--token-url', tokenUrl, '--user-id', 'u1', '--user-name', 'nurse'];
};

describe('the command line and a gateway', () => {
  it('carries a picture through it into the chart', async () => {
    const data = join(await temporaryDirectory(), 'data');
    const connected = await runCommand(['connect', '--data', data, ...gatewayArguments(), '--source', 'epic', '--department', '1', '--category', 'admin', 'lab-results']);
    expect(connected).toMatchObject({ code: 0, document: { connected: { baseUrl: server.gateway.baseUrl, authKind: 'api-key' } } });
    expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0, document: { patients: 6, contentMissing: 0 } });
    const file = join(await temporaryDirectory(), 'card.jpg');
    await writeFile(file, await sharp({ create: { width: 64, height: 48, channels: 3, background: '#a05a4a' } }).jpeg().toBuffer());
    const imported = await runCommand(['import', file, '--data', data, '--patient', 'demo-child']);
    expect(imported.code).toBe(0);
    expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0, document: { waiting: [], failure: null } });
    const { files } = imported.document as { readonly files: readonly { readonly media: { readonly id: string } }[] };
    const chart = await readChart(server);
    expect(await chart.mediaWithIdentifier(files[0]?.media.id ?? '')).toMatchObject([{ status: 'completed', meta: { tag: [{ code: 'admin' }] } }]);
  });

  it('says what is missing to connect to one, and what the gateway refuses', async () => {
    const data = join(await temporaryDirectory(), 'data');
    const incomplete = await runCommand(['connect', '--data', data, ...gatewayArguments(), '--source', 'epic']);
    expect(incomplete).toMatchObject({ code: 1, document: { error: { code: 'data.invalid-input', fields: [{ path: 'gateway.departmentId' }, { path: 'gateway.categories' }] } } });
    const refused = await runCommand(['connect', '--data', data, ...gatewayArguments(), '--source', 'nobody', '--department', '1', '--category', 'admin']);
    expect(refused).toMatchObject({ code: 1, document: { error: { code: 'server.rejected' } } });
  });
});
