import { describe, expect, it } from 'vitest';
import { initialValues, presetOptions, problemsOf, requestOf, signInOptions, withPreset, type ConnectionValues } from '../../../../renderer/session/connectionValues.ts';
import { connectionRequestSchema } from '../../../../shared/ipc/views.ts';

const blank = initialValues(undefined);
const gateway = (preset: 'athena' | 'elation' | 'epic', more: Partial<ConnectionValues> = {}): ConnectionValues => ({
  ...withPreset(blank, preset), baseUrl: 'https://gateway.example/api/v2', departmentId: '1', apiKey: 'k', userId: 'u1', userName: 'nurse', tokenUrl: 'https://gateway.example/token', ...more,
});

describe('the connection form', () => {
  it('offers FHIR, the three EHRs of the Media API, and any other behind a gateway', () => {
    expect(presetOptions.map(({ value }) => value)).toStrictEqual(['fhir', 'athena', 'elation', 'epic', 'gateway']);
  });

  it.each(['athena', 'elation', 'epic'] as const)('%s asks a gateway for what the contract wants', (preset) => {
    const request = requestOf(gateway(preset));
    expect(connectionRequestSchema.parse(request)).toStrictEqual(request);
    expect(request).toMatchObject({ auth: { kind: 'api-key', user: { id: 'u1', username: 'nurse' } }, gateway: { sourceId: preset, departmentId: '1', interactionMode: false } });
    expect(problemsOf(gateway(preset))).toStrictEqual({});
  });

  it('for Athena reads the two categories it maps', () => {
    expect(requestOf(gateway('athena')).gateway?.categories).toStrictEqual(['insurance-card', 'prescription-card']);
  });

  it('asks a FHIR server for no gateway, whatever was chosen before', () => {
    const back = withPreset(gateway('epic'), 'fhir');
    expect(requestOf(back)).not.toHaveProperty('gateway');
    expect(back).toMatchObject({ name: '', authKind: 'client-credentials' });
    expect(withPreset({ ...blank, name: 'Ward 3' }, 'epic').name).toBe('Ward 3');
  });

  it('says at each field what is missing', () => {
    expect(Object.keys(problemsOf(withPreset(blank, 'epic'))).toSorted()).toStrictEqual(['apiKey', 'baseUrl', 'departmentId', 'tokenUrl', 'userId', 'userName']);
    expect(Object.keys(problemsOf(gateway('epic', { categories: ' , ', sourceId: 'a b' }))).toSorted()).toStrictEqual(['categories', 'sourceId']);
    expect(Object.keys(problemsOf(gateway('epic', { categories: 'ok, not ok' })))).toStrictEqual(['categories']);
    expect(Object.keys(problemsOf(blank)).toSorted()).toStrictEqual(['baseUrl', 'clientId', 'clientSecret', 'name', 'tokenUrl']);
  });

  it('signs in again to what is connected, without giving its secrets back', () => {
    const scope = { sourceId: 'elation', departmentId: '7', categories: ['admin'], interactionMode: true };
    const view = {
      authKind: 'api-key', smart: null, geometryInText: false, demoCredentials: null, network: { certificateAuthority: null, proxyUrl: null, proxyUsername: null },
    } as const;
    const again = initialValues({ kind: 'fhir', name: 'Clinic', baseUrl: 'https://gateway.example', ...view, gateway: scope });
    expect(again).toMatchObject({ preset: 'elation', apiKey: '', token: '', clientSecret: '' });
    expect(requestOf(again).gateway).toStrictEqual(scope);
    expect(initialValues({ kind: 'fhir', name: 'Clinic', baseUrl: 'https://gateway.example', ...view, gateway: { ...scope, sourceId: 'own' } }).preset).toBe('gateway');
    expect(signInOptions(again.preset).map(({ value }) => value)).toContain(again.authKind);
  });
});
