import type { contract } from '@cashwrap/contract';
import type { Database } from '@cashwrap/database';
import type { Logger } from 'pino';
import type { Handlers } from '../../procedure/handlers.ts';
import { AuditChainer } from './chain-audit-log.ts';
import { listAuditLog } from './list-audit-log.ts';
import { SignedHead } from './signed-head.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

export interface AuditTrailOptions {
  readonly database: Database;
  /** What the key of the signed head is derived from. */
  readonly pepper: Buffer;
  /** Where the signed head of the chain is kept; without it there is none. */
  readonly auditHeadFile?: string | undefined;
  readonly clock: () => Date;
  readonly log: Logger;
}

/** The audit log's chain and what reads it. */
export interface AuditTrail {
  readonly chainer: AuditChainer;
  readonly head: SignedHead;
}

export function createAuditTrail(options: AuditTrailOptions): AuditTrail {
  const head = new SignedHead(options.auditHeadFile, options.pepper);
  const { database, clock, log } = options;
  const announce = (auditHead: string, position: number) => log.info({ auditHead, position }, 'audit head');
  return { head, chainer: new AuditChainer({ database, clock, head, announce }) };
}

export function auditLogHandlers({ head }: AuditTrail): Handlers<typeof contract.auditLog> {
  return {
    list: listAuditLog,
    verify: ({ db, now }) => verifyAuditLog(db, head, now),
  };
}
