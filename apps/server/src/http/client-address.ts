import { isIP } from 'node:net';
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

/**
 * Where a call comes from. Behind proxies that is what the last TRUST_PROXY of them say, where it is an address;
 * what a client itself writes into X-Forwarded-For stands before that and is not looked at. IPv6 is told by its
 * /56 network: whoever has one address there has them all.
 */
export function addressOf({ ip, socket }: Request): string {
  const told = ip !== undefined && isIP(ip) !== 0 ? ip : socket.remoteAddress;
  return ipKeyGenerator(told ?? '');
}
