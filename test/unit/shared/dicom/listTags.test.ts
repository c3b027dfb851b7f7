import { describe, expect, it } from 'vitest';
import { openDicom } from '../../../../shared/dicom/openDicom.ts';
import { unwrap } from '../../../../shared/errors/result.ts';
import { dicomFile, type DicomElements } from '../../../support/dicomFile.ts';
import { dicomFixture, dicomPorts } from '../../../support/dicomFixtures.ts';

const tagsOf = async (elements: DicomElements) => unwrap(await openDicom(dicomFile(elements), dicomPorts)).tags();

describe('the tags of a file', () => {
  it('are named, valued and marked, those of sequences behind their sequence', async () => {
    const tags = await tagsOf({
      '00080060 CS': 'CT', '00090010 LO': 'SOMEBODY', '00091001 DS': '1.5', '00100010 PN': 'Doe^Jane', '00281050 DS': '40\\300',
      '00082218 SQ': [{ '00080104 LO': 'Chest' }], '00209999 LO': 'x'.repeat(300),
    });
    expect(tags.map(({ tag, name, vr, value, depth, isPrivate, isPatient }) => [tag, name, vr, value.length > 100 ? `${value.slice(0, 3)} ${String(value.length)}` : value, depth, isPrivate, isPatient])).toEqual([
      ['(0008,0060)', 'Modality', 'CS', 'CT', 0, false, false],
      ['(0008,2218)', 'Anatomic Region Sequence', 'SQ', '1 item', 0, false, false],
      ['(0008,0104)', 'Code Meaning', 'LO', 'Chest', 1, false, false],
      ['(0009,0010)', null, 'LO', 'SOMEBODY', 0, true, false],
      ['(0009,1001)', null, 'DS', '1.5', 0, true, false],
      ['(0010,0010)', 'Patient\'s Name', 'PN', 'Doe^Jane', 0, false, true],
      ['(0020,9999)', null, 'LO', 'xxx 201', 0, false, false],
      ['(0028,0002)', 'Samples per Pixel', 'US', '1', 0, false, false],
      ['(0028,0004)', 'Photometric Interpretation', 'CS', 'MONOCHROME2', 0, false, false],
      ['(0028,0010)', 'Rows', 'US', '2', 0, false, false],
      ['(0028,0011)', 'Columns', 'US', '2', 0, false, false],
      ['(0028,0100)', 'Bits Allocated', 'US', '16', 0, false, false],
      ['(0028,0101)', 'Bits Stored', 'US', '16', 0, false, false],
      ['(0028,0102)', 'High Bit', 'US', '15', 0, false, false],
      ['(0028,0103)', 'Pixel Representation', 'US', '0', 0, false, false],
      ['(0028,1050)', 'Window Center', 'DS', '40\\300', 0, false, false],
      ['(7fe0,0010)', 'Pixel Data', 'OW', '8 bytes', 0, false, false],
    ]);
  });

  it('have their VR from the list of names where the file leaves it out', async () => {
    const tags = unwrap(await openDicom(dicomFixture('made_implicit.dcm'), dicomPorts)).tags();
    expect(tags.find(({ name }) => name === 'Rows')).toMatchObject({ vr: 'US' });
  });
});
