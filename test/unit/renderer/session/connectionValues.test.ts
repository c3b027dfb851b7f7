import { describe, expect, it } from 'vitest';
import { addressProblems, isAdvanced, problemsOf, problemsOfFailure } from '../../../../renderer/session/connectionProblems.ts';
import { discoveryOf, initialValues, presetOptions, requestOf, signInOptions, withDiscovery, withPreset, type ConnectionValues } from '../../../../renderer/session/connectionValues.ts';
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

  it('proposes what was found at the address, and lets stand what somebody typed', () => {
    const found = { baseUrl: 'https://ehr.example/fhir/R4', dialect: 'fhir', software: 'EHR', loginPage: true, tokenUrl: 'https://ehr.example/token' } as const;
    const typed = { ...blank, baseUrl: 'https://ehr.example', tokenUrl: 'https://other.example/token' };
    expect(withDiscovery(blank, found)).toMatchObject({ preset: 'fhir', baseUrl: found.baseUrl, authKind: 'smart', name: 'ehr.example', tokenUrl: found.tokenUrl });
    expect(withDiscovery({ ...typed, name: 'Ward 3' }, found)).toMatchObject({ name: 'Ward 3', tokenUrl: typed.tokenUrl });
    expect(withDiscovery({ ...typed, authKind: 'smart' }, { ...found, loginPage: false })).toMatchObject({ authKind: 'client-credentials' });
    expect(withDiscovery({ ...typed, authKind: 'token' }, { ...found, loginPage: false })).toMatchObject({ authKind: 'token' });
    const gatewayFound = { baseUrl: 'https://gateway.example/api/v2', dialect: 'xcaliber', software: null, loginPage: false, tokenUrl: null } as const;
    expect(withDiscovery(blank, gatewayFound)).toMatchObject({ preset: 'gateway', authKind: 'api-key', name: 'gateway.example', tokenUrl: '' });
    expect(withDiscovery(gateway('epic'), gatewayFound)).toMatchObject({ preset: 'epic', sourceId: 'epic', name: 'Epic' });
    expect(withDiscovery(gateway('epic'), found)).toMatchObject({ preset: 'fhir', authKind: 'smart' });
  });

  it('signs in on a login page under a client ID alone, with other scopes where they are given', () => {
    const smart = { ...blank, name: 'Clinic', baseUrl: 'https://ehr.example', authKind: 'smart' } as const;
    expect(Object.keys(problemsOf(smart))).toStrictEqual(['clientId']);
    expect(requestOf({ ...smart, clientId: ' app ' })).toStrictEqual({ name: 'Clinic', baseUrl: 'https://ehr.example', auth: { kind: 'smart', clientId: 'app' } });
    expect(requestOf({ ...smart, clientId: 'app', scope: ' user/*.read ' }).auth).toStrictEqual({ kind: 'smart', clientId: 'app', scope: 'user/*.read' });
  });

  it('asks for the network only where it is not plain, and says at the field what is wrong with it', () => {
    const connected = { ...blank, name: 'Clinic', baseUrl: 'https://ehr.example', authKind: 'none' } as const;
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect(requestOf(connected)).not.toHaveProperty('network');
    const proxied = { ...connected, certificateAuthority: `${pem}\n`, proxyUrl: 'http://proxy.example:3128', proxyUsername: 'ward', proxyPassword: 'secret' };
    expect(requestOf(proxied).network).toStrictEqual({ certificateAuthority: pem, proxy: { url: 'http://proxy.example:3128', username: 'ward', password: 'secret' } });
    expect(requestOf({ ...proxied, proxyUsername: '' }).network?.proxy).toStrictEqual({ url: 'http://proxy.example:3128' });
    const apart = { ...connected, contentOrigins: ' https://storage.example  https://other.example ' };
    expect(requestOf(apart).network).toStrictEqual({ contentOrigins: ['https://storage.example', 'https://other.example'] });
    expect(problemsOf({ ...connected, contentOrigins: 'storage' })).toStrictEqual({ contentOrigins: expect.stringContaining('https://storage.hospital.example') as string });
    expect(discoveryOf(proxied)).toStrictEqual({ address: 'https://ehr.example', network: requestOf(proxied).network });
    for (const proxyUrl of ['proxy.example', 'https://proxy.example', 'http://user:password@proxy.example', 'http://proxy.example/path']) expect(Object.keys(problemsOf({ ...connected, proxyUrl }))).toStrictEqual(['proxyUrl']);
    const wrong = problemsOf({ ...connected, certificateAuthority: 'AAAA' });
    expect(Object.keys(wrong)).toStrictEqual(['certificateAuthority']);
    expect([isAdvanced(wrong), isAdvanced(problemsOf({ ...connected, name: '' }))]).toStrictEqual([true, false]);
    expect(Object.keys(addressProblems({ ...blank, proxyUrl: 'x' })).toSorted()).toStrictEqual(['baseUrl', 'proxyUrl']);
  });

  it('marks the field a failed try points to', () => {
    const fields = (code: Parameters<typeof problemsOfFailure>[0]['code']) => Object.keys(problemsOfFailure({ code }));
    expect([fields('server.certificate-unknown'), fields('server.proxy'), fields('server.not-fhir'), fields('server.no-login-page'), fields('server.failed')]).toStrictEqual([
      ['certificateAuthority'], ['proxyUrl'], ['baseUrl'], ['authKind'], [],
    ]);
    expect(Object.keys(problemsOfFailure({ code: 'data.invalid-input', fields: [{ path: 'baseUrl', message: 'https only' }] }))).toStrictEqual(['baseUrl']);
  });

  it('signs in again to what is connected, without giving its secrets back', () => {
    const scope = { sourceId: 'elation', departmentId: '7', categories: ['admin'], interactionMode: true, interactionModeOfWrites: false };
    const network = { certificateAuthority: null, proxyUrl: null, proxyUsername: null, contentOrigins: ['https://storage.example'] };
    const view = { authKind: 'api-key' as const, smart: null, geometryInText: false, demoCredentials: null, network };
    const again = initialValues({ kind: 'fhir', name: 'Clinic', baseUrl: 'https://gateway.example', ...view, gateway: scope });
    expect(again).toMatchObject({ preset: 'elation', apiKey: '', token: '', clientSecret: '' });
    expect(requestOf(again)).toMatchObject({ gateway: scope, network: { contentOrigins: ['https://storage.example'] } });
    expect(initialValues({ kind: 'fhir', name: 'Clinic', baseUrl: 'https://gateway.example', ...view, gateway: { ...scope, sourceId: 'own' } }).preset).toBe('gateway');
    expect(signInOptions(again.preset).map(({ value }) => value)).toContain(again.authKind);
  });
});
