import type { Rule } from './cursor.ts';
import { aComponentIsNamedLikeItsFile } from './rules/a-component-is-named-like-its-file.ts';
import { anErrorSaysHowToHandleIt } from './rules/an-error-says-how-to-handle-it.ts';
import { anOperationHasTheErrorsThatAServerRaises } from './rules/an-operation-has-the-errors-that-a-server-raises.ts';
import { anOperationIsNamedLikeItsPathAndFile } from './rules/an-operation-is-named-like-its-path-and-file.ts';
import { anOperationKeepsItsKeyOrder } from './rules/an-operation-keeps-its-key-order.ts';
import { constraintsAreOnNamedSchemas } from './rules/constraints-are-on-named-schemas.ts';
import { everyBodyHasAnExample } from './rules/every-body-has-an-example.ts';
import { everyFileIsReferenced } from './rules/every-file-is-referenced.ts';
import { everySchemaHasADescription } from './rules/every-schema-has-a-description.ts';
import { examplesAreValid } from './rules/examples-are-valid.ts';
import { examplesOfRequestAndResponseArePaired } from './rules/examples-of-request-and-response-are-paired.ts';
import { filtersPointToScalars } from './rules/filters-point-to-scalars.ts';
import { knownValuesAreValid } from './rules/known-values-are-valid.ts';
import { onlyKnownExtensions } from './rules/only-known-extensions.ts';
import { paginationNamesExistingProperties } from './rules/pagination-names-existing-properties.ts';
import { requestsAreClosed } from './rules/requests-are-closed.ts';
import { responsesAreOpen } from './rules/responses-are-open.ts';
import { schemaNamesArePascalCase } from './rules/schema-names-are-pascal-case.ts';
import { schemasCompile } from './rules/schemas-compile.ts';
import { schemasUseKnownKeywords } from './rules/schemas-use-known-keywords.ts';
import { stringsStayStrings } from './rules/strings-stay-strings.ts';
import { theErrorHeaderListsTheErrorsOfItsResponse } from './rules/the-error-header-lists-the-errors-of-its-response.ts';

const rules: Record<string, Rule> = {
  'a-component-is-named-like-its-file': aComponentIsNamedLikeItsFile,
  'an-error-says-how-to-handle-it': anErrorSaysHowToHandleIt,
  'an-operation-has-the-errors-that-a-server-raises': anOperationHasTheErrorsThatAServerRaises,
  'an-operation-is-named-like-its-path-and-file': anOperationIsNamedLikeItsPathAndFile,
  'an-operation-keeps-its-key-order': anOperationKeepsItsKeyOrder,
  'constraints-are-on-named-schemas': constraintsAreOnNamedSchemas,
  'every-body-has-an-example': everyBodyHasAnExample,
  'every-file-is-referenced': everyFileIsReferenced,
  'every-schema-has-a-description': everySchemaHasADescription,
  'examples-are-valid': examplesAreValid,
  'examples-of-request-and-response-are-paired': examplesOfRequestAndResponseArePaired,
  'filters-point-to-scalars': filtersPointToScalars,
  'known-values-are-valid': knownValuesAreValid,
  'only-known-extensions': onlyKnownExtensions,
  'pagination-names-existing-properties': paginationNamesExistingProperties,
  'requests-are-closed': requestsAreClosed,
  'responses-are-open': responsesAreOpen,
  'schema-names-are-pascal-case': schemaNamesArePascalCase,
  'schemas-compile': schemasCompile,
  'schemas-use-known-keywords': schemasUseKnownKeywords,
  'strings-stay-strings': stringsStayStrings,
  'the-error-header-lists-the-errors-of-its-response': theErrorHeaderListsTheErrorsOfItsResponse,
};

/** Redocly's plugin with the rules that its configurable assertions cannot express; `redocly.yaml` turns them on. */
export default function contractRules(): { id: string; rules: { oas3: typeof rules } } {
  return { id: 'contract', rules: { oas3: rules } };
}
