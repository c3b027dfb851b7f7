import type { AudioAnswer, AudioRequest } from './audioProtocol.ts';
import { openSound } from './openSound.ts';

/** A watch waits for a word; more of them would only be work. */
const oftenMilliseconds = 1000;

const answer = (message: AudioAnswer) => self.postMessage(message);

self.addEventListener('message', (event: MessageEvent<AudioRequest>) => {
  void serve(event.data);
});

/** The worker ends with its medium: whoever closes the medium terminates it. */
async function serve({ url, parts }: AudioRequest): Promise<void> {
  const opened = await openSound(url, new AbortController().signal);
  if (!opened.ok) {
    answer({ kind: 'failed', failure: opened.error });
    return;
  }
  const sound = opened.value;
  answer({ kind: 'described', sound: sound === null ? null : sound.description });
  if (sound === null) return;
  if (parts > 0) {
    const tell = (values: Float32Array) => answer({ kind: 'peaks', values: values.slice() });
    let told = performance.now();
    const read = await sound.readPeaks(parts, tell, () => {
      if (performance.now() - told < oftenMilliseconds) return;
      told = performance.now();
      answer({ kind: 'going' });
    });
    if (read.ok) {
      tell(read.value.values);
      answer({ kind: 'read' });
    } else answer({ kind: 'failed', failure: read.error });
  }
  sound.close();
}
