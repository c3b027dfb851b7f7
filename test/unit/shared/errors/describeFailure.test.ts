import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../../../shared/errors/describeFailure.ts';
import { errorCodes } from '../../../../shared/errors/errorCode.ts';

describe('describeFailure', () => {
  it.each(errorCodes)('%s says what is wrong, what was kept and what to do', (code) => {
    for (const words of Object.values(describeFailure({ code }))) expect(words).toMatch(/^[A-Z].{8,}\.$/);
  });

  it('has different words for different trouble', () => {
    expect(new Set(errorCodes.map((code) => describeFailure({ code }).wrong)).size).toBe(errorCodes.length);
  });

  it('speaks no code to the person', () => {
    for (const code of errorCodes) expect(JSON.stringify(describeFailure({ code }))).not.toMatch(/HTTP|FHIRPath|\b(?:server|local|data)\.[a-z]/);
  });
});
