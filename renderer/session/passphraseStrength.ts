import { useEffect, useState } from 'react';

export interface Strength {
  /** 0 (guessed at once) to 4 (not in a lifetime), as zxcvbn estimates it. */
  readonly score: 0 | 1 | 2 | 3 | 4;
  readonly advice: string | null;
}

export type StrengthMeter = (passphrase: string, personal: readonly string[]) => Strength;

/** Below this a stolen computer gives its pictures away. */
export const requiredScore = 3;

async function loadMeter(): Promise<StrengthMeter> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs, translations: english.translations,
  });
  return (passphrase, personal) => {
    const { score, feedback } = zxcvbn.check(passphrase, [...personal]);
    return { score, advice: feedback.warning ?? feedback.suggestions[0] ?? null };
  };
}

/** The word lists are large, so they come after the form is on screen; undefined until then. */
export function useStrengthMeter(): StrengthMeter | undefined {
  const [meter, setMeter] = useState<StrengthMeter>();
  useEffect(() => {
    let shown = true;
    void loadMeter().then((loaded) => {
      if (shown) setMeter(() => loaded);
    });
    return () => {
      shown = false;
    };
  }, []);
  return meter;
}
