/** Labels of the Encoding Standard for the terms of Specific Character Set. DICOM PS3.3, C.12.1.1.2. */
const labels: Readonly<Record<string, string>> = {
  'ISO_IR 100': 'iso-8859-1', 'ISO 2022 IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2', 'ISO 2022 IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3', 'ISO 2022 IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4', 'ISO 2022 IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5', 'ISO 2022 IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6', 'ISO 2022 IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7', 'ISO 2022 IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8', 'ISO 2022 IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254', 'ISO 2022 IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15', 'ISO 2022 IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874', 'ISO 2022 IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis', 'ISO 2022 IR 13': 'shift_jis',
  'ISO 2022 IR 87': 'iso-2022-jp', 'ISO 2022 IR 159': 'iso-2022-jp',
  'ISO 2022 IR 149': 'euc-kr', 'ISO 2022 IR 58': 'gbk',
  'ISO_IR 192': 'utf-8', GB18030: 'gb18030', GBK: 'gbk',
};

/**
 * The encoding of a file's texts, as a label of https://encoding.spec.whatwg.org. Where several sets alternate by escape sequences, the one
 * that needs them decodes the others' ASCII, too. An unknown term reads as Latin-1: no byte is lost.
 * @param terms the values of Specific Character Set (0008,0005).
 */
export function encodingOf(terms: readonly string[]): string {
  for (const term of terms.toReversed()) {
    const label = labels[term.trim()];
    if (label !== undefined) return label;
  }
  return 'iso-8859-1';
}

/** The escape sequences of ISO 2022 that switch to a set which the one decoder in use reads anyway. */
export function withoutEscapes(text: string): string {
  return text.split('\u001B').map((part, index) => (index === 0 ? part : part.replace(/^[ -/]+[0-~]/, ''))).join('');
}
