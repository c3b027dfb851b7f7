import { mkdir, writeFile } from 'node:fs/promises';
import { woundVisits } from '../electron/mediaServer/demo/catalogue.ts';
import { projectPath } from './build/projectPath.ts';
import { ankleVideo } from './demoMedia/ankleVideo.ts';
import { chestFilm } from './demoMedia/chestFilm.ts';
import { footIllustration } from './demoMedia/footIllustration.ts';
import { sectorSweep } from './demoMedia/sectorSweep.ts';
import { woundPhoto } from './demoMedia/woundPhoto.ts';

/** `node scripts/demoMedia.ts`: draws the demo EHR's pictures. The results are committed. */
const directory = projectPath('electron/mediaServer/demo/media');

async function save(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${directory}/${file}`, bytes);
  console.log(`${file} ${String(bytes.byteLength)} bytes`);
}

await mkdir(directory, { recursive: true });
for (const [index, { created, lengthMillimetres }] of woundVisits.entries()) {
  await save(`wound-${String(index + 1)}.jpg`, await woundPhoto({ index, visits: woundVisits.length, lengthMillimetres, date: created.slice(0, 10) }));
}
await save('sweep.gif', sectorSweep());
await save('chest.jpg', await chestFilm());
await save('foot.png', await footIllustration());
await save('ankle.webm', await ankleVideo());
