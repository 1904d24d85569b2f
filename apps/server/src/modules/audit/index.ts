export { type AuditTrail, auditLogHandlers, createAuditTrail } from './audit-trail.ts';
export { BrokenChainError } from './chain-audit-log.ts';
export { listAuditLog } from './list-audit-log.ts';
export { type HeadKeys, SignedHead } from './signed-head.ts';
export { verifyAuditLog } from './verify-audit-log.ts';
