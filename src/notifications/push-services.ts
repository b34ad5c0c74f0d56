import { isLoopback } from '../seal/qr-url.ts';

/**
 * Whether a browser's push endpoint is at one of the services that the operator allows (`push.example`, or `*.push.example` for
 * all names below it): https on its usual port, no user. An endpoint comes from a browser, so anything else would let a person
 * send our requests wherever they like. Plain http on loopback alone, where this installation is on loopback itself.
 */
export function isAllowedEndpoint(endpoint: string, services: readonly string[], appOrigin: string): boolean {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || endpoint.length > 1_000 || url.username !== '' || url.password !== '') return false;
  const onLoopback = isLoopback(new URL(appOrigin).host) && isLoopback(url.host) && url.protocol === 'http:';
  if (!onLoopback && (url.protocol !== 'https:' || url.port !== '')) return false;
  return services.some((service) =>
    service.startsWith('*.') ? url.hostname.endsWith(service.slice(1)) : url.hostname === service,
  );
}
