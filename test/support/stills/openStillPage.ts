import { createFrameDecoder } from '../../../electron/imaging/viewing/frameDecoder.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { answerFrames } from '../../../electron/shell/answerFrames.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { succeed } from '../../../shared/errors/result.ts';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';
import { openWorkerPage } from '../openWorkerPage.ts';

/** A worker in a real Chromium that decodes stills, with a real main side behind it that decodes what the window does not. To be closed. */
export async function openStillPage<Asked extends object>(worker: URL) {
  const files = new Map<string, Uint8Array>();
  let askedOfMainSide = 0;
  const decoder = createFrameDecoder({ spawnChild: spawnNodeChild, entry: projectPath('electron/imaging/process.ts'), deadlineMilliseconds: 110_000 });
  const fileOf = (key: string) => ({ key, read: () => Promise.resolve(succeed(files.get(key) ?? new Uint8Array())) });
  const service = {
    frames: (id: string) => decoder.describe(fileOf(id)),
    frame: (id: string, _page: number | null, frame: number, region: FrameRegion | null, signal: AbortSignal) => {
      askedOfMainSide += 1;
      return decoder.decode(fileOf(id), frame, region, signal);
    },
  };
  const page = await openWorkerPage<Asked>(worker, {
    answer: (request) => {
      const [, id, frame] = /^\/([^/]+)\/frames(?:\/(\d+))?$/.exec(new URL(request.url).pathname) ?? [];
      return id === undefined ? Promise.resolve(new Response(null, { status: 404 })) : answerFrames(service, id, null, frame === undefined ? null : Number(frame), request);
    },
  });
  let served = 0;
  return {
    ...page,
    /** The only file there is from now on. @returns the address of its content. */
    serveStill: (name: string, bytes: Uint8Array) => {
      // Each by a name of its own: the main side keeps what it read of the last.
      served += 1;
      const id = `${name}${String(served)}`;
      files.clear();
      files.set(id, bytes);
      askedOfMainSide = 0;
      return page.serve(`${id}/content`, bytes);
    },
    /** How often it was asked for a frame or a part since the last file was served. */
    askedOfMainSide: () => askedOfMainSide,
    close: async () => {
      await page.close();
      await decoder.close();
    },
  };
}
