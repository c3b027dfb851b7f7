import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createKeyRing, keyRingState, openWithPassphrase, openWithRecoveryKey, openWithSystem, type KeyPurpose } from '../../../electron/keys/keyRing.ts';
import type { SystemKeyRing } from '../../../electron/keys/systemKeyRing.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { makeSmallDisk, smallDisksCanBeMade, type SmallDisk } from '../../support/smallDisk.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const passphrase = 'seven purple herons';
const purposes: readonly KeyPurpose[] = ['database', 'blobs', 'high-water-mark', 'demo-ehr', 'secrets'];
const fileIn = (directory: string): string => join(directory, 'key-ring.json');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A key ring of the operating system that only opens what it sealed itself. */
function systemKeyRing(secret: number): SystemKeyRing {
  return {
    seal: async (plain) => Uint8Array.of(secret, ...plain.map((byte) => byte ^ secret)),
    open: async ([owner, ...sealed]) => {
      if (owner !== secret) throw new Error('sealed by somebody else');
      return Uint8Array.from(sealed, (byte) => byte ^ secret);
    },
  };
}

describe('the key ring', () => {
  it('opens the same keys with the passphrase, the recovery key and the system, and makes others for another directory', async () => {
    const [directory, other] = [await temporaryDirectory(), await temporaryDirectory()];
    expect(await keyRingState(directory)).toEqual({ ok: true, value: { exists: false, systemUnlock: false } });
    const made = unwrap(await createKeyRing({ directory, passphrase, systemKeyRing: systemKeyRing(9) }));
    const keys = purposes.map((purpose) => hex(made.keys.key(purpose)));
    expect(new Set(keys).size).toBe(purposes.length);
    expect(keys.every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    expect(await keyRingState(directory)).toEqual({ ok: true, value: { exists: true, systemUnlock: true } });

    const opened = [
      unwrap(await openWithPassphrase({ directory, passphrase })),
      unwrap(await openWithSystem({ directory, systemKeyRing: systemKeyRing(9) })),
      unwrap(await openWithRecoveryKey({ directory, recoveryKey: made.recoveryKey, newPassphrase: 'another one' })),
    ];
    for (const ring of opened) expect(purposes.map((purpose) => hex(ring.key(purpose)))).toEqual(keys);
    const elsewhere = unwrap(await createKeyRing({ directory: other, passphrase, systemKeyRing: null }));
    expect(hex(elsewhere.keys.key('database'))).not.toBe(keys[0]);
  });

  it('the recovery key sets a new passphrase, ends the old one and stays valid', async () => {
    const directory = await temporaryDirectory();
    const { recoveryKey } = unwrap(await createKeyRing({ directory, passphrase, systemKeyRing: null }));
    unwrap(await openWithRecoveryKey({ directory, recoveryKey: recoveryKey.toLowerCase(), newPassphrase: 'new one' }));
    expect(await openWithPassphrase({ directory, passphrase })).toMatchObject({ error: { code: 'local.wrong-passphrase' } });
    unwrap(await openWithPassphrase({ directory, passphrase: 'new one' }));
    unwrap(await openWithRecoveryKey({ directory, recoveryKey, newPassphrase: 'third' }));
  });

  it('a wrong passphrase or recovery key is told from a damaged file', async () => {
    const [directory, other] = [await temporaryDirectory(), await temporaryDirectory()];
    unwrap(await createKeyRing({ directory, passphrase, systemKeyRing: null }));
    const strange = unwrap(await createKeyRing({ directory: other, passphrase, systemKeyRing: null })).recoveryKey;
    const before = readFileSync(fileIn(directory));
    expect(await openWithPassphrase({ directory, passphrase: `${passphrase} ` })).toEqual({ ok: false, error: { code: 'local.wrong-passphrase' } });
    expect(await openWithRecoveryKey({ directory, recoveryKey: strange, newPassphrase: 'x' })).toMatchObject({ error: { code: 'local.wrong-passphrase', detail: 'recovery-key' } });
    expect(await openWithRecoveryKey({ directory, recoveryKey: 'ABCDE', newPassphrase: 'x' })).toMatchObject({
      error: { code: 'local.wrong-passphrase', detail: 'recovery-key-mistyped' },
    });
    expect(readFileSync(fileIn(directory))).toEqual(before);
  });

  it('every change of a byte in the file is called damage, and the file is left as it is', async () => {
    const directory = await temporaryDirectory();
    unwrap(await createKeyRing({ directory, passphrase, systemKeyRing: null }));
    const intact = readFileSync(fileIn(directory));
    for (let position = 0; position < intact.length; position += 1) {
      const damaged = Buffer.from(intact);
      damaged.writeUInt8(damaged.readUInt8(position) ^ 1, position);
      writeFileSync(fileIn(directory), damaged);
      expect(await keyRingState(directory), `byte ${String(position)}`).toMatchObject({ error: { code: 'local.key-ring-corrupt' } });
    }
    writeFileSync(fileIn(directory), intact.subarray(0, 100));
    expect(await openWithPassphrase({ directory, passphrase })).toMatchObject({ error: { code: 'local.key-ring-corrupt' } });
    expect(readFileSync(fileIn(directory))).toEqual(intact.subarray(0, 100));
  });

  it('is made once', async () => {
    const directory = await temporaryDirectory();
    expect(await openWithPassphrase({ directory, passphrase })).toMatchObject({ error: { code: 'local.not-set-up' } });
    unwrap(await createKeyRing({ directory, passphrase, systemKeyRing: null }));
    const before = readFileSync(fileIn(directory));
    expect(await createKeyRing({ directory, passphrase: 'other', systemKeyRing: null })).toMatchObject({ error: { code: 'local.already-set-up' } });
    expect(readFileSync(fileIn(directory))).toEqual(before);
    expect(readdirSync(directory)).toEqual(['key-ring.json']);
  });

  it('the system opens only what it keeps', async () => {
    const [with9, without] = [await temporaryDirectory(), await temporaryDirectory()];
    unwrap(await createKeyRing({ directory: with9, passphrase, systemKeyRing: systemKeyRing(9) }));
    unwrap(await createKeyRing({ directory: without, passphrase, systemKeyRing: null }));
    const unavailable = { error: { code: 'local.system-key-ring-unavailable' } };
    expect(await openWithSystem({ directory: with9, systemKeyRing: systemKeyRing(8) })).toMatchObject(unavailable);
    expect(await openWithSystem({ directory: without, systemKeyRing: systemKeyRing(9) })).toMatchObject(unavailable);
  });

  it('locking overwrites the keys that were given out', async () => {
    const { keys } = unwrap(await createKeyRing({ directory: await temporaryDirectory(), passphrase, systemKeyRing: null }));
    const key = keys.key('database');
    expect(hex(key)).not.toBe('0'.repeat(64));
    keys.lock();
    expect(hex(key)).toBe('0'.repeat(64));
    expect(() => keys.key('database')).toThrow('local.locked');
  });

  it('stores neither the passphrase, nor the recovery key, nor a key', async () => {
    const directory = await temporaryDirectory();
    const { keys, recoveryKey } = unwrap(await createKeyRing({ directory, passphrase, systemKeyRing: null }));
    const file = readFileSync(fileIn(directory), 'utf8');
    expect(file).not.toContain(passphrase);
    expect(file).not.toContain(recoveryKey);
    for (const purpose of purposes) {
      expect(file).not.toContain(hex(keys.key(purpose)));
      expect(file).not.toContain(Buffer.from(keys.key(purpose)).toString('base64'));
    }
  });

  describe.runIf(smallDisksCanBeMade)('where it cannot be written', () => {
    let disk: SmallDisk;
    afterEach(() => {
      disk.remove();
    });

    it('says that the disk is read-only', async () => {
      disk = makeSmallDisk(1);
      disk.setReadOnly(true);
      expect(await createKeyRing({ directory: disk.directory, passphrase, systemKeyRing: null })).toMatchObject({ error: { code: 'local.read-only' } });
    });

    it('says that the disk is full, and keeps the passphrase that was', async () => {
      disk = makeSmallDisk(1);
      const { directory } = disk;
      const { recoveryKey } = unwrap(await createKeyRing({ directory, passphrase, systemKeyRing: null }));
      expect(() => {
        writeFileSync(join(directory, 'ballast'), Buffer.alloc(2_000_000));
      }).toThrow('ENOSPC');
      expect(await openWithRecoveryKey({ directory, recoveryKey, newPassphrase: 'new' })).toMatchObject({ error: { code: 'local.disk-full' } });
      unwrap(await openWithPassphrase({ directory, passphrase }));
    });
  });
});
