/**
 * The members of inputs that AWS marks as idempotency tokens.
 * The SDK's types do not tell them from other members; `sdk-schema.test.ts` holds this list against its schemas.
 */
export const idempotencyTokens = ['clientToken'] as const;
