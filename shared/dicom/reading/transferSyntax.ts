/** How the pixels of a transfer syntax are packed. */
export type PixelPacking = 'native' | 'rle' | 'deflatedFrames' | 'jpeg' | 'jpegLossless' | 'jpegLs' | 'jpeg2000' | 'htj2k';

export interface TransferSyntax {
  readonly uid: string;
  /** As DICOM PS3.6, annex A calls it. */
  readonly name: string;
  readonly implicit: boolean;
  readonly bigEndian: boolean;
  /** All of the data set behind the file's header is deflated. */
  readonly deflated: boolean;
  /** Null: known by name, not decodable here. */
  readonly packing: PixelPacking | null;
  /** Pixels that went through it are not what the device measured. */
  readonly lossy: boolean;
}

const encapsulated = (uid: string, name: string, packing: PixelPacking | null, lossy = false): TransferSyntax => ({
  uid: `1.2.840.10008.1.2.${uid}`, name, implicit: false, bigEndian: false, deflated: false, packing, lossy,
});
const plain = (uid: string, name: string, how: Partial<TransferSyntax>): TransferSyntax => ({
  uid, name, implicit: false, bigEndian: false, deflated: false, packing: 'native', lossy: false, ...how,
});

/** https://dicom.nema.org/medical/dicom/current/output/chtml/part06/chapter_A.html */
const syntaxes: readonly TransferSyntax[] = [
  plain('1.2.840.10008.1.2', 'Implicit VR Little Endian', { implicit: true }),
  plain('1.2.840.10008.1.2.1', 'Explicit VR Little Endian', {}),
  plain('1.2.840.10008.1.2.1.98', 'Encapsulated Uncompressed Explicit VR Little Endian', { packing: null }),
  plain('1.2.840.10008.1.2.1.99', 'Deflated Explicit VR Little Endian', { deflated: true }),
  plain('1.2.840.10008.1.2.2', 'Explicit VR Big Endian', { bigEndian: true }),
  encapsulated('4.50', 'JPEG Baseline (Process 1)', 'jpeg', true),
  encapsulated('4.51', 'JPEG Extended (Process 2 and 4)', 'jpeg', true),
  encapsulated('4.52', 'JPEG Extended (Process 3 and 5)', null, true),
  encapsulated('4.53', 'JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)', null, true),
  encapsulated('4.55', 'JPEG Full Progression, Non-Hierarchical (Process 10 and 12)', null, true),
  encapsulated('4.57', 'JPEG Lossless, Non-Hierarchical (Process 14)', 'jpegLossless'),
  encapsulated('4.70', 'JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14, Selection Value 1)', 'jpegLossless'),
  encapsulated('4.80', 'JPEG-LS Lossless', 'jpegLs'),
  encapsulated('4.81', 'JPEG-LS Near-Lossless', 'jpegLs', true),
  encapsulated('4.90', 'JPEG 2000 (Lossless Only)', 'jpeg2000'),
  encapsulated('4.91', 'JPEG 2000', 'jpeg2000', true),
  encapsulated('4.92', 'JPEG 2000 Part 2 Multi-component (Lossless Only)', null),
  encapsulated('4.93', 'JPEG 2000 Part 2 Multi-component', null, true),
  encapsulated('4.94', 'JPIP Referenced', null),
  encapsulated('4.95', 'JPIP Referenced Deflate', null),
  encapsulated('4.100', 'MPEG2 Main Profile / Main Level', null, true),
  encapsulated('4.101', 'MPEG2 Main Profile / High Level', null, true),
  encapsulated('4.102', 'MPEG-4 AVC/H.264 High Profile / Level 4.1', null, true),
  encapsulated('4.103', 'MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1', null, true),
  encapsulated('4.104', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video', null, true),
  encapsulated('4.105', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video', null, true),
  encapsulated('4.106', 'MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2', null, true),
  encapsulated('4.107', 'HEVC/H.265 Main Profile / Level 5.1', null, true),
  encapsulated('4.108', 'HEVC/H.265 Main 10 Profile / Level 5.1', null, true),
  encapsulated('4.110', 'JPEG XL Lossless', null),
  encapsulated('4.111', 'JPEG XL JPEG Recompression', null, true),
  encapsulated('4.112', 'JPEG XL', null, true),
  encapsulated('4.201', 'High-Throughput JPEG 2000 (Lossless Only)', 'htj2k'),
  encapsulated('4.202', 'High-Throughput JPEG 2000 with RPCL Options (Lossless Only)', 'htj2k'),
  encapsulated('4.203', 'High-Throughput JPEG 2000', 'htj2k', true),
  encapsulated('5', 'RLE Lossless', 'rle'),
  encapsulated('8.1', 'Deflated Image Frame Compression', 'deflatedFrames'),
];

const byUid = new Map(syntaxes.map((syntax) => [syntax.uid, syntax]));

/** @returns undefined for a UID that DICOM does not list. */
export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  return byUid.get(uid);
}
