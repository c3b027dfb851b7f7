import { List, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { MethodOutput } from '../../shared/ipc/contract.ts';
import classes from './ServerReportList.module.css';

const dialects = { fhir: 'FHIR REST', xcaliber: 'gateway' } as const satisfies Record<MethodOutput<'connection.test'>['dialect'], string>;

/** What a server said it can do, and what that means for the work with it. */
export function ServerReportList({ report }: { readonly report: MethodOutput<'connection.test'> }) {
  const facts = [
    { good: true, words: `${report.software} answers, in the ${dialects[report.dialect]} dialect of FHIR ${report.fhirVersion}.` },
    { good: true, words: 'The sign-in is accepted.' },
    report.supportsLastUpdated
      ? { good: true, words: 'It can say what changed since last time, so that keeping up is quick.' }
      : { good: false, words: 'It cannot say what changed since last time, so every pull reads everything.' },
  ];
  return (
    <div role="status" aria-label="What the server can do">
      <Text size="sm" fw={600}>It works</Text>
      <List size="sm" spacing="xs" className={classes['facts']}>
        {facts.map(({ good, words }) => (
          <List.Item key={words} icon={good ? <IconCircleCheck size={18} aria-hidden className={classes['good']} /> : <IconInfoCircle size={18} aria-hidden className={classes['less']} />}>{words}</List.Item>
        ))}
      </List>
    </div>
  );
}
