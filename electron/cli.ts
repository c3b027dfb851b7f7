import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { connectCommand, type ConnectOptions } from './commands/connectCommand.ts';
import { framesCommand } from './commands/framesCommand.ts';
import { importCommand, type ImportOptions } from './commands/importCommand.ts';
import { annotateCommand, listCommand, showCommand, verifyCommand } from './commands/libraryCommands.ts';
import { mediaServerCommand } from './commands/mediaServerCommand.ts';
import { outboxCommand, type OutboxOptions } from './commands/outboxCommand.ts';
import { createOutput, type Output } from './commands/output.ts';
import { certificateOption, keyOption } from './commands/serverCertificate.ts';
import { othersOption, readAlongOption } from './commands/serverReach.ts';
import { syncCommand } from './commands/syncCommand.ts';
import { passphraseVariable, type CommandContext } from './commands/withWorkspace.ts';
import type { FrameWindow } from './imaging/messages.ts';
import type { Entries } from './process/child.ts';
import { keepHeapSmall } from './process/keepHeapSmall.ts';

keepHeapSmall();

/** Composition root without a window: the same services as the desktop, for IT, scripts and tests. */

const here = dirname(realpathSync(process.argv[1] ?? '.'));

/** Run from source, or as a bundle with its workers beside it. */
const fromSource = existsSync(join(here, 'cache', 'cacheWorker.ts'));
const entries: Entries = fromSource
  ? { cacheWorker: join(here, 'cache', 'cacheWorker.ts'), imaging: join(here, 'imaging', 'process.ts'), mediaServer: join(here, 'mediaServer', 'process.ts') }
  : { cacheWorker: join(here, 'cacheWorker.cjs'), imaging: join(here, 'imagingProcess.cjs'), mediaServer: join(here, 'mediaServerProcess.cjs') };
const demoMediaDirectory = fromSource ? join(here, 'mediaServer', 'demo', 'media') : join(here, 'demoMedia');

interface CommonOptions {
  readonly data: string;
  readonly json?: true;
}

function contextOf(options: CommonOptions): { readonly context: CommandContext; readonly output: Output } {
  return {
    context: { dataDirectory: options.data, entries, demoMediaDirectory, appVersion: packageJson.version, environment: process.env },
    output: createOutput(options.json === true),
  };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

function frameWindow(text: string): FrameWindow {
  if (text === 'auto') return 'auto';
  const [centre, width, ...more] = text.split(',').map(Number);
  if (centre === undefined || width === undefined || more.length > 0 || !Number.isFinite(centre) || !(width > 0)) throw new InvalidArgumentError('A window is auto, or CENTRE,WIDTH such as 40,400.');
  return { centre, width };
}

const program = new Command('lightbox')
  .description(`Lightbox without a window. The passphrase of the data directory comes from ${passphraseVariable}.`)
  .version(packageJson.version)
  .showHelpAfterError();

/** A command on a data directory; all of them take --data and --json. */
const dataCommand = (nameAndArguments: string, description: string) =>
  program
    .command(nameAndArguments)
    .description(description)
    .requiredOption('--data <directory>', 'the data directory')
    .option('--json', 'print one JSON document');

interface MediaServerCliOptions {
  readonly port: number;
  readonly data?: string;
  readonly empty?: true;
  readonly listen?: string;
  readonly name?: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly iUnderstandThatOthersOnTheNetworkCanReachIt?: true;
  readonly iUnderstandThatAnybodyOnTheNetworkCanReadAlong?: true;
}

program
  .command('media-server')
  .description('Serve the Media API on this computer. Prints one JSON line with its address and credentials, then serves.')
  .option('--port <number>', 'port; 0 takes any free one', portNumber, 0)
  .option('--listen <address>', 'serve on this address instead of 127.0.0.1; 0.0.0.0 is all interfaces')
  .option(othersOption, 'needed with --listen beyond this computer')
  .option(readAlongOption, 'needed with --listen beyond this computer where there is no certificate')
  .option('--name <name>', 'what others call this computer, as the certificate says it')
  .option(`${certificateOption} <file>`, 'certificate in PEM, with those of its authorities; serves HTTPS and nothing else')
  .option(`${keyOption} <file>`, 'its private key in PEM')
  .option('--data <directory>', 'keep the data here, encrypted; without it everything is forgotten at the end')
  .option('--empty', 'start without the demo patients')
  .option('--json', 'accepted for symmetry: it always prints JSON')
  .action(({ port, data, iUnderstandThatOthersOnTheNetworkCanReachIt, iUnderstandThatAnybodyOnTheNetworkCanReadAlong, ...options }: MediaServerCliOptions) =>
    mediaServerCommand(
      {
        port,
        ...(data !== undefined && { data }),
        seed: options.empty !== true,
        demoMediaDirectory,
        passphrase: process.env[passphraseVariable],
        reach: { ...options, othersCanReachIt: iUnderstandThatOthersOnTheNetworkCanReachIt === true, anybodyCanReadAlong: iUnderstandThatAnybodyOnTheNetworkCanReadAlong === true },
      },
      createOutput(true),
    ),
  );

dataCommand('connect', 'Connect the data directory to a chart; makes the directory when there is none.')
  .requiredOption('--base <url>', 'base URL of the FHIR server, or of the gateway')
  .option('--name <name>', 'what to call the chart')
  .addOption(new Option('--token <token>', 'a bearer token').conflicts(['clientId', 'clientSecret', 'tokenUrl']))
  .option('--client-id <id>', 'OAuth2 client credentials; with --smart, the name Lightbox is registered under')
  .option('--client-secret <secret>')
  .option('--token-url <url>')
  .addOption(new Option('--smart', 'sign in on the chart’s login page: prints the address to open in a browser on this computer').conflicts(['token', 'clientSecret', 'tokenUrl', 'apiKey']))
  .option('--scope <scopes>', 'what to ask the login page for, instead of the usual')
  .option('--ca <file>', 'PEM of the certificate authority that signed the chart’s certificate')
  .option('--proxy <url>', 'http://user:password@proxy:port')
  .option('--content-origin <url...>', 'where else the chart keeps the bytes of its pictures; asked without credentials')
  .addOption(new Option('--dialect <dialect>', 'what the chart speaks').choices(['fhir', 'xcaliber']).default('fhir'))
  .addOption(new Option('--api-key <key>', 'service token of a gateway').conflicts(['token', 'clientId', 'clientSecret']))
  .option('--user-id <id>', 'who the API key speaks for')
  .option('--user-name <name>')
  .option('--source <id>', 'the EHR behind the gateway')
  .option('--department <id>', 'the department whose Media are read and written')
  .option('--category <category...>', 'categories to read; new Media are filed under the first')
  .option('--interaction-mode', 'sends x-interaction-mode: true')
  .addOption(new Option('--interaction-mode-of-writes <mode>', 'where what writes sends another one than what reads').choices(['true', 'false']))
  .option('--geometry-in-text', 'for an EHR that drops what it does not know: writes drawings into the text of their notes, too')
  .action(async (options: CommonOptions & ConnectOptions) => {
    const { context, output } = contextOf(options);
    await connectCommand(context, options, output);
  });

dataCommand('sync', 'Pull what changed, send what waits, fetch missing bytes, until nothing more can be done now.').action(async (options: CommonOptions) => {
  const { context, output } = contextOf(options);
  await syncCommand(context, output);
});

dataCommand('import <files...>', 'Take files into a patient’s chart.')
  .requiredOption('--patient <id>', 'Lightbox’s id, the chart’s id, or the MRN')
  .option('--body-site <code>', 'a SNOMED CT code of DICOM CID 4')
  .option('--keep-identity', 'a DICOM file that names another patient shows this one all the same; recorded with it')
  .action(async (files: string[], options: CommonOptions & ImportOptions) => {
    const { context, output } = contextOf(options);
    await importCommand(context, files, options, output);
  });

interface FramesCliOptions {
  readonly out: string;
  readonly window?: FrameWindow;
  readonly data?: string;
  readonly json?: true;
}

program
  .command('frames <file-or-id>')
  .description('Write every frame of a picture or DICOM file, or page of a PDF, as PNG, with the bits of the source; with --data, of a Media by its id, with all pages of a document, fetched when it is not here.')
  .requiredOption('--out <directory>', 'where to write them: a folder that is empty, or not there yet')
  .option('--window <window>', 'DICOM as it is looked at: auto, or CENTRE,WIDTH for grey; without it, the stored values', frameWindow)
  .option('--data <directory>', 'the data directory that holds the Media')
  .option('--json', 'print one JSON document')
  .action(async (subject: string, { window = 'stored', ...options }: FramesCliOptions) => {
    const { context, output } = contextOf({ ...options, data: options.data ?? '' });
    await framesCommand(context, subject, { ...options, window }, output);
  });

dataCommand('list', 'List patients and their media.').action(async (options: CommonOptions) => {
  const { context, output } = contextOf(options);
  await listCommand(context, output);
});

dataCommand('show <id>', 'Show one Media with its notes and layers.').action(async (id: string, options: CommonOptions) => {
  const { context, output } = contextOf(options);
  await showCommand(context, id, output);
});

dataCommand('annotate <id>', 'Save a drawing on a Media.')
  .requiredOption('--layer <file>', 'the layer as JSON')
  .action(async (id: string, options: CommonOptions & { readonly layer: string }) => {
    const { context, output } = contextOf(options);
    await annotateCommand(context, id, options.layer, output);
  });

dataCommand('outbox', 'List what the chart has not been proven to hold; also where the database no longer opens.')
  .option('--export <directory>', 'write it there, in clear: original bytes, FHIR JSON and a manifest with SHA-256')
  .option('--with-names', 'print titles and patients’ names, too')
  .action(async (options: CommonOptions & OutboxOptions) => {
    const { context, output } = contextOf(options);
    await outboxCommand(context, options, output);
  });

dataCommand('verify', 'Read every row and every file and check them against each other. Changes nothing.').action(async (options: CommonOptions) => {
  const { context, output } = contextOf(options);
  await verifyCommand(context, output);
});

void program.parseAsync();
