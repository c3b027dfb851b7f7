/**
 * Names and representations of the elements that people look for: those of the modules an image has (DICOM PS3.6, chapter 6). What is not
 * here is shown by its number.
 */
const named = `
00020002 UI Media Storage SOP Class UID|00020003 UI Media Storage SOP Instance UID|00020010 UI Transfer Syntax UID|00020012 UI Implementation Class UID
00020013 SH Implementation Version Name|00020016 AE Source Application Entity Title
00080005 CS Specific Character Set|00080008 CS Image Type|00080012 DA Instance Creation Date|00080013 TM Instance Creation Time|00080016 UI SOP Class UID
00080018 UI SOP Instance UID|00080020 DA Study Date|00080021 DA Series Date|00080022 DA Acquisition Date|00080023 DA Content Date|0008002a DT Acquisition DateTime
00080030 TM Study Time|00080031 TM Series Time|00080032 TM Acquisition Time|00080033 TM Content Time|00080050 SH Accession Number|00080060 CS Modality
00080064 CS Conversion Type|00080070 LO Manufacturer|00080080 LO Institution Name|00080081 ST Institution Address|00080090 PN Referring Physician's Name
00080100 SH Code Value|00080102 SH Coding Scheme Designator|00080104 LO Code Meaning|00080201 SH Timezone Offset From UTC|00081010 SH Station Name
00081030 LO Study Description|0008103e LO Series Description|00081040 LO Institutional Department Name|00081050 PN Performing Physician's Name
00081070 PN Operators' Name|00081090 LO Manufacturer's Model Name|00081110 SQ Referenced Study Sequence|00081140 SQ Referenced Image Sequence
00081150 UI Referenced SOP Class UID|00081155 UI Referenced SOP Instance UID|00082111 ST Derivation Description|00082112 SQ Source Image Sequence
00082144 IS Recommended Display Frame Rate|00082218 SQ Anatomic Region Sequence
00100010 PN Patient's Name|00100020 LO Patient ID|00100021 LO Issuer of Patient ID|00100030 DA Patient's Birth Date|00100040 CS Patient's Sex
00101000 LO Other Patient IDs|00101001 PN Other Patient Names|00101010 AS Patient's Age|00101020 DS Patient's Size|00101030 DS Patient's Weight
00101040 LO Patient's Address|00102154 SH Patient's Telephone Numbers|00102160 SH Ethnic Group|001021b0 LT Additional Patient History|00104000 LT Patient Comments
00180010 LO Contrast/Bolus Agent|00180015 CS Body Part Examined|00180020 CS Scanning Sequence|00180021 CS Sequence Variant|00180022 CS Scan Options
00180023 CS MR Acquisition Type|00180040 IS Cine Rate|00180050 DS Slice Thickness|00180060 DS KVP|00180080 DS Repetition Time|00180081 DS Echo Time
00180087 DS Magnetic Field Strength|00180088 DS Spacing Between Slices|00181000 LO Device Serial Number|00181020 LO Software Versions|00181030 LO Protocol Name
00181063 DS Frame Time|00181065 DS Frame Time Vector|00181110 DS Distance Source to Detector|00181111 DS Distance Source to Patient
00181114 DS Estimated Radiographic Magnification Factor|00181150 IS Exposure Time|00181151 IS X-Ray Tube Current|00181152 IS Exposure|00181164 DS Imager Pixel Spacing
00181210 SH Convolution Kernel|00181314 DS Flip Angle|00182010 DS Nominal Scanned Pixel Spacing|00185100 CS Patient Position|00185101 CS View Position
00186011 SQ Sequence of Ultrasound Regions|00186012 US Region Spatial Format|00186014 US Region Data Type|00186016 UL Region Flags|00186018 UL Region Location Min X0
0018601a UL Region Location Min Y0|0018601c UL Region Location Max X1|0018601e UL Region Location Max Y1|00186024 US Physical Units X Direction
00186026 US Physical Units Y Direction|0018602c FD Physical Delta X|0018602e FD Physical Delta Y
0020000d UI Study Instance UID|0020000e UI Series Instance UID|00200010 SH Study ID|00200011 IS Series Number|00200012 IS Acquisition Number
00200013 IS Instance Number|00200020 CS Patient Orientation|00200032 DS Image Position (Patient)|00200037 DS Image Orientation (Patient)
00200052 UI Frame of Reference UID|00200060 CS Laterality|00200062 CS Image Laterality|00201041 DS Slice Location|00204000 LT Image Comments
00209111 SQ Frame Content Sequence|00209113 SQ Plane Position Sequence|00209116 SQ Plane Orientation Sequence|00209221 SQ Dimension Organization Sequence
00209222 SQ Dimension Index Sequence
00280002 US Samples per Pixel|00280004 CS Photometric Interpretation|00280006 US Planar Configuration|00280008 IS Number of Frames
00280009 AT Frame Increment Pointer|00280010 US Rows|00280011 US Columns|00280030 DS Pixel Spacing|00280034 IS Pixel Aspect Ratio|00280100 US Bits Allocated
00280101 US Bits Stored|00280102 US High Bit|00280103 US Pixel Representation|00280106 US Smallest Image Pixel Value|00280107 US Largest Image Pixel Value
00280120 US Pixel Padding Value|00280301 CS Burned In Annotation|00280a02 CS Pixel Spacing Calibration Type|00280a04 LO Pixel Spacing Calibration Description
00281050 DS Window Center|00281051 DS Window Width|00281052 DS Rescale Intercept|00281053 DS Rescale Slope|00281054 LO Rescale Type
00281055 LO Window Center & Width Explanation|00281056 CS VOI LUT Function|00281101 US Red Palette Color Lookup Table Descriptor
00281102 US Green Palette Color Lookup Table Descriptor|00281103 US Blue Palette Color Lookup Table Descriptor|00281201 OW Red Palette Color Lookup Table Data
00281202 OW Green Palette Color Lookup Table Data|00281203 OW Blue Palette Color Lookup Table Data|00282110 CS Lossy Image Compression
00282112 DS Lossy Image Compression Ratio|00282114 CS Lossy Image Compression Method|00283000 SQ Modality LUT Sequence|00283002 US LUT Descriptor
00283003 LO LUT Explanation|00283006 OW LUT Data|00283010 SQ VOI LUT Sequence|00289110 SQ Pixel Measures Sequence|00289132 SQ Frame VOI LUT Sequence
00289145 SQ Pixel Value Transformation Sequence
00321060 LO Requested Procedure Description|00400244 DA Performed Procedure Step Start Date|00400245 TM Performed Procedure Step Start Time
00400254 LO Performed Procedure Step Description|00400275 SQ Request Attributes Sequence|00400555 SQ Acquisition Context Sequence
00540220 SQ View Code Sequence|00540410 SQ Patient Orientation Code Sequence|20500020 CS Presentation LUT Shape
52009229 SQ Shared Functional Groups Sequence|52009230 SQ Per-frame Functional Groups Sequence|7fe00008 OF Float Pixel Data|7fe00009 OD Double Float Pixel Data
7fe00010 OW Pixel Data`;

const known: ReadonlyMap<string, { readonly vr: string; readonly name: string }> = new Map(
  named.trim().split(/[|\n]/).map((line) => [line.slice(0, 8), { vr: line.slice(9, 11), name: line.slice(12) }]),
);

/** Elements of overlays repeat in groups 6000 to 601e. */
const overlayNames: Readonly<Record<string, { readonly vr: string; readonly name: string }>> = {
  '0010': { vr: 'US', name: 'Overlay Rows' }, '0011': { vr: 'US', name: 'Overlay Columns' }, '0015': { vr: 'IS', name: 'Number of Frames in Overlay' },
  '0022': { vr: 'LO', name: 'Overlay Description' }, '0040': { vr: 'CS', name: 'Overlay Type' }, '0050': { vr: 'SS', name: 'Overlay Origin' },
  '0100': { vr: 'US', name: 'Overlay Bits Allocated' }, '0102': { vr: 'US', name: 'Overlay Bit Position' }, '1500': { vr: 'LO', name: 'Overlay Label' },
  '3000': { vr: 'OW', name: 'Overlay Data' },
};

/** @param tag `ggggeeee` in lower case. @returns undefined for what is not in the list. */
export function tagName(tag: string): { readonly vr: string; readonly name: string } | undefined {
  return /^60[01][02468ace]/.test(tag) ? overlayNames[tag.slice(4)] : known.get(tag);
}
