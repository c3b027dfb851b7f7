/**
 * Which way imports run (ARCHITECTURE.md has the picture). A place is a folder (`electron/cache/`), a file, `package:<name>`,
 * `package:` (any), or `node:` (any of Node's own modules).
 */
export interface Wall {
  readonly name: string;
  readonly from: readonly string[];
  readonly except?: readonly string[];
  /** All that may be imported … */
  readonly only?: readonly string[];
  /** … but not this. */
  readonly never?: readonly string[];
}

const libraries = ['package:', 'node:'];

export const walls: readonly Wall[] = [
  // The floors.
  { name: 'shared-is-pure', from: ['shared/'], only: ['shared/', 'package:zod'] },
  { name: 'the-window-knows-only-shared', from: ['renderer/'], only: ['renderer/', 'shared/', 'package:'], never: ['package:electron', 'package:better-sqlite3', 'package:sharp'] },
  { name: 'the-main-side-knows-only-shared', from: ['electron/'], only: ['electron/', 'shared/', 'package.json', ...libraries] },
  { name: 'the-app-ships-without-its-tests', from: ['shared/', 'electron/', 'renderer/'], never: ['test/', 'scripts/', 'package:@playwright/test', 'package:vitest'] },

  // The two ends that know Electron, and the roots nobody stands on.
  {
    name: 'only-the-shell-knows-electron',
    from: ['electron/'],
    except: ['electron/shell/', 'electron/main.ts', 'electron/preload.ts'],
    never: ['package:electron', 'electron/shell/'],
  },
  { name: 'the-preload-stands-alone', from: ['electron/preload.ts'], only: ['shared/', 'package:electron'] },
  { name: 'nobody-imports-a-composition-root', from: ['shared/', 'electron/', 'renderer/'], never: ['electron/main.ts', 'electron/preload.ts', 'electron/cli.ts'] },

  // The rooms of the main side.
  { name: 'storage-is-a-foundation', from: ['electron/storage/'], only: ['electron/storage/', 'shared/', ...libraries] },
  { name: 'sqlite-is-a-foundation', from: ['electron/sqlite/'], only: ['electron/sqlite/', 'electron/storage/', 'shared/', ...libraries] },
  { name: 'process-is-a-foundation', from: ['electron/process/'], only: ['electron/process/', 'shared/', ...libraries] },
  { name: 'keys-know-only-keys', from: ['electron/keys/'], only: ['electron/keys/', 'electron/storage/', 'shared/', ...libraries] },
  {
    name: 'the-cache-never-asks-the-chart',
    from: ['electron/cache/'],
    only: ['electron/cache/', 'electron/sqlite/', 'electron/storage/', 'electron/process/', 'shared/', ...libraries],
  },
  { name: 'the-chart-client-never-sees-the-cache', from: ['electron/ehr/'], only: ['electron/ehr/', 'shared/', ...libraries] },
  { name: 'sync-works-through-ports', from: ['electron/sync/'], only: ['electron/sync/', 'shared/', ...libraries] },
  {
    name: 'blobs-know-nothing-of-fhir',
    from: ['electron/blobs/'],
    only: ['electron/blobs/', 'electron/storage/', 'shared/', ...libraries],
    never: ['shared/fhir/', 'shared/annotation/', 'shared/ipc/'],
  },
  { name: 'imaging-stands-alone', from: ['electron/imaging/'], only: ['electron/imaging/', 'electron/process/', 'shared/', ...libraries] },
  {
    name: 'the-media-server-is-a-stranger',
    from: ['electron/mediaServer/'],
    only: ['electron/mediaServer/', 'electron/sqlite/', 'electron/storage/', 'electron/process/', 'shared/', ...libraries],
  },

  // Untrusted bytes are decoded in a process that can be killed, and nowhere else.
  {
    name: 'only-imaging-decodes',
    from: ['electron/'],
    except: ['electron/imaging/'],
    never: ['package:sharp', 'package:mediabunny', 'package:dcmjs-codecs', ...['codec-charls', 'codec-libjpeg-turbo-8bit', 'codec-openjpeg', 'codec-openjph'].map((name) => `package:@cornerstonejs/${name}`)],
  },
];
