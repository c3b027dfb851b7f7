import { ActionIcon, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ConnectionView } from '../../shared/ipc/views.ts';
import { useAnswer } from '../ipc/index.ts';
import { ConnectionForm, SignInAgain } from '../session/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { ChartLosses } from './ChartLosses.tsx';
import { RemoveConnection } from './RemoveConnection.tsx';
import { Fact } from './Section.tsx';
import classes from './ConnectionSection.module.css';

const kindWords = { demo: 'Demo EHR on this computer, made-up patients', fhir: 'FHIR server' } as const satisfies Record<ConnectionView['kind'], string>;
const authWords = { none: 'no sign-in', token: 'access token', 'client-credentials': 'client credentials', smart: 'the hospital’s login page', 'api-key': 'API key' } as const satisfies Record<ConnectionView['authKind'], string>;

function CopyableFact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Fact label={label}>
      <span className={classes['copyable']}>
        <Code>{value}</Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={copied ? `${label} copied` : `Copy ${label}`} onClick={copy}>
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          )}
        </CopyButton>
      </span>
    </Fact>
  );
}

/** What this data folder is connected to (a practice copy for life); for the demo EHR, how another workstation joins it. */
export function ConnectionSection({ connection, practice }: { readonly connection: ConnectionView; readonly practice: boolean }) {
  const [editing, edit] = useDisclosure(false);
  const { gateway, network } = connection;
  const signedOut = useAnswer('sync.status', undefined).data?.link === 'signed-out';
  return (
    <>
      {signedOut ? <FailureMessage failure={{ code: 'server.unauthorized' }} actions={<SignInAgain onElsewhere={edit.open} />} /> : null}
      <Fact label="Chart">{connection.name}</Fact>
      <Fact label="Kind">{gateway === null ? kindWords[connection.kind] : 'Gateway of the Media API'}, {authWords[connection.authKind]}</Fact>
      {connection.baseUrl === '' ? null : <CopyableFact label={gateway === null ? 'FHIR base URL' : 'Gateway base URL'} value={connection.baseUrl} />}
      {gateway === null ? null : <Fact label="Source">{gateway.sourceId}, department {gateway.departmentId}; {gateway.categories.join(', ')}</Fact>}
      {connection.geometryInText ? <Fact label="Drawings">In the text of their notes</Fact> : null}
      <ChartLosses connection={connection} />
      {network.certificateAuthority === null ? null : <Fact label="Certificates">Also those the hospital’s own authority signed</Fact>}
      {network.proxyUrl === null ? null : <Fact label="Proxy">{network.proxyUrl}</Fact>}
      {connection.demoCredentials === null ? (
        <Group>
          <Button variant="default" aria-expanded={editing} onClick={edit.toggle}>{editing ? 'Cancel' : 'Change or test'}</Button>
        </Group>
      ) : (
        <>
          <Text size="sm" c="dimmed">Another workstation on this computer joins the demo EHR with these:</Text>
          <CopyableFact label="Client ID" value={connection.demoCredentials.clientId} />
          <CopyableFact label="Client secret" value={connection.demoCredentials.clientSecret} />
          <CopyableFact label="Token URL" value={connection.demoCredentials.tokenUrl} />
        </>
      )}
      {editing ? <ConnectionForm current={connection} /> : null}
      {practice ? null : <RemoveConnection name={connection.name} />}
    </>
  );
}
