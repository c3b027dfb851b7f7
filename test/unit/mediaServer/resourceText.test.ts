import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stampResource } from '../../../electron/mediaServer/fhir/resourceText.ts';

const meta = { versionId: '2', lastUpdated: '2026-01-01T00:00:00.000Z' };
const stamped = '"meta":{"versionId":"2","lastUpdated":"2026-01-01T00:00:00.000Z"}';

describe('the server stamps id and meta', () => {
  it.each([
    ['{"resourceType":"Patient","x":1}', `{"resourceType":"Patient","id":"i",${stamped},"x":1}`],
    ['{"id":"old","resourceType":"Patient"}', `{"id":"i",${stamped},"resourceType":"Patient"}`],
    ['{"resourceType":"Patient","x":{"id":"kept","meta":1},"id":"old"}', `{"resourceType":"Patient","x":{"id":"kept","meta":1},"id":"i",${stamped}}`],
    ['{"meta":{"tag":[1]},"resourceType":"Patient"}', '{"meta":{"tag":[1],"versionId":"2","lastUpdated":"2026-01-01T00:00:00.000Z"},"resourceType":"Patient","id":"i"}'],
  ])('%s', (received, expected) => {
    expect(stampResource(received, 'i', meta)).toBe(expected);
  });

  it.each(['1.50', '0.10', '1e3', '1E-07', '123456789012345678901234567890', '-0.0', '1.0'])('and leaves the digits of %s', (digits) => {
    expect(stampResource(`{"resourceType":"Observation","valueDecimal":${digits}}`, 'i', meta)).toContain(`"valueDecimal":${digits}}`);
  });

  it('and changes nothing else of any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string().filter((name) => !['id', 'meta', 'resourceType'].includes(name)), fc.jsonValue()), (elements) => {
        const received = JSON.stringify({ resourceType: 'Basic', ...elements });
        const { id, meta: answered, ...rest } = JSON.parse(stampResource(received, 'i', meta)) as Record<string, unknown>;
        expect([id, answered]).toEqual(['i', meta]);
        expect(JSON.stringify(rest)).toBe(JSON.stringify(JSON.parse(received)));
      }),
    );
  });
});
