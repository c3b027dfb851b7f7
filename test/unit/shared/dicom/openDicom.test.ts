import { describe, expect, it } from 'vitest';
import { openDicom } from '../../../../shared/dicom/openDicom.ts';
import { overlayBits } from '../../../../shared/dicom/description/overlays.ts';
import { displayGrey } from '../../../../shared/dicom/display/displayGrey.ts';
import { unwrap } from '../../../../shared/errors/result.ts';
import type { Patient } from '../../../../shared/fhir/resources.ts';
import { dicomFile, withFragments, type DicomElements } from '../../../support/dicomFile.ts';
import { dicomPorts } from '../../../support/dicomFixtures.ts';

const open = async (elements: DicomElements = {}) => unwrap(await openDicom(dicomFile(elements), dicomPorts));
const values = async (elements: DicomElements, frame = 0) => unwrap(await (await open(elements)).frame(frame)).values;
const refusal = async (bytes: Uint8Array) => {
  const opened = await openDicom(bytes, dicomPorts);
  return opened.ok ? 'opened' : opened.error;
};

describe('stored values', () => {
  it('are what lies between high bit and bits stored, with their sign', async () => {
    // 12 bits up to bit 12, an overlay of old in bit 13, noise in bit 0.
    const elements: DicomElements = { '00280101 US': [12], '00280102 US': [12], '7fe00010 OW': [0b0010_0000_0000_0011, 0b0001_1111_1111_1110, 0, 2] };
    expect(await values(elements)).toEqual(Uint16Array.of(1, 4095, 0, 1));
    expect(await values({ ...elements, '00280103 US': [1] })).toEqual(Int16Array.of(1, -1, 0, 1));
  });

  it('are the caller’s own', async () => {
    const source = await open();
    unwrap(await source.frame(0)).values.fill(7);
    expect(unwrap(await source.frame(0)).values).toEqual(Uint16Array.of(0, 100, 200, 300));
  });

  it('of YBR_FULL_422 are RGB by pixel', async () => {
    const pairs = Uint8Array.of(255, 0, 128, 128, 76, 76, 85, 255);
    expect(await values({ '00280002 US': [3], '00280004 CS': 'YBR_FULL_422', '00280100 US': [8], '00280101 US': [8], '00280102 US': [7], '7fe00010 OB': pairs })).toEqual(Uint8Array.of(255, 255, 255, 0, 0, 0, 254, 0, 0, 254, 0, 0));
  });

  it('are not decoded for who has gone away', async () => {
    expect(await (await open()).frame(0, { aborted: true } as AbortSignal)).toEqual({ ok: false, error: { code: 'local.cancelled' } });
  });
});

describe('frames', () => {
  it('are counted from the bytes; what the file claims otherwise is told', async () => {
    expect(await open({ '00280008 IS': '3', '7fe00010 OW': Array.from({ length: 8 }, (_, index) => index) })).toMatchObject({ count: 2, declaredCount: 3 });
    expect(await open({ '00280008 IS': '1' })).toMatchObject({ count: 1, declaredCount: null });
  });

  const plane = (value: number) => Uint8Array.of(1, ...Array.from({ length: 3 }, () => 0), 64, ...Array.from({ length: 59 }, () => 0), 253, value);
  const encapsulated = (declared: string, table: readonly number[], fragments: readonly Uint8Array[]) =>
    withFragments(dicomFile({ '00280008 IS': declared, '00280100 US': [8], '00280101 US': [8], '00280102 US': [7] }, '1.2.840.10008.1.2.5'), table, fragments);

  it.each<[string, Uint8Array]>([
    ['an offset table', encapsulated('2', [0, 82], [plane(5).slice(0, 40), plane(5).slice(40), plane(9)])],
    ['no offset table, a fragment each', encapsulated('2', [], [plane(5), plane(9)])],
    ['an offset table that lies', encapsulated('2', [0, 7], [plane(5), plane(9)])],
  ])('are found by %s', async (_name, bytes) => {
    const source = unwrap(await openDicom(bytes, dicomPorts));
    expect(source.count).toBe(2);
    expect([unwrap(await source.frame(0)).values[3], unwrap(await source.frame(1)).values[3]]).toEqual([5, 9]);
  });

  it('last as the file says: each, all, or unknown', async () => {
    const four = Array.from({ length: 16 }, () => 0);
    expect((await open({ '00181065 DS': '0\\40\\60\\50', '7fe00010 OW': four })).durations).toEqual([40, 60, 50, 50]);
    expect((await open({ '00181063 DS': '33.3', '7fe00010 OW': four })).durations).toEqual([33.3, 33.3, 33.3, 33.3]);
    expect((await open({ '00082144 IS': '25', '7fe00010 OW': four })).durations).toEqual([40, 40, 40, 40]);
    expect((await open({ '7fe00010 OW': four })).durations).toBeNull();
  });
});

describe('pixel spacing', () => {
  const region = (right: number, unit = 3): DicomElements => ({
    '00186018 UL': [0], '0018601a UL': [0], '0018601c UL': [right], '0018601e UL': [1], '00186024 US': [unit], '00186026 US': [unit], '0018602c FD': Float64Array.of(0.05), '0018602e FD': Float64Array.of(0.04),
  });
  it.each<[string, DicomElements, object]>([
    ['nothing', {}, { kind: 'uncalibrated' }],
    ['PixelSpacing of CT', { '00080060 CS': 'CT', '00280030 DS': '0.5\\0.6' }, { kind: 'calibrated', row: 0.5, column: 0.6, source: 'PixelSpacing' }],
    ['a radiograph’s detector', { '00080060 CS': 'DX', '00181164 DS': '0.2\\0.2' }, { kind: 'atDetector', row: 0.2, column: 0.2, source: 'ImagerPixelSpacing' }],
    ['a radiograph calibrated', { '00080060 CS': 'DX', '00181164 DS': '0.2\\0.2', '00280030 DS': '0.18\\0.18' }, { kind: 'calibrated', row: 0.18, column: 0.18, source: 'ImagerPixelSpacing, calibrated' }],
    ['a radiograph whose PixelSpacing repeats the detector', { '00080060 CS': 'CR', '00181164 DS': '0.2\\0.2', '00280030 DS': '0.2\\0.2' }, { kind: 'atDetector', row: 0.2, column: 0.2, source: 'ImagerPixelSpacing' }],
    ['a scanned film', { '00182010 DS': '0.1\\0.1' }, { kind: 'atDetector', row: 0.1, column: 0.1, source: 'NominalScannedPixelSpacing' }],
    ['an ultrasound region over all', { '00186011 SQ': [region(1)] }, { kind: 'calibrated', row: 0.4, column: 0.5, source: 'UltrasoundRegion' }],
    ['an ultrasound region over a part', { '00186011 SQ': [region(0)] }, { kind: 'byRegion', regions: [{ left: 0, top: 0, right: 0, bottom: 1, row: 0.4, column: 0.5 }] }],
    ['a spectrum, whose axes are no lengths', { '00186011 SQ': [region(1, 4)] }, { kind: 'uncalibrated' }],
    ['a spacing of zero', { '00280030 DS': '0\\0' }, { kind: 'uncalibrated' }],
  ])('of %s', async (_name, elements, spacing) => {
    expect((await open(elements)).spacing).toEqual(spacing);
  });

  it('is not needed for the shape of a pixel', async () => {
    expect((await open({ '00280034 IS': '4\\3' })).pixelAspect).toBeCloseTo(4 / 3);
    expect((await open({ '00280030 DS': '0.5\\0.25' })).pixelAspect).toBe(2);
    expect((await open()).pixelAspect).toBe(1);
  });
});

describe('grey as it is looked at', () => {
  const shades = async (elements: DicomElements) => {
    const source = await open(elements);
    return [...displayGrey(unwrap(await source.frame(0)).values, source.voi(0))];
  };

  it('spans the values where the file proposes nothing', async () => {
    expect(await shades({})).toEqual([0, 85, 170, 255]);
    expect(await shades({ '00280004 CS': 'MONOCHROME1' })).toEqual([255, 170, 85, 0]);
  });

  it.each<[string, DicomElements, readonly number[]]>([
    // C.11.2.1.2.1: centre 150, width 101 is 0 up to 99.5 and 255 from 199.5 on.
    ['linear', { '00281050 DS': '150', '00281051 DS': '101' }, [0, 1, 255, 255]],
    ['exact linear', { '00281050 DS': '150', '00281051 DS': '200', '00281056 CS': 'LINEAR_EXACT' }, [0, 64, 191, 255]],
    ['sigmoid', { '00281050 DS': '100', '00281051 DS': '100', '00281056 CS': 'SIGMOID' }, [5, 128, 250, 255]],
    ['linear, after rescale', { '00281052 DS': '-1000', '00281053 DS': '10', '00281050 DS': '500.5', '00281051 DS': '2001' }, [0, 64, 191, 255]],
  ])('goes through a %s window', async (_name, elements, expected) => {
    expect(await shades(elements)).toEqual(expected);
  });

  it('goes through the table the file proposes, before its windows', async () => {
    const table: DicomElements = { '00283002 US': [3, 100, 8], '00283006 OW': [10, 20, 30] };
    expect(await shades({ '00283010 SQ': [table], '00281050 DS': '1', '00281051 DS': '2' })).toEqual([10, 10, 30, 30]);
  });
});

describe('the colour profile', () => {
  const profile = Uint8Array.from({ length: 132 }, (_, at) => [0, 0, 0, 132][at] ?? { 16: 'R', 17: 'G', 18: 'B', 19: ' ', 36: 'a', 37: 'c', 38: 's', 39: 'p' }[at]?.charCodeAt(0) ?? at);
  const colour: DicomElements = { '00280002 US': [3], '00280004 CS': 'RGB', '00280006 US': [0], '00280100 US': [8], '00280101 US': [8], '00280102 US': [7], '7fe00010 OB': new Uint8Array(12) };
  const changed = (at: number, value: number) => profile.with(at, value);

  it.each<[string, DicomElements, Uint8Array | null]>([
    ['is the picture’s', { ...colour, '00282000 OB': Uint8Array.of(...profile, 0, 0) }, profile],
    ['is, of a slide, its optical path’s', { ...colour, '00480105 SQ': [{ '00282000 OB': profile }] }, profile],
    ['is none where there is none', colour, null],
    ['is none where it is cut off', { ...colour, '00282000 OB': profile.slice(0, 100) }, null],
    ['is none where it is no profile', { ...colour, '00282000 OB': changed(36, 0) }, null],
    ['is none where it is one of grey or ink', { ...colour, '00282000 OB': changed(16, 0x43) }, null],
    ['is none of grey', { '00282000 OB': profile }, null],
  ])('%s', async (_name, elements, expected) => {
    expect((await open(elements)).colourProfile).toEqual(expected);
  });
});

it('overlays lie where they say', async () => {
  const [overlay, ...more] = (await open({ '60000010 US': [2], '60000011 US': [3], '60000040 CS': 'G', '60000050 SS': [1, -1], '60001500 LO': 'Marks', '60003000 OW': Uint8Array.of(0b101001) })).overlays;
  expect(more).toEqual([]);
  expect(overlay).toMatchObject({ kind: 'graphics', label: 'Marks', width: 3, height: 2, left: -2, top: 0, first: 0, count: 1 });
  expect(overlay && overlayBits(overlay, 0)).toEqual(Uint8Array.of(1, 0, 0, 1, 0, 1));
});

describe('overlays in bits of the pixels, as files of old have them', () => {
  // 12 bits up to bit 11, an overlay in bit 12, noise in bit 15.
  const elements: DicomElements = {
    '00280008 IS': '2', '00280101 US': [12], '00280102 US': [11], '7fe00010 OW': [0x1001, 0x8002, 3, 0x1fff, 0, 0, 0x9000, 1],
    '60000010 US': [2], '60000011 US': [2], '60000040 CS': 'G', '60000050 SS': [1, 1], '60000100 US': [16], '60000102 US': [12],
  };

  it('lie over each frame, and change no value', async () => {
    const source = await open(elements);
    const [overlay, ...more] = source.overlays;
    expect(more).toEqual([]);
    expect(overlay).toMatchObject({ kind: 'graphics', width: 2, height: 2, left: 0, top: 0, first: 0, count: 2 });
    expect([0, 1, 2].map((frame) => overlay && overlayBits(overlay, frame))).toEqual([Uint8Array.of(1, 0, 0, 1), Uint8Array.of(0, 0, 1, 0), null]);
    expect(unwrap(await source.frame(0)).values).toEqual(Uint16Array.of(1, 2, 3, 4095));
  });

  it.each<[string, DicomElements]>([
    ['the bit is one of the value', { ...elements, '60000102 US': [11] }],
    ['the bit is not there', { ...elements, '60000102 US': [16] }],
    ['it is of another size', { ...elements, '60000011 US': [3] }],
    ['no bit is named', Object.fromEntries(Object.entries(elements).filter(([name]) => !name.startsWith('60000102')))],
  ])('are none where %s', async (_name, changed) => {
    expect((await open(changed)).overlays).toEqual([]);
  });
});

describe('what a file says of itself', () => {
  it('is proposed for the Media', async () => {
    const source = await open({
      '00080060 CS': 'XC', '0008002a DT': '20261123100405.5+0100', '00080050 SH': 'A-17', '00080070 LO': 'Acme', '00081090 LO': 'Cam 3', '00200062 CS': 'L',
      '00540220 SQ': [{ '00080100 SH': '399067008', '00080102 SH': 'SCT', '00080104 LO': 'lateral projection' }],
    });
    expect(source.propose(() => null)).toMatchObject({
      modality: { coding: [{ code: 'XC' }], text: 'External-camera Photography' },
      view: { coding: [{ system: 'http://snomed.info/sct', code: '399067008', display: 'lateral projection' }], text: 'lateral projection' },
      laterality: { code: '7771000', display: 'Left' },
      created: '2026-11-23T10:04:05+01:00', deviceName: 'Acme, Cam 3', accession: 'A-17',
    });
  });

  it('has a time only where its offset from UTC is known', async () => {
    const elements: DicomElements = { '00080022 DA': '20260701', '00080032 TM': '0915' };
    expect((await open(elements)).propose(() => null).created).toBe('2026-07-01');
    expect((await open(elements)).propose((local) => (local === '2026-07-01T09:15:00' ? '+02:00' : null)).created).toBe('2026-07-01T09:15:00+02:00');
    expect((await open({ ...elements, '00080201 SH': '-0500' })).propose(() => '+02:00').created).toBe('2026-07-01T09:15:00-05:00');
    expect((await open({ '00080022 DA': '20260231' })).propose(() => null).created).toBeNull();
  });

  const chart: Patient = { resourceType: 'Patient', name: [{ family: 'Müller', given: ['Anna', 'Maria'] }], birthDate: '1980-02-29', identifier: [{ value: 'mrn-7' }] };
  it.each<[string, DicomElements, readonly string[]]>([
    ['nobody', {}, []],
    ['the same person', { '00100010 PN': 'MULLER^ANNA', '00100030 DA': '19800229', '00100020 LO': 'MRN-7' }, []],
    ['another name', { '00100010 PN': 'Meier^Anna' }, ['name']],
    ['another day of birth and number', { '00100010 PN': 'M\xfcller^Anna', '00100030 DA': '19800228', '00100020 LO': 'mrn-8' }, ['birthDate', 'id']],
  ])('may name %s', async (_name, elements, differences) => {
    const source = await open({ '00080005 CS': 'ISO_IR 100', ...elements });
    expect(source.identityDifferences(chart).map(({ what }) => what)).toEqual(differences);
  });

  it('names its patient in its own letters', async () => {
    const utf8 = (text: string) => Buffer.from(text, 'utf8');
    expect((await open({ '00080005 CS': 'ISO_IR 192', '00100010 PN': utf8('Ωμέγα^Άλφα') })).patient).toEqual({ name: 'Ωμέγα, Άλφα', birthDate: null, id: null });
  });
});

describe('what is refused, by its reason', () => {
  it.each<[string, Uint8Array, object]>([
    ['nothing', new Uint8Array(), { code: 'data.empty-file' }],
    ['another file', Buffer.from('GIF89a and more of it'), { code: 'data.unsupported-medium', detail: 'no DICOM file' }],
    ['a video inside', dicomFile({}, '1.2.840.10008.1.2.4.102'), { code: 'data.unsupported-compression', detail: 'MPEG-4 AVC/H.264 High Profile / Level 4.1' }],
    ['a transfer syntax nobody lists', dicomFile({}, '1.2.3.4'), { code: 'data.unsupported-compression', detail: 'transfer syntax 1.2.3.4' }],
    ['pixels that are not all there', dicomFile({ '7fe00010 OW': [1, 2, 3] }), { code: 'data.truncated', detail: '6 of 8 bytes of the first frame' }],
    ['no rows', dicomFile({ '00280010 US': [0] }), { code: 'data.undecodable', detail: '2 columns, 0 rows' }],
    ['more pixels than memory', dicomFile({ '00280010 US': [65_535], '00280011 US': [65_535] }), { code: 'data.too-many-pixels', detail: '65535 x 65535' }],
    ['more bits stored than allocated', dicomFile({ '00280101 US': [17] }), { code: 'data.undecodable', detail: '17 bits stored up to bit 15 of 16' }],
    ['a palette without entries', dicomFile({ '00280004 CS': 'PALETTE COLOR' }), { code: 'data.undecodable', detail: 'palette' }],
  ])('%s', async (_name, bytes, error) => {
    expect(await refusal(bytes)).toEqual(error);
  });
});
