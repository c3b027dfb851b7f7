import { shell } from 'electron';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { chartAddress } from '../ehr/chartAddress.ts';

/**
 * Shows an address in the system's own browser, where a person's passwords and second factors are. Only https, and http to this computer:
 * an address that a server gave must not start another program.
 */
export async function openInBrowser(url: URL): Promise<Result<undefined>> {
  if (!chartAddress(url.href).ok) return fail('local.no-browser', { detail: 'https only' });
  try {
    await shell.openExternal(url.href);
    return succeed(undefined);
  } catch {
    return fail('local.no-browser');
  }
}
