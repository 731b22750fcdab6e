/**
 * The members of inputs that AWS marks as idempotency tokens.
 * The SDK's types do not distinguish them from other members; `sdk-schema.test.ts` compares this list with its schemas.
 */
export const idempotencyTokens = ['clientToken'] as const;
