import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { connectArguments, runCommand, runMediaServer } from '../../support/commandLine.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const exportSchema = z.object({ damage: z.object({ code: z.string() }).nullable(), works: z.array(z.object({ operations: z.array(z.string()), media: z.string(), content: z.object({ file: z.string(), whole: z.boolean() }) })) });

it('what is not proven is listed, and comes out whole also when the database is damaged', async () => {
  const server = await runMediaServer();
  try {
    const folder = await temporaryDirectory();
    const [data, picture] = [join(folder, 'data'), join(folder, 'heel.jpg')];
    const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#a05a4a' } }).jpeg().toBuffer();
    await writeFile(picture, bytes);
    expect(await runCommand(['connect', '--data', data, ...connectArguments(server)])).toMatchObject({ code: 0 });
    expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0 });
    expect(await runCommand(['outbox', '--data', data])).toMatchObject({ code: 0, document: { entries: [] } });
    expect(await runCommand(['import', picture, '--data', data, '--patient', 'demo-child'])).toMatchObject({ code: 0 });
    expect(await runCommand(['outbox', '--data', data])).toMatchObject({ code: 0, document: { entries: [{ operation: 'create', state: 'pending' }] } });

    const exportInto = async (target: string) => {
      const done = await runCommand(['outbox', '--data', data, '--export', target]);
      expect(done.code).toBe(0);
      const { works, damage } = exportSchema.parse(done.document);
      expect(works).toMatchObject([{ operations: ['create'], content: { whole: true } }]);
      expect((await readFile(join(target, works[0]?.content.file ?? ''))).equals(bytes)).toBe(true);
      expect(JSON.parse(await readFile(join(target, works[0]?.media ?? ''), 'utf8'))).toMatchObject({ resourceType: 'Media', subject: { reference: 'Patient/demo-child' } });
      return damage;
    };
    expect(await exportInto(join(folder, 'first'))).toBeNull();

    const database = join(data, 'lightbox.db');
    const damaged = Buffer.alloc((await readFile(database)).byteLength, 'x');
    await writeFile(database, damaged);
    expect(await runCommand(['list', '--data', data])).toMatchObject({ code: 1, document: { error: { code: 'local.database-corrupt' } } });
    expect(await exportInto(join(folder, 'second'))).toMatchObject({ code: 'local.database-corrupt' });
    expect((await readFile(database)).equals(damaged)).toBe(true);
  } finally {
    await server.stop();
  }
});
