export { findLastLink } from './audit-chain.repo.ts';
export { type AuditTrail, auditLogHandlers, createAuditTrail } from './audit-trail.ts';
export { acceptChain, BrokenChainError } from './chain-audit-log.ts';
export { listAuditLog } from './list-audit-log.ts';
export { type Head, HeadError, SignedHead } from './signed-head.ts';
export { verifyAuditLog } from './verify-audit-log.ts';
