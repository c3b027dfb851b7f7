import { List, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { DeviationKind } from '../../shared/fhir/xcaliber/deviation.ts';
import type { MethodOutput } from '../../shared/ipc/contract.ts';
import { countOf } from '../ui/index.ts';
import classes from './ServerReportList.module.css';

type Report = MethodOutput<'connection.test'>;

const dialects = { fhir: 'as a FHIR server', xcaliber: 'as a gateway of the Media API' } as const satisfies Record<Report['dialect'], string>;

const deviationWords: Readonly<Record<DeviationKind, string>> = {
  envelope: 'wraps its answers in an envelope of its own',
  'bare-list': 'answers a list where FHIR has a Bundle',
  'null-element': 'writes null where FHIR leaves an element out',
  'plain-identifier': 'writes identifiers as plain text',
  'flat-reference': 'writes references as an id and a type',
  'number-as-text': 'writes numbers as text',
  'extension-url': 'spells the urls of extensions in its own way',
  pages: 'puts the pages of a document inside its content',
  'missing-element': 'leaves out what FHIR requires',
  unreadable: 'holds entries no picture can be made of; these are not shown',
};

/** What a server said it can do, and what that means for the work with it. */
export function ServerReportList({ report }: { readonly report: Report }) {
  const deviations = report.deviations ?? [];
  const facts = [
    { good: true, words: `${report.software} answers ${dialects[report.dialect]}, FHIR ${report.fhirVersion}.` },
    report.signedIn === false ? { good: false, words: 'The sign-in was not tried: that happens on its login page, when you connect.' } : { good: true, words: 'The sign-in is accepted.' },
    report.supportsLastUpdated
      ? { good: true, words: 'It can say what changed since last time, so that keeping up is quick.' }
      : { good: false, words: 'It cannot say what changed since last time, so every pull reads everything.' },
    ...(report.dialect === 'fhir' ? [] : [{ good: false, words: 'It has no versions and takes changes later than it says: Lightbox looks before it writes, and again until the change is there.' }]),
  ];
  return (
    <div role="status" aria-label="What the server can do">
      <Text size="sm" fw={600}>It works</Text>
      <List size="sm" spacing="xs" className={classes['facts']}>
        {facts.map(({ good, words }) => (
          <List.Item key={words} icon={good ? <IconCircleCheck size={18} aria-hidden className={classes['good']} /> : <IconInfoCircle size={18} aria-hidden className={classes['less']} />}>{words}</List.Item>
        ))}
      </List>
      {deviations.length === 0 ? null : (
        <details className={classes['deviations']}>
          <summary>{countOf(deviations.length, 'departure')} from the standard, all read</summary>
          <List size="sm">{deviations.map((kind) => <List.Item key={kind}>It {kind in deviationWords ? deviationWords[kind as DeviationKind] : kind}.</List.Item>)}</List>
        </details>
      )}
    </div>
  );
}
