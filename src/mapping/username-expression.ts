/** An expression of Atlassian's SSO for Data Center, taken apart: `${given}.${family}` has two claims and a literal. */
export type ExpressionPart = { literal: string } | { claim: string };

/**
 * `${…}` names a claim, everything else stands for itself; a bare `preferred_username` is therefore taken literally.
 * An opening without an end is no variable. Claim names are not trimmed.
 */
export const parseExpression = (expression: string): ExpressionPart[] => {
  const parts: ExpressionPart[] = [];
  let from = 0;
  for (const match of expression.matchAll(/\$\{([^{}]+)\}/g)) {
    if (match.index > from) parts.push({ literal: expression.slice(from, match.index) });
    parts.push({ claim: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < expression.length) parts.push({ literal: expression.slice(from) });
  return parts;
};

/** The claims that an expression names, in its order, each once. */
export const claimsIn = (expression: string): string[] => [
  ...new Set(parseExpression(expression).flatMap((part) => ('claim' in part ? [part.claim] : []))),
];

/** Whether an expression names no claim, so that it is the same for everybody. */
export const isLiteral = (expression: string): boolean => claimsIn(expression).length === 0;

/** An expression, taken apart, with its variables filled in. */
export const filledIn = (parts: readonly ExpressionPart[], fillIn: (claim: string) => string): string =>
  parts.map((part) => ('claim' in part ? fillIn(part.claim) : part.literal)).join('');
