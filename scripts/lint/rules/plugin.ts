import { aComponentIsNamedLikeItsFile } from './a-component-is-named-like-its-file.ts';
import { anErrorSaysHowToHandleIt } from './an-error-says-how-to-handle-it.ts';
import { anOperationHasTheErrorsThatAServerRaises } from './an-operation-has-the-errors-that-a-server-raises.ts';
import { anOperationIsNamedLikeItsPathAndFile } from './an-operation-is-named-like-its-path-and-file.ts';
import { anOperationKeepsItsKeyOrder } from './an-operation-keeps-its-key-order.ts';
import { constraintsStandOnNamedSchemas } from './constraints-stand-on-named-schemas.ts';
import { everyBodyHasAnExample } from './every-body-has-an-example.ts';
import { everySchemaHasADescription } from './every-schema-has-a-description.ts';
import { examplesOfRequestAndResponseArePaired } from './examples-of-request-and-response-are-paired.ts';
import { filtersLeadToScalarMembers } from './filters-lead-to-scalar-members.ts';
import { onlyKnownExtensions } from './only-known-extensions.ts';
import { paginationNamesExistingMembers } from './pagination-names-existing-members.ts';
import type { Rule } from './redocly.ts';
import { requestsAreClosed } from './requests-are-closed.ts';
import { responsesAreOpen } from './responses-are-open.ts';
import { schemaNamesArePascalCase } from './schema-names-are-pascal-case.ts';
import { schemasUseKnownKeywords } from './schemas-use-known-keywords.ts';
import { theErrorHeaderListsTheErrorsOfItsResponse } from './the-error-header-lists-the-errors-of-its-response.ts';

const rules: Record<string, Rule> = {
  'a-component-is-named-like-its-file': aComponentIsNamedLikeItsFile,
  'an-error-says-how-to-handle-it': anErrorSaysHowToHandleIt,
  'an-operation-has-the-errors-that-a-server-raises': anOperationHasTheErrorsThatAServerRaises,
  'an-operation-is-named-like-its-path-and-file': anOperationIsNamedLikeItsPathAndFile,
  'an-operation-keeps-its-key-order': anOperationKeepsItsKeyOrder,
  'constraints-stand-on-named-schemas': constraintsStandOnNamedSchemas,
  'every-body-has-an-example': everyBodyHasAnExample,
  'every-schema-has-a-description': everySchemaHasADescription,
  'examples-of-request-and-response-are-paired': examplesOfRequestAndResponseArePaired,
  'filters-lead-to-scalar-members': filtersLeadToScalarMembers,
  'only-known-extensions': onlyKnownExtensions,
  'pagination-names-existing-members': paginationNamesExistingMembers,
  'requests-are-closed': requestsAreClosed,
  'responses-are-open': responsesAreOpen,
  'schema-names-are-pascal-case': schemaNamesArePascalCase,
  'schemas-use-known-keywords': schemasUseKnownKeywords,
  'the-error-header-lists-the-errors-of-its-response': theErrorHeaderListsTheErrorsOfItsResponse,
};

/**
 * Gives Redocly the rules that its configurable assertions cannot express.
 *
 * @returns the plugin; `redocly.yaml` switches each rule on as `contract/<rule>`
 */
export default function contractRules(): { id: string; rules: { oas3: typeof rules } } {
  return { id: 'contract', rules: { oas3: rules } };
}
